// The types of `issuedby/testing`.

import type { DecisionJson, IncomingRequestProperties } from "./index.js";

/** The certificates that a client presents. */
export type ScenarioName =
  | "valid"
  | "expired"
  | "not-yet-valid"
  | "other-ca"
  | "same-dn-other-key"
  | "renewed-ca"
  | "via-intermediate"
  | "server-only"
  | "tampered"
  | "oversized"
  | "v1"
  | "second-ca"
  | "none";

/** A client as an edge tells of it, and what the policy answers; frozen to the bottom. */
export interface Scenario {
  readonly name: ScenarioName;
  /** The certificates that the client presents. */
  readonly description: string;
  /** The policy's option; the same in all scenarios. */
  readonly certIssuerDN: string;
  /** The header fields that an edge adds to the request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The properties that a handler over Fetch gets as `context.incomingRequestProperties`. */
  readonly incomingRequestProperties: IncomingRequestProperties;
  /** The decision of a policy that refuses unauthenticated requests. */
  readonly decision: Readonly<DecisionJson>;
}

/** The names of all scenarios. */
export declare const scenarios: readonly ScenarioName[];

/**
 * The scenario of this name.
 * @throws {OptionError} `unknown_scenario`, with the nearest name if one is near, and all names
 */
export declare function scenario(name: ScenarioName): Scenario;
