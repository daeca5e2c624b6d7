'use strict';
// What a reviewer of a certificate looks at: the core's JSON, cut here.

const { certificate } = require('./arguments.js');
const native = require('./native.js');

/** Everything that a reviewer of a certificate looks at. */
function certificateInspect(der) {
  return JSON.parse(native.certificateInspect(certificate(der), typeof der === 'string'));
}

module.exports = { certificateInspect };
