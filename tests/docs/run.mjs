// What is done with a code block, by its language; a language without a rule is a failure.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { deploy, serve } from '../edge/runtime.mjs';
import { importThere } from '../installed.mjs';
import { parseSuite } from '../js/suite-format.mjs';
import { commands, runCommand } from './session.mjs';

const { AudienceSet, check, compile } = await importThere();

/** `run(block, page)`; `page` is `{ folder, blocks, address? }`. */
export const LANGUAGES = {
  js: { run: program },
  mjs: { run: program },
  ts: { run: excerpt },
  json: { run: json },
  pql: { run: queries },
  sh: { run: session },
  text: { run: (block, page) => block.file && save(block, page) },
  html: { run: excerpt },
  css: { run: excerpt },
  rust: { run: excerpt },
  toml: { run: excerpt },
  jsonc: { run: excerpt },
};

async function session({ code }, { folder, address }) {
  for (const command of commands(code)) await runCommand(command, folder, { address });
}

async function program(block, page) {
  if (isExcerpt(block.code)) return;
  const file = save(block, page, `program-${block.line}.mjs`);
  if (/^export default \{$/m.test(block.code)) return publish(file, page);
  if (block.code.includes("from 'node:test'")) return passes(file, page);
  const stated = block.code.split('\n').filter((line) => line.startsWith('// '));
  if (stated.length === 0) {
    assert.ok(isUsed(block, page), 'a program without stated output that nothing uses');
    return;
  }
  const printed = node(file, page);
  assert.equal(printed.trimEnd(), stated.map((line) => line.slice(3)).join('\n'));
}

/** A test of the reader's: it has to pass. */
const passes = (file, page) => assert.match(node(file, page), /^# pass [1-9]/m);

function node(file, { folder }) {
  const options = { cwd: folder, encoding: 'utf8', env: ownEnvironment };
  const run = spawnSync(process.execPath, [file], options);
  assert.equal(run.stderr, '');
  assert.equal(run.status, 0, run.stdout);
  return run.stdout;
}

/** Ours, without what would make a test of a reader a part of these. */
const { NODE_TEST_CONTEXT: _, ...ownEnvironment } = process.env;

/** Writes the block under its own name, if it has one. */
function save({ file, code }, { folder }, otherwise) {
  const path = join(folder, file ?? otherwise);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${code}\n`);
  return path;
}

function isUsed({ file, line }, page) {
  const name = file?.replace(/^.*\//, '');
  return page.blocks.some((other) => other.line > line && name && other.code.includes(name));
}

/** Deploys a Worker on the real runtime; requests of later blocks go there. */
async function publish(file, page) {
  page.child?.kill();
  writeFileSync(join(page.folder, 'worker.mjs'), readFileSync(file, 'utf8'));
  await deploy(page.folder);
  [page.child, page.address] = await serve(page.folder);
}

function json(block, page) {
  const value = JSON.parse(block.code);
  if (block.file) save(block, page);
  if (isExcerpt(block.code)) return;
  const all = [value].flat();
  if (!all.every((one) => one?.expression)) return;
  const set = AudienceSet.compile(all, { evaluation: 'any', onError: 'throw' });
  assert.equal(set.size, all.length);
}

/** Cases as the suite has them, or queries: one starts on every line that is not indented. */
function queries(block) {
  if (/^(=>|!!) /m.test(block.code)) {
    const [found] = parseSuite(`--- block ---\n${block.code}`, 'block');
    const { result, errors, query, profile, now, parameters } = found;
    if (result === undefined) {
      const codes = check(query).diagnostics.map(({ code }) => code);
      for (const { code } of errors) assert.ok(codes.includes(code), code);
      return;
    }
    assert.deepEqual(compile(query).evaluate(profile, { now, ...parameters && { parameters } }), result);
    return;
  }
  const all = block.code.split(/\n(?! |\))/).filter((text) => text.trim() !== '');
  for (const text of all) assert.notEqual(compile(text).evaluate({}), undefined, text);
}

function excerpt({ code }) {
  assert.ok(isExcerpt(code, [...declarations, ...templates]), 'it stands in no file of the templates or the types');
}

const textsOf = (folder) => files(`pkg-config/${folder}`)
  .filter((path) => /\.(m?[jt]s|html|css|toml|rs|jsonc?)$/.test(path))
  .map((path) => squeezed(readFileSync(inRoot(path), 'utf8')));
const templates = textsOf('templates');
const declarations = textsOf('entry');

/** Whether the block is part of a file that other tests hold; `…` stands for what is left out. */
function isExcerpt(code, sources = templates) {
  const parts = code.split(/^\s*(?:\/\/ |# )?…\s*$/m).map(squeezed).filter(Boolean);
  return sources.some((source) => {
    let from = 0;
    return parts.every((part) => {
      const at = source.indexOf(part, from);
      from = at + part.length;
      return at >= 0;
    });
  });
}

/** A text without what depends on where it stands. */
function squeezed(text) {
  return text.split('\n').map((line) => line.trim().replace(/^\* ?/, '')).filter(Boolean).join('\n');
}

function files(folder) {
  const ignored = /^(node_modules|dist|target|\..*)$/;
  let entries;
  try {
    entries = readdirSync(inRoot(folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.filter(({ name }) => !ignored.test(name)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? files(path) : [path];
  });
}
