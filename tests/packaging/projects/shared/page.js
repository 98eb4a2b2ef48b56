// Shows what is decided about the visitor: in the page, with modules of its own, and in a worker.

import { decide } from './decide.js';
import { decide as decideDeployed } from './deployed.js';
import { start } from './slim.js';
import visitor from './visitor.js';

export async function show({ modules, worker }) {
  const decideSlim = await start(modules);
  const answers = {
    whole: decide(visitor),
    runtime: decideDeployed(visitor),
    slim: decideSlim(visitor),
    worker: await asked(worker),
  };
  document.querySelector('#answers').textContent = JSON.stringify(answers);
}

const asked = (worker) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage(visitor);
  });
