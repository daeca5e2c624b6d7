// esbuild: CommonJS and ESM, also minified with a source map.

import path from 'node:path';

import { tryBundler } from '../bundles.mjs';
import { installed } from '../support.mjs';

const folder = installed('esbuild');
const { build } = await import('esbuild');

const variants = [
  { name: 'CommonJS', extension: 'cjs', options: { format: 'cjs' } },
  { name: 'ESM', extension: 'mjs', keepsRequire: true, options: { format: 'esm' } },
  { name: 'minified ESM with a source map', extension: 'mjs', keepsRequire: true, options: { format: 'esm', minify: true, sourcemap: true } },
];

await tryBundler(folder, variants, async ({ options, entry, external, folder, file }) => {
  const { warnings } = await build({
    entryPoints: [entry],
    outfile: path.join(folder, file),
    bundle: true,
    platform: 'node',
    external,
    logLevel: 'error',
    ...options,
  });
  if (warnings.length > 0) throw new Error(`found a warning: ${warnings[0].text}`);
});
