// `pql-edge qualify`: the memberships of many profiles, a line of JSON for each.

import { compile } from '../node.js';
import { definitionsOf } from './definitions.js';
import { STDIN, open, shownName } from './input.js';
import { whole } from './options.js';
import { openOutput } from './output.js';
import { NEGATIVE, OK, Problem, Usage } from './problem.js';
import { chunks } from './qualify/chunks.js';
import { inOrder } from './qualify/order.js';
import { Pool, cores } from './qualify/pool.js';
import { Progress } from './qualify/progress.js';
import { Tally, asError, asJson, asText } from './qualify/tally.js';
import { refused } from './render.js';
import { EVALUATION, KEEP_GOING, NOW, SCHEMA } from './rows.js';
import { columns } from './terminal.js';

export const qualify = {
  name: 'qualify',
  summary: 'decide the audiences of many profiles, and what changed since the last time',
  files: 0,
  options: {
    definitions: {
      value: 'FILE', needed: true, help: 'segment definitions, or what `compile` made of them',
    },
    profiles: {
      value: 'FILE', needed: true, help: 'profiles, one JSON object a line; `-` is standard input',
    },
    now: NOW,
    out: {
      short: 'o',
      value: 'FILE',
      help: 'where the lines go (default: standard output); x.gz is compressed',
    },
    id: { value: 'EXPR', any: true, help: 'PQL for the id of a line (default: _id)' },
    threads: {
      value: 'N',
      read: whole(1, 512),
      help: 'how many threads, 1 to 512 (default: as many as cores)',
    },
    evaluation: EVALUATION,
    schema: SCHEMA,
    'keep-going': KEEP_GOING,
    json: { help: 'the summary as one JSON object, the last line of standard error' },
    quiet: { short: 'q', help: 'no progress bar and no summary' },
  },
  about: `
    Every profile gives one line:
    {"id":…,"realized":[…],"existing":[…],"exited":[…],"segmentMembership":…},
    in the order of the input whatever the number of threads. The memberships are compared with
    those of the profile; \`segmentMembership\` is ready to be stored.

    Input of any length takes the same memory. Empty lines are passed over, gzip is recognized, a
    line has at most 64 MB. A line that is no profile ends the run; with --keep-going it is reported
    and left out, as definitions that do not compile are, and the status is 1.`,
  examples: [
    [
      'qualify --definitions definitions.json --profiles profiles.ndjson.gz --out result.ndjson.gz',
      'files',
    ],
    [
      'qualify --definitions audiences.pqlb --profiles - < profiles.ndjson | jq -r .id',
      'a part of a pipeline',
    ],
  ],
  exits: { 1: 'something was left out, or a definition does not compile' },
  run,
};

async function run(call) {
  const { options } = call;
  if (options.definitions === STDIN && options.profiles === STDIN) {
    throw new Usage('standard input can be read once: as the definitions or the profiles');
  }
  const found = await definitionsOf(options.definitions, call);
  const pool = new Pool(options.threads ?? cores(), {
    set: found.set.toBytes(),
    id: idOf(options),
    now: options.now ?? Date.now(),
    keepGoing: options['keep-going'] === true,
  });
  try {
    return await stream(pool, found, call);
  } finally {
    await pool.close();
  }
}

function idOf({ id = '_id' }) {
  try {
    return compile(id).toBytes();
  } catch (error) {
    throw refused(error, { text: id, name: '--id' });
  }
}

async function stream(pool, { set, skipped, broken }, call) {
  const { options, report, warn } = call;
  const input = open(options.profiles);
  const output = openOutput(options.out);
  const tally = new Tally();
  let done = 0;
  const look = () => ({ profiles: tally.profiles, read: done, size: input.size });
  const progress = new Progress(options.quiet ? {} : process.stderr, warn, look);
  const name = shownName(options.profiles);
  try {
    const work = async (chunk) => {
      const read = input.read();
      return { ...(await pool.run(chunk)), read };
    };
    const use = async (answer) => {
      tally.add(answer);
      await output.write(answer.output);
      done = answer.read;
      said(answer.bad, name, options, progress, warn);
    };
    await inOrder(chunks(input.pieces, name), work, use, ahead(options));
    await output.finish();
  } catch (error) {
    output.discard();
    throw error;
  } finally {
    progress.end();
    input.close();
  }
  const facts = {
    definitions: set.size, skipped: skipped.length, threads: pool.started,
    bytes: input.read(), seconds: progress.seconds,
  };
  if (options.json) report(asJson(tally, facts));
  else if (!options.quiet) report(asText(tally, facts, warn, columns(process.stderr)));
  return tally.bad + broken > 0 ? NEGATIVE : OK;
}

/** Chunks that are on their way: enough that no thread waits for the reader. */
const ahead = ({ threads = cores() }) => threads * 3 + 1;

/** Lines that are no profiles: the end of the run, or told and passed over. */
function said(bad, name, options, progress, warn) {
  if (bad.length === 0) return;
  if (options['keep-going']) {
    for (const one of bad) progress.above(asError(one, name, warn));
    return;
  }
  throw new Problem(bad[0].message, { drawn: (paint) => asError(bad[0], name, paint) });
}
