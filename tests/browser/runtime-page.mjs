// The runtime's slim entry in a page: module and artifacts are downloaded.

import * as pql from 'pql-edge/runtime/slim';

import { answers } from './runtime-answers.mjs';

await pql.init('/pql-edge/runtime.wasm');
const artifacts = await (await fetch('/artifacts.json')).json();
window.report = answers(pql, artifacts);
