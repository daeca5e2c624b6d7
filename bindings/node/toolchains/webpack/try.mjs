// webpack: CommonJS and ESM, for production and, with its modules in `eval`, for development.

import { tryBundler } from '../bundles.mjs';
import { installed } from '../support.mjs';

const folder = installed('webpack');
const { default: webpack } = await import('webpack');

const isEsm = { experiments: { outputModule: true }, externalsType: 'module' };
const esm = { module: true, library: { type: 'module' } };
const variants = [
  { name: 'CommonJS', extension: 'cjs', options: { mode: 'production' } },
  { name: 'CommonJS for development', extension: 'cjs', options: { mode: 'development' } },
  { name: 'ESM', extension: 'mjs', options: { mode: 'production', ...isEsm }, output: esm },
  { name: 'ESM for development', extension: 'mjs', options: { mode: 'development', ...isEsm }, output: esm },
];

await tryBundler(folder, variants, async ({ options, output, entry, external, folder, file }) => {
  const externalsType = options.externalsType ?? 'commonjs';
  const configuration = {
    ...options,
    target: 'node',
    context: folder,
    entry,
    externals: external,
    externalsType,
    output: { ...output, path: folder, filename: file },
  };
  const stats = await new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => (error === null ? resolve(stats) : reject(error)));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  if (errors.length + warnings.length > 0) throw new Error([...errors, ...warnings][0].message);
});
