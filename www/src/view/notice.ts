// Messages beside the things they are about.

import { byId } from '../dom';

export type Place = 'notice' | 'profile-problem' | 'now-problem';

export function showMessage(place: Place, message: string | undefined): void {
  const host = byId(place, HTMLElement);
  host.hidden = message === undefined;
  host.textContent = message ?? '';
}
