// The complete public surface of this package beside the list of operations of all languages, bindings/parity.json.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as issuedby from 'issuedby';
import * as http from 'issuedby/http';
import * as testing from 'issuedby/testing';

import { declared } from './declared.mjs';
import { ownProperties } from './own_properties.mjs';
import { readText, reportCases } from './support.mjs';

const { operations, attributes, options } = JSON.parse(readText('bindings', 'parity.json'));

/** Functions, classes and constants, and the methods of the classes. What a property says is no operation. */
function surface() {
  const names = Object.keys(http.default).map((name) => `http.${name}`);
  names.push(...Object.keys(testing.default).map((name) => `testing.${name}`));
  for (const [name, value] of Object.entries(issuedby.default)) {
    names.push(name);
    if (typeof value !== 'function' || value.prototype === undefined) continue;
    names.push(...methods(value).map((method) => `${name}.${method}`));
    names.push(...methods(value.prototype).map((method) => `${name}.prototype.${method}`));
  }
  return names.sort();
}

function methods(object) {
  return Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
    .map(([name]) => name);
}

test('every operation is there, and there is no other', () => {
  const listed = operations.flatMap(({ node }) => node).sort();
  assert.equal(new Set(listed).size, listed.length, 'an operation is listed twice');
  assert.deepEqual(surface(), listed);
  reportCases('node/parity', surface().length, listed.length);
});

test('every name is in index.mjs, lib/index.js and index.d.ts', () => {
  const [module, scripts, types] = ['index.mjs', 'lib/index.js', 'index.d.ts'].map((file) => readText('bindings', 'node', file));
  for (const name of operations.flatMap(({ node }) => node).filter((one) => !one.includes('.'))) {
    assert.ok(module.includes(`  ${name},\n`), `add this line to index.mjs: "  ${name},"`);
    assert.match(scripts, new RegExp(`\\n  ${name}[,:]`), `add this line to lib/index.js: "  ${name},"`);
    const declared = new RegExp(`export declare (class|function|const) ${name}\\b`);
    assert.match(types, declared, `declare it in index.d.ts: "export declare class ${name} {" or "export declare function ${name}("`);
  }
});

const prefixed = (prefix, names) => names.map((name) => `${prefix}${name}`);
const listed = (rows) => rows.map(({ node }) => node).filter((name) => name !== null).sort();
const [index, http_, testing_] = ['index.d.ts', 'http.d.ts', 'testing.d.ts'].map(declared);

test('every attribute is listed, and every listed one is declared', () => {
  const found = [...index.attributes, ...prefixed('http.', http_.attributes), ...prefixed('testing.', testing_.attributes)].sort();
  assert.deepEqual(found, listed(attributes), 'found is what the declarations have, expected what bindings/parity.json lists');
  reportCases('node/attributes', found.length, listed(attributes).length);
});

test('every option is listed, and every listed one is declared', () => {
  const found = [...index.options, ...prefixed('http.', http_.options), ...prefixed('testing.', testing_.options)].sort();
  assert.deepEqual(found, listed(options), 'found is what the declarations have, expected what bindings/parity.json lists');
  reportCases('node/option-names', found.length, listed(options).length);
});

test('the classes have the attributes that are declared', () => {
  for (const [name, value] of Object.entries(issuedby.default)) {
    if (value.prototype === undefined || value.prototype instanceof Error) continue;
    const getters = Object.entries(Object.getOwnPropertyDescriptors(value.prototype)).filter(([, { get }]) => get !== undefined);
    const names = [...getters.map(([getter]) => getter), ...ownProperties(name)].map((property) => `${name}.${property}`).sort();
    assert.deepEqual(names, index.attributes.filter((attribute) => attribute.startsWith(`${name}.`)), name);
  }
});

test('the errors have the fields that are declared', () => {
  const issuer = issuedby.CaCertificate.fromPem(readText('tests', 'certs', 'ca.pem'));
  const refused = {
    ParseError: () => issuedby.dnNormalize('?'),
    UnfitCaError: () => issuedby.CaCertificate.fromPem(readText('tests', 'certs', 'client.pem')),
    OptionError: () => new issuedby.MtlsAuthInbound({ certIssuerDN: [','] }),
    VerificationError: () => new issuedby.Verifier([issuer]).verify(null),
  };
  for (const [name, call] of Object.entries(refused)) {
    assert.throws(call, (error) => {
      assert.equal(error.name, name);
      const fields = index.attributes.filter((one) => one.startsWith(`${name}.`) || one.startsWith('IssuedbyError.'));
      const required = fields.filter((field) => !index.optional.includes(field)).map((field) => field.split('.')[1]);
      const missing = required.filter((field) => !(field in error));
      assert.deepEqual(missing, [], `declared fields of ${name} that it lacks`);
      const undeclared = Object.keys(error).filter((field) => !fields.some((one) => one.endsWith(`.${field}`)));
      assert.deepEqual(undeclared, [], `fields of ${name} that index.d.ts does not declare`);
      return true;
    });
  }
});

test('names differ between the languages in their case alone', () => {
  const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  const plain = (name) => camel(name).toLowerCase().replace(/^issuedbyerror/, 'error');
  for (const { python, node } of [...attributes, ...options]) {
    // The JSON of an inspection keeps an older word.
    if (python === null || node === null || python === 'Inspection.name_warnings') continue;
    const last = (name) => plain(name.replace(/^.*[.(]/, '').replace(/\)$/, ''));
    assert.equal(last(node), last(python), `${node} and ${python}`);
  }
});
