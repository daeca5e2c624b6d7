// vite for servers (`build.ssr`), with packages bundled (`ssr.noExternal`): CommonJS and ESM.

import { tryBundler } from '../bundles.mjs';
import { installed } from '../support.mjs';

const folder = installed('vite');
const { build } = await import('vite');

const variants = [
  { name: 'CommonJS', extension: 'cjs', format: 'cjs' },
  { name: 'ESM', extension: 'mjs', format: 'es' },
];

await tryBundler(folder, variants, ({ format, entry, external, folder, file }) =>
  build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external },
    build: {
      ssr: entry,
      outDir: folder,
      rollupOptions: { external, output: { format, entryFileNames: file } },
    },
  }),
);
