'use strict';

const { CaCertificate } = require('./ca_certificate.js');
const { EdgeReport, edgeHeadersMustStrip, edgeHeadersVaryNamesClientCert } = require('./edge_report.js');
const { IssuedbyError, OptionError, ParseError, UnfitCaError, VerificationError } = require('./errors.js');
const { fromHeaders } = require('./from_headers.js');
const { certificateInspect } = require('./inspection.js');
const { MTLSAuthInboundPolicy, mtlsAuthInbound } = require('./inbound.js');
const names = require('./names.js');
const native = require('./native.js');
const { Decision, MtlsAuthInbound } = require('./policy.js');
const { TrustedEdge } = require('./trusted_edge.js');
const { Certificate, Verdict, Verified } = require('./verdict.js');
const { Verifier } = require('./verifier.js');

module.exports = {
  CaCertificate,
  Certificate,
  Decision,
  EdgeReport,
  IssuedbyError,
  MTLSAuthInboundPolicy,
  MtlsAuthInbound,
  OptionError,
  ParseError,
  TrustedEdge,
  UnfitCaError,
  VerificationError,
  Verdict,
  Verified,
  Verifier,
  certificateInspect,
  clientCertDecode: names.clientCertDecode,
  clientCertEncode: names.clientCertEncode,
  dnCompare: names.dnCompare,
  dnEqual: names.dnEqual,
  dnFromDer: names.dnFromDer,
  dnNormalize: names.dnNormalize,
  edgeHeadersMustStrip,
  edgeHeadersVaryNamesClientCert,
  fingerprint: names.fingerprint,
  fingerprintEqual: names.fingerprintEqual,
  fromHeaders,
  mtlsAuthInbound,
  reasons: Object.freeze(native.reasons()),
  version: native.version(),
};
