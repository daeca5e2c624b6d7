//! Whether a CA is one from which anybody can get a certificate.

use issuedby::Certificate;
use sha2::{Digest, Sha256};
use x509_cert::der::Decode;
use x509_cert::ext::pkix::CertificatePolicies;

use super::PublicCaGround;

/// The keys of the CAs that browsers trust: one a line, the SHA-256 of the SubjectPublicKeyInfo and a name. Made by
/// the example `public_ca_keys`; a test makes it again and compares.
const PUBLIC_CA_KEYS: &str = include_str!("public-ca-keys.txt");

/// The arc of the CA/Browser Forum's policies for certificates (Baseline Requirements section 7.1.6.1).
const FORUM_POLICIES: &str = "2.23.140.1.";

/// How it is known that the CA is a public one; `None` where nothing says so.
pub(super) fn ground(certificate: &Certificate<'_>) -> Option<PublicCaGround> {
    known_key(certificate).or_else(|| forum_policy(certificate))
}

fn known_key(certificate: &Certificate<'_>) -> Option<PublicCaGround> {
    let hash: String =
        Sha256::digest(certificate.public_key_info()).iter().map(|octet| format!("{octet:02x}")).collect();
    let mut lines = PUBLIC_CA_KEYS.lines().filter_map(|line| line.split_once(' '));
    let (_, known_as) = lines.find(|(known, _)| *known == hash)?;
    Some(PublicCaGround::Key { known_as: known_as.to_owned() })
}

/// Policies that cannot be read are nobody's ground: the extension decides about no verdict.
fn forum_policy(certificate: &Certificate<'_>) -> Option<PublicCaGround> {
    /// certificatePolicies, 2.5.29.32 (RFC 5280 section 4.2.1.4).
    const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1D, 0x20];
    let extension = certificate.extensions().find(|extension| extension.oid == CERTIFICATE_POLICIES)?;
    let policies = CertificatePolicies::from_der(extension.value).ok()?;
    let mut oids = policies.0.iter().map(|policy| policy.policy_identifier.to_string());
    oids.find(|oid| oid.starts_with(FORUM_POLICIES)).map(|oid| PublicCaGround::Policy { oid })
}
