// The packed file of a release: no folder of the machine that built it, and a native part for glibc 2.17 and later.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

import { installed, passed, repository, sample, succeed } from '../support.mjs';

const target = path.join(repository, 'target', 'toolchains', 'node');
const zig = path.join(target, 'zig');
const python = path.join(zig, 'bin', 'python');
mkdirSync(target, { recursive: true });
if (!existsSync(path.join(zig, 'bin', 'cargo-zigbuild'))) {
  succeed('python3', ['-m', 'venv', '--clear', zig]);
  succeed(python, ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', 'ziglang==0.17.1', 'cargo-zigbuild==0.24.1']);
}

const build = path.join(repository, 'bindings', 'node', 'scripts', 'build.mjs');
const env = { ISSUEDBY_GLIBC: '2.17', PATH: [path.join(zig, 'bin'), process.env.PATH].join(path.delimiter) };
succeed(process.execPath, [build, '--release'], { env });

const unpacked = path.join(target, 'unpacked');
rmSync(unpacked, { recursive: true, force: true });
mkdirSync(unpacked);
const { version } = JSON.parse(readFileSync(path.join(repository, 'bindings', 'node', 'package.json'), 'utf8'));
succeed('tar', ['-xzf', path.join(repository, 'target', 'node', `issuedby-${version}.tgz`), '-C', unpacked]);
const folder = path.join(unpacked, 'package');

const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const entry of files) {
  const bytes = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name));
  for (const place of [path.resolve(repository), homedir(), '.cargo/registry']) {
    assert.equal(bytes.indexOf(place === homedir() ? `${place}/` : place), -1, `${entry.name} names ${place}`);
  }
}
passed(`${files.length} files of the packed file name no folder of the machine that built them`);

const { author, description, keywords, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
assert.ok(author && description && keywords.length > 0 && license, 'its metadata is complete');
assert.ok(['README.md', 'LICENSE-MIT', 'LICENSE-APACHE'].every((file) => existsSync(path.join(folder, file))));
passed('author, licences, description and keywords are there');

const native = path.join(folder, 'native', `${process.platform}-${process.arch}.node`);
const symbols = succeed('objdump', ['-T', native]).matchAll(/GLIBC_(\d+)\.(\d+)/g);
const newest = Math.max(...[...symbols].map(([, major, minor]) => Number(major) * 1000 + Number(minor)));
assert.ok(newest > 2000 && newest <= 2017, `found symbols of glibc ${newest / 1000}`);
passed(`the native part asks for glibc 2.${newest - 2000}`);

for (const line of [18, 20, 22, 24]) {
  const node = path.join(installed('node'), 'node_modules', `node-${line}`, 'bin', 'node');
  const code = `const { CaCertificate, Verifier } = require(${JSON.stringify(folder)});
    const [ca, client] = ${JSON.stringify(['ca', 'client'].map(sample))};
    console.log(new Verifier([CaCertificate.fromPem(ca)]).evaluate(client).status);`;
  assert.equal(succeed(node, ['-e', code]), 'SUCCESS\n');
}
passed('it verifies a certificate with Node 18, 20, 22 and 24');
