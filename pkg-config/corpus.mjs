// Runs the public PQL expressions through the package and says how many it agrees with.

import { parseArgs } from 'node:util';

import { builtPackage } from './built.mjs';
import { ajo } from './corpus/ajo.mjs';
import { conversion, trees } from './corpus/conversion.mjs';
import { parsing } from './corpus/parsing.mjs';
import { CORPUS, inDialect, readCorpus } from './corpus/read.mjs';
import { asText } from './corpus/report.mjs';
import { truthTables } from './corpus/truth-tables.mjs';

const LEAST_ACCEPTED = 0.85;

process.exitCode = await main();

async function main() {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const lines = readCorpus();
  if (!lines) {
    process.stdout.write(missing(values.json));
    return 0;
  }
  const engine = await builtPackage();
  const pql = inDialect(lines, 'pql');
  const found = {
    parsing: parsing(engine, pql),
    trees: trees(engine, inDialect(lines, 'pql/json')),
    conversion: conversion(engine, lines),
    ajo: ajo(engine, inDialect(lines, 'ajo')),
    tables: truthTables(engine, pql),
  };
  found.problems = problems(found);
  process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : asText(found, process.stdout));
  return found.problems.length === 0 ? 0 : 1;
}

/** What makes the run a failure. */
function problems({ parsing: { accepted, wanted, wronglyAccepted }, ...found }) {
  return [...ofParsing(accepted, wanted, wronglyAccepted), ...ofTheRest(found)];
}

function ofTheRest({ trees: { failed }, conversion: { lost }, tables }) {
  const found = [];
  if (failed.length > 0) found.push(`trees that are not read as they should be: ${failed.length}`);
  if (lost.length > 0) found.push(`expressions that conversion changes: ${lost.length}`);
  if (tables.failed.length > 0) found.push(`truth-table rows that fail: ${tables.failed.length}`);
  return found;
}

function ofParsing(accepted, wanted, wronglyAccepted) {
  const found = [];
  if (accepted < wanted * LEAST_ACCEPTED) {
    found.push(`fewer than ${LEAST_ACCEPTED * 100} % of the valid expressions are accepted`);
  }
  if (wronglyAccepted.length > 0) {
    found.push(`invalid expressions that are accepted: ${wronglyAccepted.length}`);
  }
  return found;
}

function missing(json) {
  if (json) return `${JSON.stringify({ corpus: null })}\n`;
  return `No corpus at ${CORPUS}: nothing to do.\n`;
}
