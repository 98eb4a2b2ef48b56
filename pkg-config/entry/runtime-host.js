// One instance of runtime.wasm, and bytes on their way in and out of its memory.

import { PqlError, binary, unready } from './shared.js';

let wasm;
let view = new Uint8Array();

/** Takes a WebAssembly.Module or the bytes of runtime.wasm. */
export function initSync(module) {
  if (wasm) return;
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module);
  wasm = new WebAssembly.Instance(compiled, {}).exports;
}

/** Takes an address, a Response, a WebAssembly.Module or the bytes, or a promise of one. */
export async function init(source) {
  const given = await source;
  if (wasm) return;
  initSync(given instanceof WebAssembly.Module ? given : await WebAssembly.compile(await bytesOf(given)));
}

async function bytesOf(given) {
  const address = given?.href ?? given;
  const found = typeof address === 'string' ? await fetch(address) : given;
  if (typeof found?.arrayBuffer !== 'function') return found;
  if (found.ok === false) throw new Error(`${found.url} answers with status ${found.status}`);
  return found.arrayBuffer();
}

/** The number of the slot for artifacts and ids; in front of it are those of an evaluation. */
const ARGUMENT = 5;

/** The handle of an artifact. */
export function load(kind, bytes) {
  if (!wasm) unready();
  put(ARGUMENT, binary(bytes));
  const handle = wasm.pql_load(kind) >>> 0;
  return handle === 0 ? refused() : handle;
}

export function drop(handle) {
  wasm.pql_drop(handle);
}

/** Calls one of the functions; its inputs are text or bytes, in the order of the slots. */
export function call(name, handle, now, inputs = []) {
  inputs.forEach((input, slot) => {
    if (input !== undefined) put(slot, input);
  });
  const status = wasm[name](handle, now);
  return status < 0 ? refused() : status;
}

/** The answer of the last call; it is overwritten by the next. */
export function output() {
  const start = wasm.pql_output() >>> 0;
  return memory().subarray(start, start + (wasm.pql_output_length() >>> 0));
}

const decoder = new TextDecoder();

export const parsed = () => JSON.parse(decoder.decode(output()));

function refused() {
  const failure = parsed();
  throw new PqlError(failure.message, failure);
}

/** The memory; a new view of it when it has grown, because then the old one has no bytes. */
function memory() {
  if (view.buffer !== wasm.memory.buffer) view = new Uint8Array(wasm.memory.buffer);
  return view;
}

const encoder = new TextEncoder();

/** Texts up to this length are encoded in place; there they need room for the longest encoding. */
const SHORT = 100_000;

function put(slot, input) {
  if (typeof input !== 'string') {
    memory().set(input, room(slot, input.length));
  } else if (input.length > SHORT) {
    put(slot, encoder.encode(input));
  } else {
    const most = input.length * 3;
    const start = room(slot, most);
    // Asking for less keeps what was written.
    room(slot, encoder.encodeInto(input, memory().subarray(start, start + most)).written);
  }
}

function room(slot, length) {
  return wasm.pql_put(slot, length) >>> 0 || refused();
}

/** A value as JSON text; text and bytes are JSON already. */
export function json(value) {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  return wellFormed(stringified(value) ?? 'null');
}

function stringified(value) {
  try {
    return JSON.stringify(value);
  } catch {
    // Perhaps a BigInt; asking for each value takes longer, so it is not done at first.
  }
  try {
    return JSON.stringify(value, (name, one) => (typeof one === 'bigint' ? integer(one) : one));
  } catch (cause) {
    const message = `the object has no JSON form: ${reason(cause)}`;
    const place = { start: 0, end: 0, line: 1, column: 1 };
    const diagnostic = { code: 'P0501', severity: 'error', message, ...place };
    throw new PqlError(message, { diagnostics: [diagnostic], cause });
  }
}

/** Integers of 64 bits are kept to the last digit where the host can write them; others are none. */
function integer(value) {
  if (BigInt.asIntN(64, value) !== value) return null;
  return JSON.rawJSON ? JSON.rawJSON(String(value)) : Number(value);
}

/** What the host says; V8 draws a cycle on further lines. */
const reason = (error) => String(error?.message ?? error).split('\n')[0];

/** Half a surrogate pair is no character; it is replaced as in any text that becomes UTF-8. */
function wellFormed(json) {
  if (!json.includes('\\ud')) return json;
  return json.replaceAll(/\\(ud[89a-f]..|.)/g, (all, escaped) => (escaped.length > 1 ? '\ufffd' : all));
}
