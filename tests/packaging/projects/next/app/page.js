// A server component that decides, with a client component that decides again in the browser.

import { decide } from '../decide.js';
import { decide as decideDeployed } from '../deployed.js';
import visitor from '../visitor.js';
import { Browser } from './browser.js';

export const dynamic = 'force-dynamic';

export default function Page() {
  return (
    <main>
      <p id="server">
        {JSON.stringify({ whole: decide(visitor), runtime: decideDeployed(visitor) })}
      </p>
      <Browser visitor={visitor} />
    </main>
  );
}
