// A registry on loopback that has the packed package; all else it leaves to the one that npm knows.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { npm } from '../../pkg-config/setup/npm.mjs';
import { installedFolder, tarball } from '../installed.mjs';

/** So `npm install pql-edge` works as printed before anything is published: `{ url, close }`. */
export async function startRegistry() {
  const elsewhere = (await npm(['config', 'get', 'registry'])).trim().split('\n').at(-1);
  const bytes = readFileSync(tarball());
  const manifest = JSON.parse(readFileSync(join(installedFolder, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const server = createServer(({ url }, response) => {
    const path = decodeURIComponent(url);
    if (path === `/${name}`) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(packument()));
    } else if (path === `/${name}/-/${name}-${version}.tgz`) response.end(bytes);
    else response.writeHead(307, { location: new URL(url.slice(1), elsewhere).href }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  const packument = () => {
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const dist = { tarball: `${address}/${name}/-/${name}-${version}.tgz`, integrity };
    const versions = { [version]: { ...manifest, _id: `${name}@${version}`, dist } };
    return { _id: name, name, 'dist-tags': { latest: version }, versions };
  };
  return { url: `${address}/`, close: () => server.close() };
}
