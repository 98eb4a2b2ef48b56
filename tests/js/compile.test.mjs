// Compiling, checking and formatting: what is accepted, and how mistakes are told.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError, Query, check, compile, format } = await importThere();

const CANADA = 'homeAddress.countryCode = "CA"';
const inCanada = { homeAddress: { countryCode: 'CA' } };

const thrown = (run) => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
};

describe('compile', () => {
  test('takes PQL text', () => {
    assert.equal(compile(CANADA).matches(inCanada), true);
  });

  test('takes an expression and a whole definition', () => {
    const expression = { type: 'PQL', format: 'pql/text', value: CANADA };
    assert.equal(compile(expression).matches(inCanada), true);
    assert.equal(compile({ id: 'a', name: 'Canada', expression }).matches(inCanada), true);
  });

  test('says everything that is wrong in one PqlError', () => {
    const error = thrown(() => compile('person.age > and name ='));
    assert.ok(error instanceof PqlError);
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'PqlError');
    assert.ok(error.message.length > 0);
    assert.ok(error.diagnostics.length >= 1);
    for (const diagnostic of error.diagnostics) {
      assert.match(diagnostic.code, /^P\d{4}$/);
      assert.match(diagnostic.severity, /^(error|warning|hint)$/);
      assert.ok(diagnostic.end >= diagnostic.start);
      assert.ok(diagnostic.line >= 1 && diagnostic.column >= 1);
    }
  });

  test('draws the source line with carets', () => {
    const drawn = thrown(() => compile('person.age > )')).rendered();
    assert.match(drawn, /person\.age > \)/);
    assert.match(drawn, /\^/);
  });

  test('counts offsets in UTF-16 units, lines and columns from one', () => {
    // Four UTF-8 bytes and two UTF-16 units per face, and the mistake behind them.
    const source = 'person.name = "😀😀"\nand )';
    const [first] = thrown(() => compile(source)).diagnostics;
    assert.equal(first.start, source.indexOf(')'));
    assert.equal(source.slice(first.start, first.end), ')');
    assert.deepEqual([first.line, first.column], [2, 5]);
  });

  test('refuses what is no source with a clear error', () => {
    for (const source of [undefined, null, 3, true, [], {}, { expression: {} }]) {
      const error = thrown(() => compile(source));
      assert.ok(error instanceof Error, `${JSON.stringify(source)} gave ${error}`);
      assert.ok(error.message.length > 0);
    }
  });
});

describe('check', () => {
  test('reports a good expression', () => {
    const report = check(`${CANADA} and inSegment("abc")`);
    assert.equal(report.ok, true);
    assert.deepEqual(report.diagnostics, []);
    assert.ok(report.reads.includes('homeAddress.countryCode'));
    assert.deepEqual(report.segments, ['abc']);
    assert.equal(report.eligibility.batch, true);
    assert.equal(typeof report.eligibility.edge, 'boolean');
    assert.equal(typeof report.eligibility.streaming, 'boolean');
    assert.ok(Array.isArray(report.eligibility.reasons));
  });

  test('reports a bad one instead of throwing', () => {
    const report = check('person.age >');
    assert.equal(report.ok, false);
    assert.ok(report.diagnostics.some(({ severity }) => severity === 'error'));
  });
});

describe('format', () => {
  test('prints canonical text, and that text is stable', () => {
    const printed = format('homeAddress . countryCode="CA"   AND (person.age)>=3');
    assert.equal(format(printed), printed);
    assert.match(printed, /homeAddress\.countryCode = "CA"/);
  });

  test('throws a PqlError for what cannot be read', () => {
    assert.throws(() => format('person.age >'), PqlError);
  });
});

describe('limits', () => {
  const hit = (name, run) => assert.match(thrown(run).message, new RegExp(`\`${name}\``));

  test('are named when they are hit', () => {
    hit('source', () => compile(CANADA, { limits: { source: 10 } }));
    hit('depth', () => compile('((((a))))', { limits: { depth: 3 } }));
    hit('fuel', () => compile('[1, 2, 3].sum()', { limits: { fuel: 3 } }).evaluate({}));
    hit('result', () => compile('[1, 2, 3]', { limits: { result: 3 } }).evaluate({}));
  });

  test('are kept where nothing is said', () => {
    assert.deepEqual(compile('[1, 2, 3]', { limits: {} }).evaluate({}), [1, 2, 3]);
    assert.equal(check(CANADA, { limits: { source: 10 } }).ok, false);
  });

  test('hold for every audience of a set', () => {
    const definition = { id: 'a', expression: { type: 'PQL', format: 'pql/text', value: CANADA } };
    const options = { evaluation: 'any', limits: { source: 10 } };
    const set = AudienceSet.compile([definition], options);
    assert.match(set.skipped[0].reason, /`source`/);
  });
});

test('strict refuses extensions', () => {
  const extension = 'chain(xEvent, timestamp, [A: WHAT(a = 1) COUNT(<= 2)])';
  assert.equal(compile(extension).matches({}), true);
  assert.equal(thrown(() => compile(extension, { strict: true })).diagnostics[0].code, 'P0307');
});

test('classes have no public constructor', () => {
  assert.throws(() => new Query(), TypeError);
  assert.throws(() => new Query({}), TypeError);
});
