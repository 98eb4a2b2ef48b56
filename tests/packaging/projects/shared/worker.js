// Decides away from the page's own thread.

import { decide } from './decide.js';
import { decide as decideDeployed } from './deployed.js';

onmessage = ({ data }) => {
  postMessage({ whole: decide(data), runtime: decideDeployed(data) });
};
