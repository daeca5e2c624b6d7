// The code that the documents show.

import { readText } from './support.mjs';

/** The blocks of a document, in order, JavaScript or another language; of one section where its heading is given. */
export function snippets(file, heading, language = 'js') {
  const text = readText(...file.split('/'));
  const start = heading === undefined ? 0 : text.indexOf(`\n## ${heading}\n`) + 1;
  const next = text.indexOf('\n## ', start + 1);
  const section = heading === undefined ? text : text.slice(start, next === -1 ? undefined : next);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code);
}
