// One engine with one workload: made, and its answers compared before anything is timed.

import { isDeepStrictEqual } from 'node:util';

/** `{ inputs, compileMs }`: for each input a function that evaluates the next profile. */
export async function prepare(engine, workload, inputs) {
  const opened = await engine.open(workload);
  const started = performance.now();
  const evaluators = make(opened, workload);
  const compileMs = performance.now() - started;
  const wanted = inputs.filter((input) => evaluators[input]);
  for (const input of wanted) compare(evaluators[input], workload, input);
  const byInput = wanted.map((input) => [input, rounds(evaluators[input], workload, input)]);
  return { compileMs, inputs: Object.fromEntries(byInput) };
}

function make(opened, { condition, set, definitions }) {
  if (definitions) return opened.definitions(definitions);
  return set ? opened.set(set) : opened.one(condition);
}

function compare(evaluate, { profiles, expected }, input) {
  profiles.forEach((profile, index) => {
    const found = evaluate(profile[input]);
    if (isDeepStrictEqual(found, expected[index])) return;
    const [got, wanted] = [found, expected[index]].map((it) => JSON.stringify(it)?.slice(0, 300));
    throw new Error(`wrong answer for ${input} of profile ${index}: ${got}, expected ${wanted}`);
  });
}

/** Evaluates profile after profile; what is found is added up, so that nothing can be left out. */
function rounds(evaluate, { profiles }, input) {
  const given = profiles.map((profile) => profile[input]);
  let next = 0;
  return function batch(calls) {
    let found = 0;
    for (let call = 0; call < calls; call += 1) {
      const answer = evaluate(given[next]);
      found += answer === true ? 1 : answer.length ?? 0;
      next = next + 1 === given.length ? 0 : next + 1;
    }
    return found;
  };
}
