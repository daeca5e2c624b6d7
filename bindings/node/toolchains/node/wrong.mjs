// Expectations that are wrong: a runner that reports these as passed would let a refusal through.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as issuedby from 'issuedby';

import samples from '../samples.cjs';

for (const [name, { one, other }] of Object.entries(samples.kinds(issuedby))) {
  test(`wrong: ${name}`, () => assert.deepStrictEqual(other(), one()));
}
