// Finds an audience that the profile misses by exactly one of its top-level conditions.

/** The best near miss with its explanation, or undefined when there is none. */
export function nearMiss(engine, person, run) {
  const candidates = run.rows
    .filter((row) => !row.qualified)
    .map((row) => inspect(engine, person, run, row))
    .filter((found) => found && found.failing.length === 1)
    .sort((a, b) => b.conditions - a.conditions);
  const best = candidates[0];
  if (!best) return undefined;
  const { definition } = best;
  const explanation = engine.set.explain(definition.id, person.bytes, run.context);
  return { ...best, rendered: explanation.rendered };
}

function inspect(engine, person, run, { definition }) {
  const source = engine.sourceOf(definition);
  const { root } = engine.set.explain(definition.id, person.bytes, run.context);
  const texts = conditions(root, source).map((node) => source.slice(node.start, node.end));
  const outcomes = texts.map((text) => holds(engine, text, person, run.context));
  if (outcomes.includes(undefined)) return undefined;
  const failing = texts.filter((_, index) => !outcomes[index]);
  return { definition, conditions: texts.length, failing };
}

/** The operands of the outermost `and`, or the whole expression. */
function conditions(node, source) {
  if (!isConjunction(node, source)) return [node];
  return node.children.flatMap((child) => conditions(child, source));
}

function isConjunction({ children }, source) {
  if (children.length < 2) return false;
  return children.slice(1).every((child, index) =>
    /^[\s()]*and[\s()]*$/i.test(source.slice(children[index].end, child.start)));
}

/** Evaluated by itself: inside the whole, what follows the first false one is never looked at. */
function holds({ compile }, text, person, context) {
  let query;
  try {
    query = compile(text);
    return query.matches(person.bytes, context);
  } catch {
    // A condition that means something only inside its definition, as the body of a lambda.
    return undefined;
  } finally {
    query?.free();
  }
}
