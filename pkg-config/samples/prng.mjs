// A small seeded random source (sfc32): samples are the same on every machine.

/** A random source whose whole future is fixed by the seed text. */
export function random(seed) {
  let a = hash(seed, 0x811c9dc5);
  let b = hash(seed, 0x9e3779b9);
  let c = hash(seed, 0x85ebca6b);
  let counter = 1;

  function word() {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return sum >>> 0;
  }
  for (let i = 0; i < 12; i += 1) word();

  const unit = () => word() / 4294967296;
  const int = (low, high) => low + Math.floor(unit() * (high - low + 1));
  const chance = (probability) => unit() < probability;
  const pick = (list) => list[int(0, list.length - 1)];
  const hex = () => word().toString(16).padStart(8, '0');

  /** One of `[[value, weight], …]`, in proportion to the weights. */
  function weighted(rows) {
    let left = unit() * rows.reduce((sum, row) => sum + row[1], 0);
    for (const [value, weight] of rows) {
      left -= weight;
      if (left < 0) return value;
    }
    return rows[rows.length - 1][0];
  }

  /** `count` different members of the list, in the list's order. */
  function some(list, count) {
    const rest = list.map((_, index) => index);
    const kept = [];
    while (kept.length < count && rest.length > 0) {
      kept.push(rest.splice(int(0, rest.length - 1), 1)[0]);
    }
    return kept.sort((x, y) => x - y).map((index) => list[index]);
  }

  return { unit, int, chance, pick, weighted, some, hex };
}

/** A version-4-shaped UUID that depends on nothing but the text. */
export function uuid(text) {
  const source = random(`uuid:${text}`);
  const digits = source.hex() + source.hex() + source.hex() + source.hex();
  const variant = '89ab'[Number.parseInt(digits[16], 16) % 4];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

/** FNV-1a over the UTF-16 units, with its own starting point. */
function hash(text, start) {
  let value = start | 0;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value;
}
