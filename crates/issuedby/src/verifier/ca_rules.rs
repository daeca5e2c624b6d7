//! The rules about a CA at each verification, one function each.
//!
//! The rules at load are those of [`CaCertificate::from_der`].

use super::Options;
use crate::ca::CaCertificate;
use crate::certificate::{Policies, RequiredPolicy, is_representable, signed};
use crate::reason::{Reason, ReasonSet};

/// Every rule that the CA breaks at `now`, for a leaf with these policies. `policies` is called if the CA asks for one.
pub(super) fn violations(
    ca: &CaCertificate,
    policies: impl FnOnce() -> Policies,
    options: Options,
    now: u64,
) -> ReasonSet {
    let mut reasons = ReasonSet::default();
    reasons.extend(required_policy_is_missing(ca, policies));
    if !options.ignore_ca_validity && is_representable(now) {
        reasons.extend(ca_is_not_yet_valid(ca, signed(now)));
        reasons.extend(ca_is_expired(ca, signed(now)));
    }
    reasons
}

/// A CA that asks for a certificate policy issues only leaves that have one (RFC 5280 section 6.1.3 (f)).
fn required_policy_is_missing(ca: &CaCertificate, policies: impl FnOnce() -> Policies) -> Option<Reason> {
    let required = ca.required_policy();
    let is_missing = required != RequiredPolicy::None && !policies().satisfy(required);
    is_missing.then_some(Reason::CertificatePoliciesMissing)
}

/// A CA that is not valid yet refuses every leaf (RFC 5280 section 6.1.3 (a)(2)). webpki ignores an anchor's dates.
fn ca_is_not_yet_valid(ca: &CaCertificate, now: i64) -> Option<Reason> {
    (now < ca.certificate().validity().0).then_some(Reason::CaNotYetValid)
}

/// An expired CA refuses every leaf (RFC 5280 section 6.1.3 (a)(2)). webpki ignores an anchor's dates.
fn ca_is_expired(ca: &CaCertificate, now: i64) -> Option<Reason> {
    (now > ca.certificate().validity().1).then_some(Reason::CaExpired)
}
