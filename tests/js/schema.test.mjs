// Schemas in JavaScript: loading, options, lifetimes and what is wrong with a document.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError, Schema, check, compile, loadSchema } = await importThere();

const folder = new URL('../schema/acme/', import.meta.url);
const documents = readdirSync(folder).map((name) =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
);
const schema = loadSchema(documents);

const codes = (source, options) => check(source, options).diagnostics.map(({ code }) => code);

describe('a schema', () => {
  test('tells check what fields there are', () => {
    const [unknown] = check('person.nam.firstName = "Joe"', { schema }).diagnostics;
    assert.equal(unknown.code, 'P0220');
    assert.equal(unknown.severity, 'error');
    assert.equal(unknown.help, 'did you mean `name`?');
    assert.deepEqual([unknown.start, unknown.end], [0, 10]);
  });

  test('makes result types precise', () => {
    const types = {
      'person.name.firstName': 'String',
      'person.birthYear': 'Integer',
      'xEvent.value': 'Array',
      'if(testProfile, 1, person.birthYear)': 'Integer',
      '_acme.contact': 'Any',
    };
    for (const [source, type] of Object.entries(types)) {
      assert.equal(check(source, { schema }).resultType, type, source);
      assert.equal(compile(source, { schema }).resultType, type, source);
    }
  });

  test('makes compile throw what check reports', () => {
    assert.doesNotThrow(() => compile('persn.name = 1'));
    assert.throws(() => compile('persn.name = 1', { schema }), (error) => {
      assert.ok(error instanceof PqlError);
      assert.equal(error.diagnostics[0].code, 'P0220');
      assert.match(error.rendered(), /did you mean `person`/);
      return true;
    });
  });

  test('changes no result', () => {
    const source = '_acme.traits.colour = "red" and person.birthYear > 1980';
    const profile = { _acme: { traits: { colour: 'red' } }, person: { birthYear: 1985 } };
    assert.equal(compile(source, { schema }).evaluate(profile), true);
    assert.equal(compile(source).evaluate(profile), true);
  });

  test('lets a name repeat that of its array', () => {
    const profile = { _acme: { orders: [{ price: 2 }, { price: 3 }] } };
    const source = '_acme.orders.sum(order.price)';
    assert.equal(compile(source, { schema }).evaluate(profile), 5);
    assert.equal(compile(source).evaluate(profile), 0);
  });

  test('is for sets as well', () => {
    const definition = (id, value) => ({ id, expression: { type: 'PQL', format: 'pql/text', value } });
    const definitions = [definition('good', 'testProfile'), definition('bad', 'testProfil')];
    const set = AudienceSet.compile(definitions, { evaluation: 'any', schema });
    assert.deepEqual(set.ids, ['good']);
    assert.equal(set.skipped[0].diagnostics[0].code, 'P0220');
    const all = AudienceSet.compile(definitions, { evaluation: 'any' });
    assert.deepEqual(all.ids, ['good', 'bad']);
    const options = { evaluation: 'any', onError: 'throw', schema };
    assert.throws(() => AudienceSet.compile(definitions, options), { name: 'PqlError' });
  });

  test('of one document needs no array', () => {
    const one = loadSchema({ properties: { age: { type: 'integer' } } });
    assert.deepEqual(codes('agee > 5', { schema: one }), ['P0220']);
    assert.deepEqual(codes('age > 5', { schema: one }), []);
  });

  test('that says nothing minds nothing', () => {
    assert.deepEqual(codes('anything.goes = 1', { schema: loadSchema({}) }), []);
    for (const none of [undefined, null]) {
      assert.deepEqual(codes('anything.goes = 1', { schema: none }), []);
    }
  });
});

describe('what is no schema', () => {
  const cases = {
    null: [null, 'the document is no schema: it has to be an object'],
    'a text': ['{}', 'the document is no schema: it has to be an object'],
    nothing: [undefined, 'the document is no schema: it has to be an object'],
    'an empty array': [[], 'a schema is one document or several, not an empty array'],
    'a profile': [{ person: {} }, 'the document is no schema: it has no keyword of one'],
    'a field that is a number': [
      { properties: { a: 5 } },
      '`/properties/a` is no schema: it has to be an object',
    ],
  };
  for (const [name, [given, message]] of Object.entries(cases)) {
    test(name, () => {
      assert.throws(() => loadSchema(given), (error) => {
        assert.ok(error instanceof PqlError);
        assert.equal(error.message, message);
        assert.deepEqual(error.diagnostics.map(({ code }) => code), ['P0801']);
        return true;
      });
    });
  }

  test('an object that contains itself', () => {
    const circle = { properties: {} };
    circle.properties.a = circle;
    assert.throws(() => loadSchema(circle), { name: 'PqlError' });
  });

  test('nesting without end', () => {
    let deep = { type: 'string' };
    for (let level = 0; level < 10_000; level += 1) deep = { properties: { a: deep } };
    assert.throws(() => loadSchema(deep), PqlError);
  });
});

describe('lifetimes', () => {
  test('a query outlives its schema', () => {
    const short = loadSchema({ properties: { age: { type: 'integer' } } });
    const query = compile('age > 5', { schema: short });
    short.free();
    short.free();
    assert.equal(query.evaluate({ age: 6 }), true);
    assert.throws(() => compile('age > 5', { schema: short }), { message: /Schema was freed/ });
  });

  test('using gives it back', () => {
    const short = loadSchema({});
    short[Symbol.dispose]();
    assert.throws(() => check('a', { schema: short }), TypeError);
  });

  test('only loadSchema makes one', () => {
    assert.throws(() => new Schema(), { name: 'TypeError', message: /loadSchema/ });
    for (const wrong of [{}, 'acme', documents, 5]) {
      assert.throws(() => compile('a', { schema: wrong }), { message: /loadSchema/ });
    }
  });
});
