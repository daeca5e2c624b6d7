// What the bundlers here share: two programs to bundle, and where and how each bundle must run.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

import { addIssuedby, passed, repository, run, sample, succeed } from './support.mjs';

const CERTIFICATES = ['ca', 'client'].map(sample);

/** A program that verifies a certificate and answers a request, as a module and in CommonJS. */
const USE = `
const [ca, client] = process.argv.slice(2);
const verdict = new Verifier([CaCertificate.fromPem(ca)]).evaluate(client);
const inbound = mtlsAuthInbound({ certIssuerDN: 'CN=example-ca,O=Example,C=US' }, { trustedEdge: { unixSocket: true } });
console.log(verdict.status, verdict.certificate.subject, typeof inbound);
`;
const PROGRAMS = {
  'app.mjs': `import { CaCertificate, Verifier } from 'issuedby';
import { mtlsAuthInbound } from 'issuedby/http';
${USE}`,
  'app.cjs': `const { CaCertificate, Verifier } = require('issuedby');
const { mtlsAuthInbound } = require('issuedby/http');
${USE}`,
};
const PRINTED = 'SUCCESS CN=client-1,O=Example,C=US function\n';

/**
 * Bundles both programs in each of the variants `{ name, extension, ... }`, and runs them where nothing of this
 * repository is. `bundle({ ...variant, entry, external, folder, file })` writes `file`, a name, into `folder`. A bundler
 * that `keepsRequire` leaves the `require` of an external package in ESM, where there is none.
 */
export async function tryBundler(tool, variants, bundle, program = process.execPath) {
  const sources = path.join(tool, 'build');
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(sources);
  for (const [name, text] of Object.entries(PROGRAMS)) writeFileSync(path.join(sources, name), text);
  const away = mkdtempSync(path.join(tmpdir(), 'issuedby-'));
  try {
    for (const variant of variants) {
      for (const name of Object.keys(PROGRAMS)) {
        await tryBundle({ variant, name, sources, away, bundle, program });
      }
    }
  } finally {
    rmSync(away, { recursive: true });
  }
}

async function tryBundle({ variant, name, sources, away, bundle, program }) {
  const file = `bundle.${variant.extension}`;
  const what = `${variant.name}, bundled from ${name}`;
  const bundled = async (external) => {
    const project = mkdtempSync(path.join(away, 'project-'));
    const folder = path.join(sources, 'dist');
    rmSync(folder, { recursive: true, force: true });
    await bundle({ ...variant, entry: path.join(sources, name), external, folder, file });
    cpSync(folder, path.join(project, 'dist'), { recursive: true });
    refuseBuildPaths(folder);
    return project;
  };
  const args = [path.join('dist', file), ...CERTIFICATES];

  const project = await bundled([]);
  const { status, output } = run(program, args, { cwd: project });
  assert.notEqual(status, 0, `${what} runs without the native part: it is found where it was bundled`);
  for (const words of ['ERR_ISSUEDBY_NATIVE', 'mark `issuedby` as external', 'copy the folder `native`']) {
    assert.ok(output.includes(words), `${what}: found no ${words} in\n${output}`);
  }
  cpSync(path.join(sources, '..', 'node_modules', 'issuedby', 'native'), path.join(project, 'dist', 'native'), { recursive: true });
  assert.equal(succeed(program, args, { cwd: project }), PRINTED);

  if (variant.keepsRequire && name.endsWith('.cjs')) {
    passed(`${what}: with native/ copied, named where it is missing; no path of the build`);
    return;
  }
  const external = await bundled(['issuedby', 'issuedby/http']);
  assert.notEqual(run(program, args, { cwd: external }).status, 0, `${what}: issuedby was not external`);
  addIssuedby(external);
  assert.equal(succeed(program, args, { cwd: external }), PRINTED);
  passed(`${what}: with native/ copied, external, and both named where it is missing; no path of the build`);
}

/** Fails if a file of a bundle names a folder of the machine that bundled it. */
function refuseBuildPaths(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8');
    for (const place of [path.resolve(repository), homedir()]) {
      const at = text.indexOf(`${place}/`);
      assert.equal(at, -1, `${entry.name} names ${place}: ${text.slice(Math.max(0, at - 80), at + 120)}`);
    }
  }
}
