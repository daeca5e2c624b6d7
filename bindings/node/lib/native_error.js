'use strict';
// The errors of a native part that is missing or does not load. Their messages end with the remedy: a program that
// cannot even load this package prints the message and little else.

/** The platform, as the files of native parts are named. */
const PLATFORM = `${process.platform}-${process.arch}`;

const PACK = '`npm pack` in bindings/node of its repository';
const UNBUNDLE =
  'do one of two things: mark `issuedby` as external in the options of the bundler, and install it beside the bundle; or ' +
  'copy the folder `native` of the package into the folder of the bundle: `cp -R node_modules/issuedby/native DIST`';

function unusable(message, remedy, cause) {
  return Object.assign(new Error(`${message}; ${remedy}`, { cause }), { code: 'ERR_ISSUEDBY_NATIVE', remedy });
}

/** The error where no folder has the native part. */
function missing(folders, isBundled, fs) {
  const found = present(folders, fs) || 'no native part';
  const message = `found ${found}, expected the native part of issuedby for ${PLATFORM}`;
  if (!isBundled) return unusable(message, `pack issuedby on this platform: ${PACK}`);
  return unusable(`${message} in ${folders.join(' or ')}`, UNBUNDLE);
}

/** The platforms whose native parts are in the folders. */
function present(folders, fs) {
  const files = folders.flatMap((folder) => {
    try {
      return fs.readdirSync(folder);
    } catch {
      return []; // It is not there, or may not be read.
    }
  });
  return files.filter((file) => file.endsWith('.node')).map((file) => file.slice(0, -'.node'.length)).join(', ');
}

/** The error of a process that may not read the file, or not load it. */
function forbidden(file, cause) {
  return unusable(`found no permission to load the native part of issuedby, ${file}`, allowing(file), cause);
}

/** The flags with which the program may load the file. */
function allowing(file) {
  if (process.versions.deno !== undefined) return `start deno with \`--allow-read=${file} --allow-ffi=${file}\``;
  if (!process.allowedNodeEnvironmentFlags.has('--allow-addons')) {
    return 'start it without the permission model, or with Node 20.12 or later and `--allow-addons`';
  }
  return `start node with \`--allow-addons --allow-fs-read=${file}\``;
}

/** The error where a file was found that does not load. */
function notLoaded(file, cause) {
  if (cause.name === 'NotCapable') return forbidden(file, cause);
  if (cause.code === 'ERR_DLOPEN_DISABLED') {
    if (process.permission !== undefined) return forbidden(file, cause);
    return unusable('found `--no-addons`, expected to load the native part of issuedby', 'start node without `--no-addons`', cause);
  }
  return unusable(
    `the native part of issuedby for ${PLATFORM} does not load here: ${cause.message}`,
    `pack issuedby on this machine: ${PACK}`,
    cause,
  );
}

/** The error of a bundle that can load no module of Node. */
function noLoader(cause) {
  return unusable(
    `found no \`require\` and no \`process.getBuiltinModule\` in Node ${process.versions.node}, expected one of them to load the native part of issuedby`,
    'bundle as CommonJS, mark `issuedby` as external, or use Node 20.16, 22.3 or later',
    cause,
  );
}

module.exports = { PLATFORM, forbidden, missing, noLoader, notLoaded, unusable };
