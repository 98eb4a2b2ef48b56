// Text to pql/json and back, and queries that come as trees at every door.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError, check, compile, convert, format } = await importThere();

const TEXT = 'workAddress.country = "US"';
const ROOT = { nodeType: 'parameterReference', position: 1 };
const field = (fieldName, object) => ({ nodeType: 'fieldLookup', fieldName, object });
const TREE = {
  nodeType: 'fnApply',
  fnName: '=',
  params: [
    field('country', field('workAddress', ROOT)),
    { nodeType: 'literal', literalType: 'String', value: 'US' },
  ],
};
const expression = (value, label = 'pql/json') => ({ type: 'PQL', format: label, value });
const inUs = { workAddress: { country: 'US' } };

describe('convert', () => {
  test('text becomes a tree, as a string', () => {
    const converted = convert(expression(TEXT, 'pql/text'));
    assert.deepEqual({ ...converted, value: JSON.parse(converted.value) }, expression(TREE));
  });

  test('a tree becomes text, whether string or object and whatever its label', () => {
    for (const value of [TREE, JSON.stringify(TREE), ` \n${JSON.stringify(TREE, null, 2)}`]) {
      for (const label of ['pql/json', 'pql/text', undefined]) {
        assert.deepEqual(convert(expression(value, label)), expression(TEXT, 'pql/text'));
      }
    }
  });

  test('trees as deep as they can be, and deeper', () => {
    const nested = (depth, open, close) => `${open.repeat(depth)}1${close.repeat(depth)}`;
    const literal = (value) => `{"nodeType":"literal","note":${value},"value":1}`;
    const sources = [
      [literal(nested(799, '[', ']')), '1'],
      [literal(nested(100_000, '[', ']')), /nested deeper/],
      [nested(790, '{"nodeType":"fieldLookup","fieldName":"a","object":', '}'), /nested deeper/],
    ];
    for (const [source, expected] of sources) {
      if (typeof expected === 'string') assert.equal(convert(source).value, expected);
      else assert.throws(() => convert(source), expected);
    }
    assert.equal(convert(expression(JSON.parse(sources[0][0]))).value, '1');
    assert.throws(() => convert(expression(JSON.parse(sources[2][0]))), /nested deeper/);
  });

  test('takes bare text and definitions as well', () => {
    assert.deepEqual(JSON.parse(convert(TEXT).value), TREE);
    assert.equal(convert(JSON.stringify(TREE)).value, TEXT);
    assert.equal(convert({ id: 'a', expression: expression(TREE) }).value, TEXT);
  });

  test('there and back gives the same text, through objects too', () => {
    const queries = [
      'xEvent[timestamp occurs <= 7 days before now and ^loyalty.points > 5.0].sum(value) > 1',
      '[1.0, 2, 2.5].sum() = 5.5',
      'chain(xEvent, timestamp, [A: WHAT(a) COUNT(2), B: NOT WHAT(b) WHEN(<= 1 day after A)])',
      'xEvent.groupBy(eventType).map((K, G) => mapEntry(K, {"count": G.count()}))',
      'let S = (sum X.total over X from orders) in S > 100',
    ];
    for (const query of queries) {
      const json = convert(query);
      const text = convert(json).value;
      assert.equal(convert(text).value, json.value);
      assert.equal(convert(expression(JSON.parse(json.value))).value, text);
    }
  });

  test('the deepest query that compiles comes back as well', () => {
    const calls = `${'f(b, '.repeat(95)}a${')'.repeat(95)}`;
    for (const query of [`${'not '.repeat(95)}a`, `a${' + a'.repeat(90)}`, calls]) {
      const json = convert(query);
      assert.equal(convert(convert(json).value).value, json.value);
      assert.equal(convert(expression(JSON.parse(json.value))).value, convert(json).value);
    }
  });

  test('says what is wrong with a text at its place', () => {
    assert.throws(() => convert('a = '), (error) => {
      assert.ok(error instanceof PqlError);
      assert.equal(error.diagnostics[0].start, 4);
      assert.match(error.rendered(), /\^/);
      return true;
    });
    assert.throws(() => convert('a[^^^b]'), /outermost scope/);
    assert.throws(() => convert({ type: 'ARL', value: TEXT }), /not PQL/);
  });

  test('says everything that is wrong with a tree, by JSON pointers', () => {
    const wrong = structuredClone(TREE);
    wrong.params[0].object.nodeType = 'nonsense';
    delete wrong.params[1].value;
    assert.throws(() => convert(expression(wrong)), (error) => {
      const messages = error.diagnostics.map(({ code, message }) => `${code} ${message}`);
      assert.deepEqual(messages, [
        'P0210 `nonsense` is no node of `pql/json`, at `/params/0/object`',
        'P0210 `value` is missing, at `/params/1`',
      ]);
      return true;
    });
    assert.throws(() => convert('{"nodeType": "fnApply", '), /no JSON/);
  });
});

describe('every door takes trees', () => {
  const sources = [
    expression(TREE),
    expression(JSON.stringify(TREE)),
    expression(TREE, 'pql/text'),
    JSON.stringify(TREE),
    { id: 'a', expression: expression(TREE) },
  ];

  test('compile', () => {
    for (const source of sources) {
      const query = compile(source);
      assert.equal(query.matches(inUs), true);
      assert.equal(query.matches({}), false);
      assert.deepEqual(query.reads, ['workAddress.country']);
    }
  });

  test('explain points into the text', () => {
    const { root } = compile(sources[0]).explain(inUs);
    assert.equal(TEXT.slice(root.start, root.end), TEXT);
    assert.equal(TEXT.slice(root.children[0].start, root.children[0].end), 'workAddress.country');
  });

  test('check reports warnings and errors', () => {
    const { diagnostics } = check(TEXT);
    for (const source of sources) assert.deepEqual(check(source).diagnostics, diagnostics);
    const odd = check(expression({ ...TREE, comment: 'x' }));
    assert.equal(odd.ok, true);
    const [{ code, severity, message }] = odd.diagnostics;
    assert.deepEqual([code, severity], ['P0410', 'warning']);
    assert.equal(message, '`fnApply` has no member `comment`, at the root');
    const bad = check(expression({ nodeType: 'varRef', varName: 'X' }));
    assert.equal(bad.ok, false);
    assert.match(bad.diagnostics[0].message, /there is no variable `X`/);
  });

  test('errors of the query itself point into the text', () => {
    const params = [field('a', ROOT), field('b')];
    const tree = { nodeType: 'fnApply', fnName: 'startWith', params };
    const [{ start, end, help }] = check(expression(tree)).diagnostics;
    assert.equal('a.startWith(b)'.slice(start, end), 'startWith');
    assert.match(help, /startsWith/);
  });

  test('format', () => {
    for (const source of sources) assert.equal(format(source), TEXT);
    assert.equal(format(convert(format('({"nodeType": 1})'))), '({"nodeType": 1})');
  });

  test('AudienceSet', () => {
    const definitions = [
      { id: 'a', expression: expression(JSON.stringify(TREE)) },
      { id: 'b', expression: expression({ nodeType: 'nonsense' }) },
    ];
    const set = AudienceSet.compile(definitions, { evaluation: 'any' });
    assert.deepEqual(set.evaluate(inUs), ['a']);
    assert.deepEqual(set.skipped.map(({ id, reason }) => [id, reason]), [
      ['b', '`nonsense` is no node of `pql/json`, at the root'],
    ]);
  });
});
