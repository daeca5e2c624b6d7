// The commands of "Bundling and permissions" in README.md, in a project with the package, as they stand there.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { addIssuedby, installed, passed, repository, sample, succeed } from '../support.mjs';

const [esbuild, deno, node] = ['esbuild', 'deno', 'node'].map(installed);
const text = readFileSync(path.join(repository, 'bindings', 'node', 'README.md'), 'utf8');
const section = text.slice(text.indexOf('## Bundling and permissions')).split(/^## /m)[1];
const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, commands]) => commands);
assert.equal(blocks.length, 4, section);

const program = `import process from 'node:process';
import { CaCertificate, Verifier } from 'issuedby';
import { mtlsAuthInbound } from 'issuedby/http';
const [ca, client] = ${JSON.stringify(['ca', 'client'].map(sample))};
const { status } = new Verifier([CaCertificate.fromPem(ca)]).evaluate(client);
console.log(status, typeof mtlsAuthInbound, typeof process);
`;
const bins = [esbuild, deno].map((folder) => path.join(folder, 'node_modules', '.bin'));
const PATH = [path.join(node, 'node_modules', 'node-24', 'bin'), ...bins, process.env.PATH].join(path.delimiter);

for (const commands of blocks) {
  const project = mkdtempSync(path.join(tmpdir(), 'issuedby-'));
  try {
    addIssuedby(project);
    writeFileSync(path.join(project, 'app.mjs'), program);
    writeFileSync(path.join(project, 'package.json'), '{}');
    const env = { PATH, DENO_DIR: path.join(project, '.deno'), DENO_NO_UPDATE_CHECK: '1', DENO_NO_PROMPT: '1' };
    const output = succeed('bash', ['-euo', 'pipefail', '-c', commands], { cwd: project, env });
    assert.match(output, /^SUCCESS function object$/m, commands);
    passed(commands.trim().split('\n').join(' && '));
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}
