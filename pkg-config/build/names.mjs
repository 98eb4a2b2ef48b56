// Reads a module that still has its names: every function with its size, and whose it is.

const CODE = 10;
const CUSTOM = 0;
const FUNCTION_NAMES = 1;

/** `[{ name, size }]` of the functions that a module defines, in its order. */
export function functions(wasm) {
  const all = sections(wasm);
  const code = all.find(({ id }) => id === CODE);
  const names = all.find(({ id, bytes }) => id === CUSTOM && nameOf(bytes) === 'name');
  if (!code || !names) throw new Error('the module has no names');
  const named = functionNames(names.bytes);
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(wasm))
    .filter(({ kind }) => kind === 'function').length;
  return bodies(code.bytes).map((size, at) => ({ size, name: named.get(at + imported) ?? '' }));
}

/** The crate that a function belongs to, of ours the module as well: `core`, `pql_edge::vm`. */
export function owner(name) {
  const path = /(?<![\w:])([a-z]\w*)(?:\[\w+\])?::(\w+)/.exec(name);
  if (!path) return name.startsWith('pql_') ? 'pql_edge::abi' : 'core';
  return path[1] === 'pql_edge' ? `pql_edge::${path[2]}` : path[1];
}

/** `[{ id, bytes }]` of the sections of a module, in its order. */
export function sections(wasm) {
  const reader = new Reader(wasm, 8);
  const all = [];
  while (!reader.atEnd()) {
    const id = reader.byte();
    all.push({ id, bytes: reader.bytes(reader.number()) });
  }
  return all;
}

function nameOf(bytes) {
  const reader = new Reader(bytes);
  return reader.text();
}

function bodies(bytes) {
  const reader = new Reader(bytes);
  return Array.from({ length: reader.number() }, () => reader.bytes(reader.number()).length);
}

function functionNames(bytes) {
  const reader = new Reader(bytes);
  reader.text();
  const named = new Map();
  while (!reader.atEnd()) {
    const id = reader.byte();
    const part = new Reader(reader.bytes(reader.number()));
    if (id !== FUNCTION_NAMES) continue;
    for (let left = part.number(); left > 0; left -= 1) named.set(part.number(), part.text());
  }
  return named;
}

class Reader {
  #bytes;
  #at;

  constructor(bytes, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  atEnd = () => this.#at >= this.#bytes.length;

  byte = () => this.#bytes[this.#at++];

  /** LEB128. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  bytes(length) {
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  text() {
    return new TextDecoder().decode(this.bytes(this.number()));
  }
}
