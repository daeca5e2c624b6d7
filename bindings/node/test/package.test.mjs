// The packed file: installed into an empty project in target/ and used there, without the repository.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';

import { version } from 'issuedby';

import { snippets } from './readme.mjs';
import { repository } from './support.mjs';

const output = path.join(repository, 'target', 'node');
const packed = path.join(output, `issuedby-${version}.tgz`);
const project = path.join(output, 'project');
const installed = path.join(project, 'node_modules', 'issuedby');
const native = path.join(installed, 'native', `${process.platform}-${process.arch}.node`);
const CACHE = `--cache=${path.join(output, 'npm-cache')}`;

before(() => {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  writeFileSync(path.join(project, 'package.json'), '{"name":"project","private":true}\n');
  npm(['install', '--offline', '--no-audit', '--no-fund', packed], project);
  for (const file of ['ca.pem', 'client.pem']) copyFileSync(path.join(repository, 'tests', 'certs', file), path.join(project, file));
});

function npm(args, cwd, variables = {}) {
  return execFileSync('npm', [...args, CACHE], { cwd, encoding: 'utf8', env: { ...process.env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The output of a program that stands in the project. */
function run(name, code) {
  writeFileSync(path.join(project, name), code);
  return execFileSync(process.execPath, [name], { cwd: project, encoding: 'utf8' });
}

test('it is a copy that needs nothing else', () => {
  assert.ok(!lstatSync(installed).isSymbolicLink());
  assert.ok(existsSync(native));
  const names = readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(names, ['issuedby']);
  for (const file of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'index.d.ts', 'reasons.d.ts']) {
    assert.ok(existsSync(path.join(installed, file)), file);
  }
  assert.ok(!existsSync(path.join(installed, 'test')) && !existsSync(path.join(installed, 'src')));
});

test('ESM and CommonJS work there', () => {
  const use = 'console.log(new issuedby.Verifier([]).evaluate(undefined).status, typeof http.mtlsAuthInbound, testing.scenarios.length)';
  const esm = `import * as issuedby from 'issuedby'; import * as http from 'issuedby/http'; import * as testing from 'issuedby/testing'; ${use}`;
  const commonjs = `const issuedby = require('issuedby'); const http = require('issuedby/http'); const testing = require('issuedby/testing'); ${use}`;
  assert.equal(run('esm.mjs', esm), 'NONE function 13\n');
  assert.equal(run('commonjs.cjs', commonjs), 'NONE function 13\n');
});

test('what is private stays private', () => {
  const code = "try { require('issuedby/lib/native.js'); } catch (error) { console.log(error.code); }";
  assert.equal(run('private.cjs', code), 'ERR_PACKAGE_PATH_NOT_EXPORTED\n');
});

test('the program in the README of the repository works there', () => {
  const [program, ...others] = snippets('README.md', 'In Node');
  assert.deepEqual(others, []);
  const printed = run('readme.mjs', program);
  assert.match(printed, /^SUCCESS null \{"status":"SUCCESS",/);
  assert.match(printed, /\nCN=client-1,O=Example,C=US\n$/);
});

test('the programs in the README of the package work there', () => {
  const [verify, ...modules] = snippets('bindings/node/README.md');
  assert.match(run('verify.mjs', verify), /^SUCCESS null [^\n]*\nCN=client-1,O=Example,C=US 2099-12-31T23:59:59.000Z\n$/);
  assert.equal(modules.length, 3);
  assert.match(run('testing.mjs', modules[2]), /^as expected: valid expired .* none\n$/);
  writeFileSync(path.join(project, 'handle.mjs'), modules[0]);
  writeFileSync(path.join(project, 'server.mjs'), modules[1]);
  const use = `
    import { once } from 'node:events';
    import { readFileSync } from 'node:fs';
    import { CaCertificate, EdgeReport, Verifier } from 'issuedby';
    import { handle } from './handle.mjs';
    import { server } from './server.mjs';
    const verifier = new Verifier([CaCertificate.fromPem(readFileSync('ca.pem'))]);
    const headers = EdgeReport.fromVerdict(verifier.evaluate(readFileSync('client.pem', 'utf8'))).toHeaders();
    for (const remoteAddress of ['10.0.0.7', '127.0.0.1']) {
      const answer = await handle(new Request('https://worker.example/', { headers }), { remoteAddress });
      console.log(answer.status, await answer.text());
    }
    server.listen('worker.sock');
    await once(server, 'listening');
    const { request } = await import('node:http');
    const [response] = await once(request({ socketPath: 'worker.sock', headers: Object.fromEntries(headers) }).end(), 'response');
    console.log(response.statusCode, (await response.toArray()).join(''));
    server.close();
  `;
  const [allowed, refused, served] = run('use.mjs', use).trimEnd().split('\n').filter((line) => /^\d/.test(line));
  assert.equal(allowed, '200 Hello, CN=client-1,O=Example,C=US');
  assert.match(refused, /^401 .*"no_certificate"/);
  assert.equal(served, '200 Hello, CN=client-1,O=Example,C=US');
});

test('where the native part is missing or does not load, the error says so', () => {
  const elsewhere = path.join(output, 'elsewhere');
  rmSync(elsewhere, { recursive: true, force: true });
  cpSync(installed, path.join(elsewhere, 'node_modules', 'issuedby'), { recursive: true });
  const file = path.join(elsewhere, 'node_modules', 'issuedby', 'native', path.basename(native));
  const code = "try { require('issuedby'); } catch (error) { console.log(error.code, error.message); }";
  const load = () => execFileSync(process.execPath, ['-e', code], { cwd: elsewhere, encoding: 'utf8' });

  writeFileSync(file, 'not a library');
  assert.match(load(), /^ERR_ISSUEDBY_NATIVE .*does not load here.*npm pack/);
  rmSync(file);
  assert.match(load(), new RegExp(`^ERR_ISSUEDBY_NATIVE found no native part, expected the native part of issuedby for ${process.platform}-${process.arch}.*npm pack`));
  writeFileSync(path.join(path.dirname(file), 'other-platform.node'), '');
  assert.match(load(), /found other-platform/);
});

test('npm pack in the folder packs the same files, and leaves nothing behind', () => {
  const folder = path.join(repository, 'bindings', 'node');
  const destination = path.join(output, 'packed-in-the-folder');
  rmSync(destination, { recursive: true, force: true });
  mkdirSync(destination, { recursive: true });
  const before = readdirSync(folder);
  npm(['pack', '--pack-destination', destination], folder, { ISSUEDBY_PROFILE: 'dev' });
  assert.deepEqual(readdirSync(folder), before);
  const listed = (file) => execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n').sort();
  assert.deepEqual(listed(path.join(destination, path.basename(packed))), listed(packed));
});
