'use strict';
// What jest and vitest, whose `test` and `expect` are alike, must see of every kind of object; and wrong expectations.

const { kinds, read } = require('./samples.cjs');

/** Expectations that hold. */
function right(issuedby, { test, expect }) {
  for (const [name, { one, other }] of Object.entries(kinds(issuedby))) {
    test(`${name}: two that say the same are equal, read or not`, () => {
      for (const [left, right] of [[one(), one()], [read(one()), one()], [one(), read(one())]]) {
        expect(left).toEqual(right);
        expect(left).toStrictEqual(right);
        expect([left]).toContainEqual(right);
        expect({ a: [left] }).toStrictEqual({ a: [right] });
        expect({ a: left, b: 1 }).toMatchObject({ a: right });
      }
    });

    test(`${name}: two that say something else differ`, () => {
      for (const [left, right] of [[one(), other()], [read(one()), read(other())], [read(other()), one()]]) {
        expect(left).not.toEqual(right);
        expect(left).not.toStrictEqual(right);
        expect([left]).not.toContainEqual(right);
        expect({ a: [left] }).not.toEqual({ a: [right] });
        expect({ a: left, b: 1 }).not.toMatchObject({ a: right });
      }
    });

    test(`${name}: a mock tells its arguments apart`, () => {
      const called = (argument) => expect.objectContaining({ a: argument });
      expect({ a: one(), b: 1 }).toEqual(called(one()));
      expect({ a: one(), b: 1 }).not.toEqual(called(other()));
    });

    test(`${name}: a snapshot`, () => {
      expect(one()).toMatchSnapshot();
    });
  }

  test('Verdict: properties are there to match', () => {
    const { one, other } = kinds(issuedby).Verdict;
    expect(one()).toMatchObject({ verified: true, status: 'SUCCESS', reason: null });
    expect(other()).toHaveProperty('reason', 'signature_invalid');
    expect(other()).not.toMatchObject({ verified: true });
  });
}

/** Expectations that must all fail: each takes an object for another that says something else. */
function wrong(issuedby, { test, expect }) {
  for (const [name, { one, other }] of Object.entries(kinds(issuedby))) {
    test(`${name}: toEqual`, () => expect(other()).toEqual(one()));
    test(`${name}: toStrictEqual`, () => expect(other()).toStrictEqual(one()));
    test(`${name}: toContainEqual`, () => expect([other()]).toContainEqual(one()));
    test(`${name}: not.toEqual of an equal one`, () => expect(one()).not.toEqual(one()));
    // The snapshot on file is that of the first.
    test(`${name}: a snapshot`, () => {
      expect(process.env.ISSUEDBY_SNAPSHOTS === 'write' ? one() : other()).toMatchSnapshot();
    });
  }
}

/** The number of wrong expectations. */
const WRONG = 5 * 9;

module.exports = { WRONG, right, wrong };
