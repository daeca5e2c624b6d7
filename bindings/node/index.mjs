// The same functions and classes as `require('issuedby')` gives.
import issuedby from './lib/index.js';

export const {
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
  clientCertDecode,
  clientCertEncode,
  dnCompare,
  dnEqual,
  dnFromDer,
  dnNormalize,
  edgeHeadersMustStrip,
  edgeHeadersVaryNamesClientCert,
  fingerprint,
  fingerprintEqual,
  fromHeaders,
  mtlsAuthInbound,
  reasons,
  version,
} = issuedby;

export default issuedby;
