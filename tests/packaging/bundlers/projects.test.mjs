// Every project, for real: it builds without a warning, and what comes out decides.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { installedFolder } from '../../installed.mjs';
import { answersOf } from './answers.mjs';
import { STRICT, openBrowser, publish, visit } from './pages.mjs';
import {
  answersIn, emitted, moveAway, putBack, runProgram, script, serve, stage, warnings,
} from './project.mjs';
import { PROJECTS } from './projects.mjs';

const visitor = { homeAddress: { countryCode: 'CA' }, loyalty: { points: 1200 } };
const skip = process.env.CHROME_PATH ? false : 'no Chromium';
let browser;

before(async () => {
  if (!skip) browser = await openBrowser();
});
after(() => browser?.close());

for (const project of PROJECTS) {
  test(project.name, async (t) => {
    const place = stage(project);
    await t.test('builds, and no tool warns', () => builds(project, place));
    for (const part of PARTS.filter(({ key }) => project[key])) {
      const name = `${part.what}`;
      await t.test(name, { skip: part.browser && skip }, () => part.run(project[part.key], place));
    }
  });
}

async function builds({ scripts = [], says }, place) {
  for (const name of scripts) assert.deepEqual(warnings(await script(place, name), says), []);
}

/** What can be said of a project, by the key of the table. */
const PARTS = [
  { key: 'emits', what: 'puts out these files', run: emits },
  { key: 'prints', what: 'prints its answers', run: prints },
  { key: 'compiled', what: 'gives programs that answer', run: compiled },
  { key: 'page', what: 'is a page that answers', run: page, browser: true },
  { key: 'dev', what: 'answers while it is developed', run: dev, browser: true },
  { key: 'serves', what: 'serves answers', run: serves },
  { key: 'moved', what: 'answers after it was moved away', run: moved },
];

function emits(folders, place) {
  for (const [folder, files] of Object.entries(folders)) {
    assert.deepEqual(emitted(join(place, folder)), files, folder);
    if (files.some((file) => file.endsWith('.map'))) mapped(join(place, folder));
  }
}

/** A debugger shows the code of the package under the names of its files. */
function mapped(folder) {
  const maps = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.map'));
  const sources = maps.flatMap((name) => JSON.parse(readFileSync(join(folder, name))).sources);
  assert.ok(sources.some((source) => /pql-edge\/api\.js$/.test(source)), sources.join(' '));
}

async function prints({ script: name, answers }, place) {
  assert.deepEqual(answersIn(await script(place, name)), answersOf(answers));
}

async function compiled(_, place) {
  const programs = emitted(join(place, 'dist')).filter((name) => name.endsWith('main.js'));
  assert.ok(programs.length >= 2);
  for (const name of programs) {
    const output = await runProgram('node', place, join('dist', name));
    assert.deepEqual(answersIn(output), answersOf(['whole', 'runtime']), name);
  }
}

/** The runtime alone brings no compiler: of its module's text not even a part is there. */
const compiler = readFileSync(join(installedFolder, 'pql-bytes.js'), 'utf8').slice(600_000, 600_080);

async function moved(programs, place) {
  for (const { folder, file, command, answers } of programs) {
    const away = moveAway(place, folder);
    try {
      const given = answersIn(await runProgram(command, away.folder, file));
      assert.deepEqual(given, answersOf(answers), join(folder, file));
      const text = readFileSync(join(away.folder, file), 'utf8');
      assert.equal(text.includes(compiler), answers.includes('whole'), join(folder, file));
    } finally {
      away.remove();
      putBack(place);
    }
  }
}

async function page({ folder, answers }, place) {
  const site = await publish(join(place, folder), STRICT);
  try {
    await shows(site.address, { '#answers': answers });
  } finally {
    await site.stop();
  }
}

async function dev({ script: name, options, answers }, place) {
  const server = await serve(place, name, options);
  try {
    await shows(server.address, { '#answers': answers });
  } finally {
    await server.stop();
  }
}

async function serves({ script: name, options, posts, pages = {} }, place) {
  const server = await serve(place, name, options);
  try {
    for (const [path, answers] of Object.entries(posts)) {
      const body = JSON.stringify(visitor);
      const response = await fetch(`${server.address}${path}`, { method: 'POST', body });
      assert.equal(response.status, 200, path);
      assert.deepEqual(await response.json(), answersOf(answers), path);
    }
    for (const [path, elements] of Object.entries(skip ? {} : pages)) {
      await shows(`${server.address}${path}`, elements);
    }
  } finally {
    await server.stop();
  }
}

async function shows(address, elements) {
  const { texts, complaints } = await visit(browser, address, Object.keys(elements));
  assert.deepEqual(complaints, []);
  const expected = Object.values(elements).map(answersOf);
  assert.deepEqual(texts.map((text) => JSON.parse(text)), expected);
}

test('a page that may not compile is complained about', { skip }, async () => {
  const place = stage({ name: 'content-policy', folder: 'esbuild' });
  await script(place, 'build');
  const policy = STRICT.replace(" 'wasm-unsafe-eval'", '');
  const site = await publish(join(place, 'dist'), policy);
  try {
    const { complaints } = await visit(browser, site.address, ['#answers']);
    assert.match(complaints.join('\n'), /WebAssembly/);
  } finally {
    await site.stop();
  }
});
