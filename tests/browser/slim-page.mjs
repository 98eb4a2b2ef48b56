// The slim entry in a page: the module is downloaded while it compiles.

import * as pql from 'pql-edge/slim';

import { answers } from './answers.mjs';

await pql.init('/pql-edge/pql.wasm');
window.report = answers(pql);
