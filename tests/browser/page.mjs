// What the page in the browser test runs.

import * as pql from 'pql-edge';

import { answers } from './answers.mjs';

window.report = answers(pql);
