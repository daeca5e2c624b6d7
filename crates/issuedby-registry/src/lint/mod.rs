//! What an operator should know about a CA certificate before it decides who is let in.
//!
//! What can never work is no matter of this: such a CA is refused when it is loaded ([`issuedby::CaError`]).

mod finding;
mod public_ca;
mod signature;

use issuedby::{CaCertificate, CaWarning, Certificate, UnixTime};

pub use self::finding::{Finding, PublicCaGround, Severity, Stack};

use crate::limits::EXPIRES_SOON_DAYS;
use crate::record::CaCertificateRecord;

/// Everything that there is to say about `ca`, the gravest first.
///
/// `same_subject` are the certificates that the account has with its subject, as
/// [`ca_certificates_with_subject_of`](crate::Registry::ca_certificates_with_subject_of) gives them.
pub fn lint(ca: &CaCertificate, same_subject: &[CaCertificateRecord], now: UnixTime) -> Vec<Finding> {
    let mut findings: Vec<Finding> = public_ca::finding(ca.certificate()).into_iter().collect();
    findings.extend(validity(ca, now));
    findings.extend(ca.warnings().iter().map(|warning| match warning {
        CaWarning::EkuLacksClientAuth if has_any_purpose(ca.certificate()) => Finding::EkuAnyPurposeOnly,
        other => Finding::Ca(*other),
    }));
    findings.extend(signature::finding(ca.certificate()));
    if !issued_by_its_own_name(ca.certificate()) {
        findings.push(Finding::Intermediate);
    }
    findings.extend(relatives(ca, same_subject));
    findings.sort_by_key(Finding::severity);
    findings
}

fn validity(ca: &CaCertificate, now: UnixTime) -> Option<Finding> {
    const SECONDS_A_DAY: u64 = 86_400;
    let (now, begins, ends) = (now.as_secs(), ca.not_before(), ca.not_after());
    if now < begins.as_secs() {
        return Some(Finding::NotYetValid { not_before: begins });
    }
    match ends.as_secs().checked_sub(now).map(|left| left / SECONDS_A_DAY) {
        None => Some(Finding::Expired { not_after: ends }),
        Some(days) if days < EXPIRES_SOON_DAYS => Some(Finding::ExpiresSoon { not_after: ends, days }),
        Some(_) => None,
    }
}

/// Each other certificate with the same subject: with the same key the CA was renewed, with another it is rotated.
fn relatives(ca: &CaCertificate, same_subject: &[CaCertificateRecord]) -> impl Iterator<Item = Finding> {
    let others = same_subject.iter().filter(|other| other.sha256_fingerprint != ca.fingerprint());
    others.map(|other| {
        let (id, name) = (other.id.clone(), other.name.clone());
        let key = Certificate::from_der(&other.der).ok().map(|found| found.public_key_info().to_vec());
        match key.as_deref() == Some(ca.certificate().public_key_info()) {
            true => Finding::Renewal { id, name },
            false => Finding::Rotation { id, name },
        }
    })
}

/// anyExtendedKeyUsage (RFC 5280 section 4.2.1.12).
fn has_any_purpose(certificate: &Certificate<'_>) -> bool {
    const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x25, 0x00];
    let usage = certificate.extended_key_usage();
    usage.is_some_and(|usage| usage.purposes().any(|purpose| purpose == ANY_EXTENDED_KEY_USAGE))
}

fn issued_by_its_own_name(certificate: &Certificate<'_>) -> bool {
    match (certificate.issuer(), certificate.subject()) {
        (Ok(issuer), Ok(subject)) => issuer == subject,
        _ => false,
    }
}
