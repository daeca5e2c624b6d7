//! Warnings about a CA certificate, for the operator who uploads it.
//!
//! A CA that can never work is refused when it is loaded ([`issuedby::CaError`]).

mod public_ca;
mod signature;
mod warning;

use issuedby::{CaCertificate, CaWarning, Certificate, UnixTime};

pub use self::warning::{LintWarning, PublicCaEvidence, Severity, Stack};

use crate::limits::EXPIRES_SOON_DAYS;
use crate::record::CaCertificateRecord;

/// The warnings and notes about `ca`, the gravest first.
///
/// `same_subject` are the certificates that the account has with its subject, as
/// [`ca_certificates_with_subject_of`](crate::Registry::ca_certificates_with_subject_of) gives them.
pub fn lint(ca: &CaCertificate, same_subject: &[CaCertificateRecord], now: UnixTime) -> Vec<LintWarning> {
    let mut warnings: Vec<LintWarning> = public_ca::warning(ca.certificate()).into_iter().collect();
    warnings.extend(validity(ca, now));
    warnings.extend(ca.warnings().iter().map(|warning| match warning {
        CaWarning::EkuLacksClientAuth if has_any_purpose(ca.certificate()) => LintWarning::EkuAnyPurposeOnly,
        other => LintWarning::Ca(*other),
    }));
    warnings.extend(signature::warning(ca.certificate()));
    if !issued_by_its_own_name(ca.certificate()) {
        warnings.push(LintWarning::Intermediate);
    }
    warnings.extend(relatives(ca, same_subject));
    warnings.sort_by_key(LintWarning::severity);
    warnings
}

fn validity(ca: &CaCertificate, now: UnixTime) -> Option<LintWarning> {
    const SECONDS_A_DAY: u64 = 86_400;
    let (now, begins, ends) = (now.as_secs(), ca.not_before(), ca.not_after());
    if now < begins.as_secs() {
        return Some(LintWarning::NotYetValid { not_before: begins });
    }
    match ends.as_secs().checked_sub(now).map(|left| left / SECONDS_A_DAY) {
        None => Some(LintWarning::Expired { not_after: ends }),
        Some(days) if days < EXPIRES_SOON_DAYS => Some(LintWarning::ExpiresSoon { not_after: ends, days }),
        Some(_) => None,
    }
}

/// Each other certificate with the same subject: with the same key the CA was renewed, with another it is rotated.
fn relatives(ca: &CaCertificate, same_subject: &[CaCertificateRecord]) -> impl Iterator<Item = LintWarning> {
    let others = same_subject.iter().filter(|other| other.sha256_fingerprint != ca.fingerprint());
    others.map(|other| {
        let (id, name) = (other.id.clone(), other.name.clone());
        let key = Certificate::from_der(&other.der).ok().map(|found| found.public_key_info().to_vec());
        match key.as_deref() == Some(ca.certificate().public_key_info()) {
            true => LintWarning::Renewal { id, name },
            false => LintWarning::Rotation { id, name },
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
