//! The expected response for a client, and the edge's access record.

use std::sync::Arc;

use issuedby::policy::Unauthenticated;
use issuedby::{Certificate, Fingerprint, MtlsAuthInbound, Reason};
use issuedby_edge::Access;

use crate::pki::Pki;
use crate::scenario::Scenario;

/// The answer that is due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Expected {
    /// The status.
    pub status: u16,
    /// The reason for which the policy refuses, or would refuse where it allows every client.
    pub reason: Option<Reason>,
}

/// One request that the edge answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Row {
    /// The scenario whose certificate was presented; none for a certificate from elsewhere.
    pub scenario: Option<Scenario>,
    /// The reason for which the client was refused, or would be; `None` where it is unknown.
    pub reason: Option<&'static str>,
    /// The answer that is due to the scenario, where the policy decides alone.
    pub expected: Option<Expected>,
    /// The access record of the edge.
    pub access: Access,
}

impl Row {
    /// True where the worker agrees with the policy; `None` where the response does not show it: the
    /// certificate is from elsewhere, the edge answered itself, or a status that is the handler's own.
    pub fn is_as_expected(&self) -> Option<bool> {
        let expected = self.expected.filter(|_| self.access.fault.is_none())?;
        match (expected.status, self.access.status) {
            (401, 401) | (200, ..=399) => Some(true),
            (401, ..=399) | (200, 401) => Some(false),
            _ => None,
        }
    }
}

/// The data with which rows are made.
pub(crate) struct RowMaker {
    pub(crate) pki: Arc<Pki>,
    pub(crate) policy: Arc<MtlsAuthInbound>,
    pub(crate) is_built_in: bool,
}

impl RowMaker {
    pub(crate) fn row(&self, access: Access) -> Row {
        let scenario = match (&access.certificate, access.verdict) {
            (Some(text), _) => {
                Fingerprint::parse(text).ok().and_then(|fingerprint| self.pki.scenario_of(&fingerprint))
            }
            (None, Some("NONE")) => Some(Scenario::None),
            (None, _) => None,
        };
        let expected = scenario.map(|scenario| expected(scenario, &self.pki, &self.policy));
        // A worker of one's own does not tell why; where something failed, the built-in one was not asked.
        let of_policy = || {
            let has_decided = self.is_built_in && access.fault.is_none();
            expected.filter(|_| has_decided).and_then(|expected| expected.reason)
        };
        let reason = access.reason.or_else(|| of_policy().map(Reason::code));
        Row { scenario, reason, expected, access }
    }
}

pub(crate) fn expected(scenario: Scenario, pki: &Pki, policy: &MtlsAuthInbound) -> Expected {
    let is_allowed = || {
        let certificate = Certificate::from_der(pki.client(scenario)?.der()).ok()?;
        certificate.issuer().ok().map(|issuer| policy.allows_issuer(issuer))
    };
    let reason = match scenario.reason() {
        // What the policy's issuers decide.
        None | Some(Reason::IssuerNotAllowed) => {
            (is_allowed() != Some(true)).then_some(Reason::IssuerNotAllowed)
        }
        other => other,
    };
    let status = match (reason, policy.unauthenticated()) {
        (Some(_), Unauthenticated::Refuse) => 401,
        (None, _) | (Some(_), Unauthenticated::Allow) => 200,
    };
    Expected { status, reason }
}
