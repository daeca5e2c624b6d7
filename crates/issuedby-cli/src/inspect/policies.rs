//! The certificate policies of a certificate (RFC 5280 section 4.2.1.4).

use issuedby::{Certificate, oid_name};
use x509_cert::der::Decode;
use x509_cert::ext::pkix::CertificatePolicies;

use super::oid;

/// One policy.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Policy {
    /// Dotted decimal.
    pub(super) oid: String,
    pub(super) name: Option<&'static str>,
    /// Both, for people.
    pub(super) shown: String,
}

/// The policies in their order; `None` where there are none, or none that can be read.
pub(super) fn read(certificate: &Certificate<'_>) -> Option<Vec<Policy>> {
    /// 2.5.29.32
    const CERTIFICATE_POLICIES: [u8; 3] = [0x55, 0x1d, 0x20];

    let extension = certificate.extensions().find(|extension| extension.oid == CERTIFICATE_POLICIES)?;
    let policies = CertificatePolicies::from_der(extension.value).ok()?;
    let policy = |contents: &[u8]| Policy {
        oid: oid::dotted(contents),
        name: oid_name::of(contents),
        shown: oid::named(contents),
    };
    Some(policies.0.iter().map(|found| policy(found.policy_identifier.as_bytes())).collect())
}
