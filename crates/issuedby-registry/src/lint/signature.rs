//! The check for a weak hash in the signature on a CA certificate.

use issuedby::Certificate;
use issuedby::certificate::BrokenHash;

use super::LintWarning;

/// The warning about the signature.
pub(super) fn warning(certificate: &Certificate<'_>) -> Option<LintWarning> {
    match certificate.broken_signature_hash()? {
        BrokenHash::Md5 => Some(LintWarning::Md5Signature),
        BrokenHash::Sha1 => Some(LintWarning::Sha1Signature),
        _ => None,
    }
}
