// A plot of lines on two logarithmic axes as SVG, for light and dark pages.

const WIDTH = 800;
const HEIGHT = 430;
const LEFT = 74;
const RIGHT = 226;
const TOP = 46;
const BOTTOM = 52;

const STYLE = `
  .page { fill: #ffffff } .ink { fill: #1f2328 } .faint { fill: #59636e }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .s0 { --c: #0a58ca } .s1 { --c: #bc4c00 } .s2 { --c: #1a7f37 } .s3 { --c: #8250df }
  .s4 { --c: #bf3989 } .s5 { --c: #7d6608 } .s6 { --c: #59636e }
  .line { fill: none; stroke: var(--c); stroke-width: 2 } .s0.line { stroke-width: 3.5 }
  .dot, .label { fill: var(--c) }
  text { font: 13px system-ui, sans-serif } .title { font-size: 16px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } .ink { fill: #f0f6fc } .faint { fill: #9198a1 }
    .grid { stroke: #30363d }
    .s0 { --c: #58a6ff } .s1 { --c: #f0883e } .s2 { --c: #3fb950 } .s3 { --c: #bc8cff }
    .s4 { --c: #f778ba } .s5 { --c: #d4a72c } .s6 { --c: #9198a1 }
  }`;

/**
 * `series`: `{ name, color, points: [[x, y], …] }`, color 0 to 6, of which 0 is drawn strongest;
 * `xTick` and `yTick` write a value of an axis, `xTicks` are values besides the powers of ten.
 */
export function plot({ title, xTitle, yTitle, series, xTick, yTick, xTicks = [] }) {
  const points = series.flatMap((one) => one.points);
  const x = scale(points.map((point) => point[0]), LEFT, WIDTH - RIGHT, 1);
  const y = scale(points.map((point) => point[1]), HEIGHT - BOTTOM, TOP, 10);
  const at = ([a, b]) => [x.place(a), y.place(b)];
  const parts = [
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    text(LEFT, 26, title, 'title ink'),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, xTitle, 'faint', 'middle'),
    text(LEFT, TOP - 6, yTitle, 'faint'),
    ...[...xTicks, ...x.ticks].flatMap((tick) => vertical(x.place(tick), xTick(tick))),
    ...y.ticks.flatMap((tick) => horizontal(y.place(tick), yTick(tick))),
    ...series.map(({ color, points: of }) => line(of.map(at), color)),
    ...labels(series, at),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ` +
    `aria-label="${escaped(title)}">\n<style>${STYLE}\n</style>\n${parts.join('\n')}\n</svg>\n`;
}

/** A logarithmic axis over the values, `room` times wider than they are at either end's decade. */
function scale(values, from, to, room) {
  const low = Math.log10(Math.min(...values));
  const high = Math.log10(Math.max(...values));
  const [start, end] = room === 1 ? [low, high] : [Math.floor(low), Math.ceil(high)];
  const place = (value) =>
    from + ((Math.log10(value) - start) / Math.max(end - start, 0.001)) * (to - from);
  const ticks = [];
  const first = Math.ceil(start - 1e-9);
  for (let power = first; power <= end + 1e-9; power += 1) ticks.push(10 ** power);
  return { place, ticks };
}

function vertical(x, label) {
  const bottom = HEIGHT - BOTTOM;
  return [
    `<line class="grid" x1="${round(x)}" y1="${TOP}" x2="${round(x)}" y2="${bottom}"/>`,
    text(x, bottom + 18, label, 'faint', 'middle'),
  ];
}

function horizontal(y, label) {
  return [
    `<line class="grid" x1="${LEFT}" y1="${round(y)}" x2="${WIDTH - RIGHT}" y2="${round(y)}"/>`,
    text(LEFT - 8, y + 4, label, 'faint', 'end'),
  ];
}

function line(points, color) {
  const path = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`);
  const dots = points.map(
    ([x, y]) => `<circle class="s${color} dot" cx="${round(x)}" cy="${round(y)}" r="3"/>`,
  );
  return [`<path class="s${color} line" d="${path.join(' ')}"/>`, ...dots].join('\n');
}

/** The names stand at the ends of the lines, moved apart where they would touch. */
function labels(series, at) {
  const ends = series.map(({ name, color, points }) => ({ name, color, y: at(points.at(-1))[1] }));
  ends.sort((a, b) => a.y - b.y);
  ends.forEach((one, place) => {
    if (place > 0) one.y = Math.max(one.y, ends[place - 1].y + 18);
  });
  return ends.map(({ name, color, y }) =>
    text(WIDTH - RIGHT + 12, y + 4, name, `s${color} label`),
  );
}

const text = (x, y, content, kind, anchor = 'start') =>
  `<text class="${kind}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">` +
  `${escaped(content)}</text>`;

const round = (value) => Number(value.toFixed(1));

const escaped = (value) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
