// What ends a command: a sentence for standard error and an exit status.

export const OK = 0;
export const NEGATIVE = 1;
export const UNUSABLE = 2;

/** Input that cannot be read, or an answer that is no. */
export class Problem extends Error {
  constructor(message, { help, status = UNUSABLE, drawn } = {}) {
    super(message);
    this.name = 'Problem';
    this.help = help;
    this.status = status;
    /** What is shown instead of the message: `(paint) => text`. */
    this.drawn = drawn;
  }
}

/** Arguments that mean nothing; the help of the command is pointed at. */
export class Usage extends Problem {
  constructor(message, options) {
    super(message, options);
    this.name = 'Usage';
  }
}

/** A failed call of the system, in words and with the name of the file. */
export function unreadable(name, error) {
  if (error instanceof Problem) return error;
  return new Problem(`${name}: ${REASONS[error.code] ?? error.message}`);
}

const REASONS = {
  ENOENT: 'there is no such file',
  EACCES: 'not allowed',
  EPERM: 'not allowed',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'no room is left',
  EROFS: 'it is on a file system that is read-only',
  EMFILE: 'too many files are open',
  Z_BUF_ERROR: 'the gzip data ends too early',
  Z_DATA_ERROR: 'the gzip data is damaged',
};
