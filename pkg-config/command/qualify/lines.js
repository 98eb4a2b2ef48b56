// A chunk of profiles, one a line, into a chunk of answers.

const NEWLINE = 10;
/** How much of a line that is no profile is shown, in bytes. */
const SHOWN = 72;

/**
 * `{ output, profiles, realized, existing, exited, bad }`; `bad` has the lines that are no
 * profiles, as `{ line, code, message, start }`, of which there is one, the last one looked at,
 * unless `keepGoing`.
 */
export function answer({ bytes, line }, { audiences, id, now, keepGoing }) {
  const lines = [];
  const found = { profiles: 0, realized: 0, existing: 0, exited: 0, bad: [] };
  for (const [number, profile] of profilesOf(bytes, line)) {
    try {
      lines.push(answered(profile, audiences, id, now, found));
    } catch (error) {
      if (!error.diagnostics) throw error;
      found.bad.push(badLine(number, profile, error));
      if (!keepGoing) break;
    }
  }
  return { ...found, output: new TextEncoder().encode(lines.join('')) };
}

/** `[number, bytes]` of every line with something on it. */
function* profilesOf(bytes, first) {
  let number = first;
  for (let start = 0; start < bytes.length; number += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    if (!isBlank(line)) yield [number, line];
    start = end + 1;
  }
}

const isBlank = (line) => line.every((byte) => byte === 32 || byte === 9 || byte === 13);

/** The members of a line, in this order: programs that read them rely on it. */
function answered(profile, audiences, id, now, found) {
  const { realized, existing, exited, segmentMembership } = audiences.qualify(profile, { now });
  const named = id.evaluate(profile, { now });
  found.profiles += 1;
  found.realized += realized.length;
  found.existing += existing.length;
  found.exited += exited.length;
  return `${JSON.stringify({ id: named, realized, existing, exited, segmentMembership })}\n`;
}

function badLine(line, profile, { message, diagnostics }) {
  const start = new TextDecoder().decode(profile.subarray(0, SHOWN));
  const code = diagnostics[0]?.code;
  return { line, code, message, start: profile.length > SHOWN ? `${start}…` : start };
}
