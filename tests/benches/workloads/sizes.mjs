// Profiles of a given size: what is added is read by no predicate, as most of a real profile is.

import { random } from '../../../pkg-config/samples/prng.mjs';
import { SEED } from './constants.mjs';

/** The profile with entries added, or parts left out, for JSON of about `size` bytes. */
export function padded(profile, size) {
  const source = random(`${SEED}:padding`);
  const { workAddress, _repo, preferences, _acme, ...needed } = profile;
  let length = JSON.stringify(profile).length;
  if (length > size) return needed;
  const history = [];
  while (length < size - 60) {
    const entry = visit(source);
    history.push(entry);
    length += JSON.stringify(entry).length + 1;
  }
  // In front of what is read, so that no engine is done before it has passed over all of it.
  return { _history: history, ...profile };
}

const visit = ({ hex, int, pick, unit }) => ({
  id: hex(),
  page: `https://shop.acme.example/${pick(['sale', 'product', 'help'])}/${int(100, 999)}`,
  seconds: Number((unit() * 100).toFixed(2)),
  device: { kind: pick(['phone', 'desktop']), touch: pick([true, false]) },
  tags: [pick(['new', 'hot']), pick(['red', 'blue'])],
});
