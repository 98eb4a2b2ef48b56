// Registers the service worker, then asks it what it decides.

import visitor from './visitor.js';

const { serviceWorker } = navigator;
await serviceWorker.register('service.js');
await serviceWorker.ready;
if (!serviceWorker.controller) {
  await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve));
}
const response = await fetch('/decide', { method: 'POST', body: JSON.stringify(visitor) });
document.querySelector('#answers').textContent = await response.text();
