// What is answered instead of a decision: problem details in JSON, as the Edge Network does it.

const PROBLEMS = {
  'invalid-json': { status: 400, title: 'The body is not JSON' },
  'invalid-request': { status: 400, title: 'The request is not complete' },
  'invalid-identity': { status: 400, title: 'There is no single primary identity' },
  'invalid-timestamp': { status: 400, title: 'The time of an event is not one' },
  unauthorized: { status: 401, title: 'The token is missing or wrong' },
  'origin-not-allowed': { status: 403, title: 'This origin may not send events' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of an unsupported type' },
  internal: { status: 500, title: 'The request could not be answered' },
  unavailable: { status: 503, title: 'The visitor has too many requests at once' },
} as const;

export class Problem extends Error {
  constructor(
    readonly kind: keyof typeof PROBLEMS,
    readonly detail: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
  }

  response(): Response {
    const { status, title } = PROBLEMS[this.kind];
    const body = { type: `pql-edge:${this.kind}`, status, title, detail: this.detail };
    const headers = { ...this.headers, 'content-type': 'application/problem+json' };
    return new Response(JSON.stringify(body), { status, headers });
  }
}

/** What went wrong while a request was answered, in a form that tells a caller nothing secret. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { name, retryable, overloaded } = error as {
    name?: string;
    retryable?: boolean;
    overloaded?: boolean;
  };
  if (retryable || overloaded) {
    return new Problem('unavailable', 'try again in a moment', { 'retry-after': '1' });
  }
  // Messages of errors can quote what a visitor sent; the name of one cannot.
  console.error(`a request failed: ${name}`);
  return new Problem('internal', 'nothing was changed');
}
