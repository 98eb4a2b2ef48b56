// Debian packages, where we may install them: root on a Debian-like system.

import { run, which } from './run.mjs';
import { working } from './say.mjs';

export const mayInstall = () => process.getuid?.() === 0 && which('apt-get') !== undefined;

let refreshed = false;

export async function install(packages, why) {
  const names = packages.join(' and ');
  await working(`${why}: installing ${names} from Debian, about 30 s`, async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    if (!refreshed) {
      await run('apt-get', ['update'], { env, because: 'the package lists could not be read' });
    }
    refreshed = true;
    const args = ['install', '--yes', '--no-install-recommends', ...packages];
    await run('apt-get', args, { env, because: `${names} could not be installed` });
  });
}
