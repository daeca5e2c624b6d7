// Builds the native part and puts the package together in target/node: the folder `package`, which is what the
// packed file unpacks to, and the packed file itself.
//
//   node scripts/build.mjs [--release]   target/node/package, target/node/issuedby-<version>.tgz, node_modules/issuedby
//   node scripts/build.mjs --unpacked    the same without the packed file: quicker
//   node scripts/build.mjs --here        what `npm pack` in this folder needs beside what is committed
//   node scripts/build.mjs --clean       removes that again
//
// ISSUEDBY_PROFILE names another profile of Cargo than the flags say. ISSUEDBY_GLIBC=2.17 builds with `cargo zigbuild` for
// that glibc and later ones. A release names no folder of the machine that built it.

import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const repository = path.join(folder, '..', '..');
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
const LICENCES = ['LICENSE-MIT', 'LICENSE-APACHE'];
const CARGO_FILE = {
  darwin: 'libissuedby_node.dylib',
  win32: 'issuedby_node.dll',
}[process.platform] ?? 'libissuedby_node.so';

/** The targets whose glibc can be chosen. */
const GLIBC_TRIPLES = { arm64: 'aarch64-unknown-linux-gnu', x64: 'x86_64-unknown-linux-gnu' };
const glibc = process.env.ISSUEDBY_GLIBC;

const flags = new Set(process.argv.slice(2));
const profile = process.env.ISSUEDBY_PROFILE ?? (flags.has('--release') ? 'release' : 'dev');

if (flags.has('--clean')) clean();
else if (flags.has('--here')) addTo(folder);
else assemble();

function assemble() {
  const output = path.join(repository, 'target', 'node');
  const assembled = path.join(output, 'package');
  rmSync(assembled, { recursive: true, force: true });
  mkdirSync(assembled, { recursive: true });
  for (const file of ['README.md', ...manifest.files.filter((file) => file !== 'native' && !LICENCES.includes(file))]) {
    cpSync(path.join(folder, file), path.join(assembled, file), { recursive: true });
  }
  const { scripts, devDependencies, ...published } = manifest;
  writeFileSync(path.join(assembled, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  addTo(assembled);
  if (!flags.has('--unpacked')) run('npm', ['pack', '--silent', '--pack-destination', output], assembled);

  const link = path.join(folder, 'node_modules', 'issuedby');
  rmSync(link, { recursive: true, force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(path.relative(path.dirname(link), assembled), link, 'junction');
}

/** The files that are not committed: the native part for this platform, and the licences. */
function addTo(destination) {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(repository, 'target', profile === 'dev' ? '.' : 'node/cargo');
  const triple = glibc === undefined ? [] : [`${GLIBC_TRIPLES[process.arch]}`];
  const command = glibc === undefined ? ['build'] : ['zigbuild', '--target', `${triple[0]}.${glibc}`];
  const variables = { CARGO_TARGET_DIR: target, ...(profile === 'dev' ? {} : withoutPaths()) };
  run('cargo', [...command, '--locked', '--profile', profile, '-p', 'issuedby-node'], repository, variables);
  const built = path.join(target, ...triple, profile === 'dev' ? 'debug' : profile, CARGO_FILE);
  const native = path.join(destination, 'native', `${process.platform}-${process.arch}.node`);
  mkdirSync(path.dirname(native), { recursive: true });
  copyFileSync(built, native);
  if (process.platform === 'linux') run('strip', ['--strip-unneeded', native], destination);
  for (const licence of LICENCES) copyFileSync(path.join(repository, licence), path.join(destination, licence));
}

/** The variables with which rustc and the C compiler write no folder of this machine into what they make. */
function withoutPaths() {
  const cargo = process.env.CARGO_HOME ?? path.join(homedir(), '.cargo');
  const folders = [[homedir(), 'home'], [cargo, 'cargo'], [path.resolve(repository), 'issuedby']];
  const given = process.env.CARGO_ENCODED_RUSTFLAGS?.split('\x1f') ?? process.env.RUSTFLAGS?.split(/\s+/) ?? [];
  const remapped = folders.map(([folder, name]) => `--remap-path-prefix=${folder}=${name}`);
  const mapped = folders.map(([folder, name]) => `-ffile-prefix-map=${folder}=${name}`);
  return {
    CARGO_ENCODED_RUSTFLAGS: [...given, ...remapped].filter((flag) => flag !== '').join('\x1f'),
    CFLAGS: [process.env.CFLAGS, ...mapped].filter(Boolean).join(' '),
  };
}

function clean() {
  for (const file of ['native', ...LICENCES]) rmSync(path.join(folder, file), { recursive: true, force: true });
}

function run(command, args, cwd, variables = {}) {
  // npm prints the names of what it packed on standard output, which belongs to whoever called `npm pack`.
  execFileSync(command, args, { cwd, stdio: ['ignore', 2, 2], env: { ...process.env, ...variables } });
}
