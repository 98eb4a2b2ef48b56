// Many requests over loopback: every one answered rightly, and how long they took.

import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';

/**
 * Sends `requests` events over `connections`, `sent` is the body for a
 * number. Returns the answers, and the distribution in words.
 */
export async function load(url, { requests, connections, sent }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const [times, answers] = [[], []];
  let next = 0;

  async function connection() {
    for (let at = next++; at < requests; at = next++) {
      const started = performance.now();
      const { status, text } = await post(url, JSON.stringify(sent(at)), agent);
      times.push(performance.now() - started);
      assert.equal(status, 200, text);
      answers.push(JSON.parse(text));
    }
  }

  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { answers, told: told(times, seconds, connections) };
}

function told(times, seconds, connections) {
  times.sort((a, b) => a - b);
  const last = times.length - 1;
  const at = (share) => `${times[Math.round(share * last)].toFixed(1)} ms`;
  const spread = `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, max ${at(1)}`;
  const rate = Math.round(times.length / seconds);
  return `${times.length} requests on ${connections} connections: ${spread}, ${rate}/s`;
}

function post(url, body, agent) {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    sending.on('error', reject).end(body);
  });
}
