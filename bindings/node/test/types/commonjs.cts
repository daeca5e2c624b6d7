// The types as CommonJS sees them.

import issuedby = require("issuedby");
import http = require("issuedby/http");
import testing = require("issuedby/testing");

const verdict: issuedby.Verdict = new issuedby.Verifier([]).evaluate(undefined);
const handler = http.mtlsAuthInbound(
  { certIssuerDN: "CN=a" },
  { verifier: new issuedby.Verifier([], { ignoreCaValidity: true }) },
);
// @ts-expect-error A verdict has no such property.
verdict.valid;
const caId: string | null | undefined = testing.scenario("valid").decision.metadata?.caId;
export = { verdict, handler, caId };
