// rollup with its three plugins for packages in CommonJS: CommonJS and ESM.

import path from 'node:path';

import { tryBundler } from '../bundles.mjs';
import { installed } from '../support.mjs';

const folder = installed('rollup');
const { rollup } = await import('rollup');
const [{ default: resolve }, { default: commonjs }, { default: json }] = await Promise.all([
  import('@rollup/plugin-node-resolve'),
  import('@rollup/plugin-commonjs'),
  import('@rollup/plugin-json'),
]);

const variants = [
  { name: 'CommonJS', extension: 'cjs', format: 'cjs' },
  { name: 'ESM', extension: 'mjs', format: 'es' },
];

await tryBundler(folder, variants, async ({ format, entry, external, folder, file }) => {
  const bundle = await rollup({
    input: entry,
    external,
    plugins: [resolve({ preferBuiltins: true }), commonjs(), json()],
    onwarn(warning) {
      throw new Error(`found a warning: ${warning.message}`);
    },
  });
  await bundle.write({ file: path.join(folder, file), format });
  await bundle.close();
});
