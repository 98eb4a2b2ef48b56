// `pql-edge compile`: definitions into one artifact that the runtime loads.

import { definitionsOf } from './definitions.js';
import { openOutput } from './output.js';
import { NEGATIVE, OK, Problem } from './problem.js';
import { EVALUATION, KEEP_GOING, SCHEMA, STRICT } from './rows.js';
import { many, plain, size } from './terminal.js';

export const compile = {
  name: 'compile',
  summary: 'compile segment definitions to bytes for `AudienceSet.fromBytes`',
  files: 0,
  options: {
    definitions: { value: 'FILE', needed: true, help: 'the definitions; `-` is standard input' },
    out: {
      short: 'o', value: 'FILE', needed: true, help: 'where the bytes go; `-` is standard output',
    },
    evaluation: EVALUATION,
    schema: SCHEMA,
    strict: STRICT,
    'keep-going': KEEP_GOING,
    json: { help: 'one JSON object: { definitions, bytes, out, skipped: [{ id, reason }] }' },
  },
  about: `
    Definitions come as the Segmentation API returns them: one, an array, a response with
    \`segments\`, or one on every line; gzip is recognized. The same definitions give the same
    bytes.

    A definition that does not compile is shown with its mistakes, and nothing is written; with
    --keep-going the others are, and the status is 1 all the same. Those that are not enabled for
    synchronous evaluation are no mistake: they are skipped and counted.`,
  examples: [
    ['compile --definitions definitions.json -o audiences.pqlb', 'for the edge'],
    ['compile --definitions all.ndjson.gz --evaluation any -o set.pqlb --json', 'for programs'],
  ],
  exits: { 1: 'a definition does not compile' },
  run,
};

async function run(call) {
  const { options } = call;
  const toTerminal = options.out === '-' && process.stdout.isTTY;
  if (toTerminal) throw new Problem('the bytes would go to a terminal: give `--out` a FILE');
  const { set, skipped, broken } = await definitionsOf(options.definitions, call);
  const bytes = set.toBytes();
  const output = openOutput(options.out);
  await output.write(bytes);
  const written = (await output.finish()) ?? bytes.length;
  const tell = options.out === '-' ? call.report : call.print;
  const found = { definitions: set.size, bytes: written, out: options.out, skipped };
  tell(options.json ? `${JSON.stringify(found)}\n` : told(found, call));
  return broken === 0 ? OK : NEGATIVE;
}

function told({ definitions, bytes, out, skipped }, { options, paint, warn }) {
  const { green, bold, dim } = options.out === '-' ? warn : paint;
  const what = `${many(definitions, 'definition')}, ${size(bytes)}`;
  return `${green('✓')} ${bold(plain(out))}: ${what}\n` + reasons(skipped).map(([reason, number]) =>
    `  ${dim(`skipped ${many(number, 'definition')}: ${plain(reason)}`)}\n`).join('');
}

/** `[reason, how many]`, most frequent first. */
function reasons(skipped) {
  const all = new Map();
  for (const { reason } of skipped) all.set(reason, (all.get(reason) ?? 0) + 1);
  return [...all].sort((a, b) => b[1] - a[1]);
}
