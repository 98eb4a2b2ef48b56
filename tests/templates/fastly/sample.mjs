// The audiences of the sample by their names.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { template } from './deployment.mjs';

const definitions = JSON.parse(readFileSync(join(template, 'definitions.json'), 'utf8'));
export const ids = Object.fromEntries(definitions.map(({ name, id }) => [name, id]));
