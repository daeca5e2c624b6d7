//! What webpki's refusals are called here.

use webpki::Error;

use super::Reason;

/// The reason for each error of webpki. One that is not known is `malformed`: a refusal all the same.
#[allow(deprecated)] // the older variants are still public, and must not fall to the default
pub(crate) fn reason_of(error: &Error) -> Reason {
    match error {
        Error::CaUsedAsEndEntity => Reason::IsACa,
        Error::CertDistrusted => Reason::KeyUnsupported,
        Error::CertExpired { .. } => Reason::Expired,
        Error::CertNotValidYet { .. } => Reason::NotYetValid,
        Error::CertRevoked => Reason::Revoked,
        Error::CrlExpired { .. } => Reason::CrlExpired,
        Error::ExtensionValueInvalid => Reason::DuplicateExtension,
        Error::InvalidSerialNumber => Reason::InvalidSerial,
        Error::InvalidSignatureForPublicKey => Reason::SignatureInvalid,
        Error::MaximumSignatureChecksExceeded => Reason::TooManyCandidates,
        Error::InvalidNetworkMaskConstraint
        | Error::MalformedNameConstraint
        | Error::NameConstraintViolation => Reason::NameConstraintsViolated,
        Error::MaximumNameConstraintComparisonsExceeded => Reason::NameConstraintsTooComplex,
        Error::RequiredEkuNotFound | Error::RequiredEkuNotFoundContext(_) => {
            Reason::NotForClientAuthentication
        }
        Error::SignatureAlgorithmMismatch
        | Error::UnsupportedSignatureAlgorithmForPublicKey
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Reason::SignatureAlgorithmMismatch,
        Error::UnsupportedSignatureAlgorithm | Error::UnsupportedSignatureAlgorithmContext(_) => {
            Reason::SignatureAlgorithmUnsupported
        }
        Error::UnknownIssuer => Reason::NoMatchingCa,
        Error::UnknownRevocationStatus => Reason::RevocationUnknown,
        Error::UnsupportedCertVersion => Reason::UnsupportedVersion,
        Error::UnsupportedCriticalExtension => Reason::UnknownCriticalExtension,
        _ => Reason::Malformed,
    }
}

/// Whether webpki gives this error for a name of the leaf under the anchor's constraints, after everything else held.
pub(crate) fn is_about_name_constraints(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidNetworkMaskConstraint
            | Error::MalformedDnsIdentifier
            | Error::MalformedNameConstraint
            | Error::MaximumNameConstraintComparisonsExceeded
            | Error::NameConstraintViolation
    )
}
