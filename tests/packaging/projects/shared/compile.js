// Before a deployment: compiles the audiences and one query to bytes, kept in a module.

import { writeFileSync } from 'node:fs';

import { AudienceSet, compile } from 'pql-edge';

import definitions from './definitions.js';

const inModule = (bytes) => `read('${Buffer.from(bytes).toString('base64')}')`;

writeFileSync(
  'compiled.js',
  `const read = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
export const audiences = ${inModule(AudienceSet.compile(definitions).toBytes())};
export const canadian = ${inModule(compile('homeAddress.countryCode = "CA"').toBytes())};
`,
);
