// What a file of declarations declares: the attributes of its classes and interfaces, and the options of its functions.

import { readText } from './support.mjs';

/**
 * `attributes` are written as `Verdict.status`, `options` as `Verifier.verify(now)`, all sorted; `optional` are the attributes
 * that may be absent. The keys of JSON, which the core writes, are no attributes.
 */
export function declared(file) {
  const source = new Source(readText('bindings', 'node', file));
  return { attributes: source.attributes().sort(), optional: source.attributes('?').sort(), options: [...new Set(source.options())].sort() };
}

class Source {
  /** The declarations, without comments, on one line. */
  #text;
  /** The classes and interfaces by name: their statements, and the class that each extends. */
  #types = new Map();
  /** The types of options that are written as unions, by name: their keys. */
  #unions = new Map();

  constructor(text) {
    this.#text = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*/g, '').replace(/\s+/g, ' ');
    const types = /export (?:declare )?(?:class|interface) (\w+)(?:<\w+>)?(?: extends (\w+))? \{/g;
    for (const { 0: head, 1: name, 2: base, index } of this.#text.matchAll(types)) {
      this.#types.set(name, { base, statements: statementsAt(this.#text, index + head.length - 1) });
    }
    for (const [, name, union] of this.#text.matchAll(/export type (\w+Source) = ([^=]*?\});/g)) {
      this.#unions.set(name, keysInPlace(union));
    }
  }

  attributes(mark = '') {
    const names = [...this.#types.keys()].filter((name) => !/(Json|Options)$/.test(name));
    return names.flatMap((name) => {
      const inherited = this.#properties(this.#types.get(name).base);
      const own = this.#properties(name, mark).filter((property) => !inherited.includes(property));
      return own.map((property) => `${name}.${property}`);
    });
  }

  options() {
    const found = [];
    for (const [name, { statements }] of this.#types) {
      for (const statement of statements) {
        const method = /^(?:static )?(\w+)\(/.exec(statement);
        if (method === null) continue;
        const callee = method[1] === 'constructor' ? name : `${name}.${method[1]}`;
        const start = method[0].length - 1;
        const parameters = statement.slice(start + 1, closing(statement, start));
        found.push(...this.#optionsIn(parameters).map((option) => `${callee}(${option})`));
      }
    }
    for (const { 0: head, 1: name, index } of this.#text.matchAll(/export declare function (\w+)\(/g)) {
      const start = index + head.length - 1;
      const parameters = this.#text.slice(start + 1, closing(this.#text, start));
      found.push(...this.#optionsIn(parameters).map((option) => `${name}(${option})`));
    }
    return found;
  }

  /** The properties of a type; with the mark `?`, those that may be absent. */
  #properties(name, mark = '') {
    const statements = this.#types.get(name)?.statements ?? [];
    const found = statements.map((statement) => /^(?:readonly )?"?(\w+)"?(\??):/.exec(statement)).filter((match) => match !== null);
    return found.filter(([, , optional]) => optional.startsWith(mark)).map(([, property]) => property);
  }

  /** The keys of the parameters that are options: those of a type with a name, or written in place. */
  #optionsIn(parameters) {
    const unions = [...this.#unions].filter(([name]) => parameters.includes(name)).flatMap(([, keys]) => keys);
    const inPlace = keysInPlace(parameters);
    // What is written in place may name types of options too, as the types of its values.
    if (unions.length + inPlace.length > 0) return [...unions, ...inPlace];
    return [...parameters.matchAll(/\b\w+Options\b/g)].flatMap(([name]) => this.#properties(name));
  }
}

/** The keys of all objects that are written in place. */
function keysInPlace(text) {
  return [...text.matchAll(/(?:^|[:&|] )\{/g)].flatMap(({ 0: head, index }) =>
    statementsAt(text, index + head.length - 1).map((statement) => /^(\w+)\??:/.exec(statement)[1]),
  );
}

/** The place of the bracket that closes the one at `start`. */
function closing(text, start) {
  let depth = 0;
  for (let place = start; place < text.length; place += 1) {
    if ('{(['.includes(text[place])) depth += 1;
    if ('})]'.includes(text[place])) depth -= 1;
    if (depth === 0) return place;
  }
  throw new Error(`nothing closes the bracket at ${start} of ${text}`);
}

/** The statements of the block that begins at `start`: what stands between semicolons outside of inner brackets. */
function statementsAt(text, start) {
  const block = text.slice(start + 1, closing(text, start));
  const found = [];
  let [depth, begin] = [0, 0];
  for (let place = 0; place <= block.length; place += 1) {
    if ('{(['.includes(block[place])) depth += 1;
    if ('})]'.includes(block[place])) depth -= 1;
    if (place === block.length || (block[place] === ';' && depth === 0)) {
      found.push(block.slice(begin, place).trim());
      begin = place + 1;
    }
  }
  return found.filter((statement) => statement !== '');
}
