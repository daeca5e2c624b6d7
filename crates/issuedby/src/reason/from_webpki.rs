//! The reason for each error of webpki.

use webpki::Error;

use super::Reason;

/// The reason for each error of webpki. One that is not known is `malformed`: a refusal all the same.
#[allow(deprecated)] // the older variants are still public, and must not fall to the default
impl From<&Error> for Reason {
    fn from(error: &Error) -> Self {
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
            | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
                Reason::SignatureAlgorithmMismatch
            }
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
}

/// Tells whether webpki gives this error for a name of the leaf under the anchor's constraints, after all else held.
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

#[cfg(test)]
#[allow(deprecated)]
mod tests {
    use alloc::vec::Vec;

    use webpki::{
        DerTypeId, KeyUsage, RequiredEkuNotFoundContext, UnsupportedSignatureAlgorithmContext,
        UnsupportedSignatureAlgorithmForPublicKeyContext,
    };

    use super::*;
    use crate::certificate::unix_time;

    fn unsupported() -> UnsupportedSignatureAlgorithmContext {
        UnsupportedSignatureAlgorithmContext {
            signature_algorithm_id: Vec::new(),
            supported_algorithms: Vec::new(),
        }
    }

    fn unsupported_for_key() -> UnsupportedSignatureAlgorithmForPublicKeyContext {
        UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id: Vec::new(),
            public_key_algorithm_id: Vec::new(),
        }
    }

    #[test]
    fn each_refusal_of_webpki_has_the_reason_with_its_meaning() {
        let (time, other) = (unix_time(2), unix_time(1));
        let eku = RequiredEkuNotFoundContext { required: KeyUsage::client_auth(), present: Vec::new() };
        for (error, reason) in [
            (Error::CaUsedAsEndEntity, "is_a_ca"),
            (Error::CertDistrusted, "key_unsupported"),
            (Error::CertExpired { time, not_after: other }, "expired"),
            (Error::CertNotValidYet { time: other, not_before: time }, "not_yet_valid"),
            (Error::CertRevoked, "revoked"),
            (Error::CrlExpired { time, next_update: other }, "crl_expired"),
            (Error::ExtensionValueInvalid, "duplicate_extension"),
            (Error::InvalidSerialNumber, "invalid_serial"),
            (Error::InvalidSignatureForPublicKey, "signature_invalid"),
            (Error::MaximumSignatureChecksExceeded, "too_many_candidates"),
            (Error::InvalidNetworkMaskConstraint, "name_constraints_violated"),
            (Error::MalformedNameConstraint, "name_constraints_violated"),
            (Error::NameConstraintViolation, "name_constraints_violated"),
            (Error::MaximumNameConstraintComparisonsExceeded, "name_constraints_too_complex"),
            (Error::RequiredEkuNotFound, "not_for_client_authentication"),
            (Error::RequiredEkuNotFoundContext(eku), "not_for_client_authentication"),
            (Error::SignatureAlgorithmMismatch, "signature_algorithm_mismatch"),
            (Error::UnsupportedSignatureAlgorithmForPublicKey, "signature_algorithm_mismatch"),
            (
                Error::UnsupportedSignatureAlgorithmForPublicKeyContext(unsupported_for_key()),
                "signature_algorithm_mismatch",
            ),
            (Error::UnsupportedSignatureAlgorithm, "signature_algorithm_unsupported"),
            (Error::UnsupportedSignatureAlgorithmContext(unsupported()), "signature_algorithm_unsupported"),
            (Error::UnknownIssuer, "no_matching_ca"),
            (Error::UnknownRevocationStatus, "revocation_unknown"),
            (Error::UnsupportedCertVersion, "unsupported_version"),
            (Error::UnsupportedCriticalExtension, "unknown_critical_extension"),
        ] {
            assert_eq!(Reason::from(&error).code(), reason, "{error:?}");
        }
    }

    /// Among them are all that webpki says of CRLs and of paths longer than one hop, which are never asked for.
    #[test]
    fn any_other_error_of_webpki_refuses_as_malformed() {
        for error in [
            Error::BadDer,
            Error::BadDerTime,
            Error::EmptyEkuExtension,
            Error::EndEntityUsedAsCa,
            Error::InvalidCertValidity,
            Error::InvalidCrlNumber,
            Error::InvalidCrlSignatureForPublicKey,
            Error::IssuerNotCrlSigner,
            Error::MalformedDnsIdentifier,
            Error::MalformedExtensions,
            Error::MaximumPathBuildCallsExceeded,
            Error::MaximumPathDepthExceeded,
            Error::PathLenConstraintViolated,
            Error::TrailingData(DerTypeId::Certificate),
            Error::UnsupportedCrlIssuingDistributionPoint,
            Error::UnsupportedCrlSignatureAlgorithm,
            Error::UnsupportedCrlSignatureAlgorithmContext(unsupported()),
            Error::UnsupportedCrlSignatureAlgorithmForPublicKey,
            Error::UnsupportedCrlSignatureAlgorithmForPublicKeyContext(unsupported_for_key()),
            Error::UnsupportedCrlVersion,
            Error::UnsupportedDeltaCrl,
            Error::UnsupportedIndirectCrl,
            Error::UnsupportedNameType,
            Error::UnsupportedRevocationReason,
            Error::UnsupportedRevocationReasonsPartitioning,
        ] {
            assert_eq!(Reason::from(&error), Reason::Malformed, "{error:?}");
        }
    }

    #[test]
    fn only_errors_of_constrained_names_are_about_constraints() {
        for (error, is_about) in [
            (Error::InvalidNetworkMaskConstraint, true),
            (Error::MalformedDnsIdentifier, true),
            (Error::MalformedNameConstraint, true),
            (Error::MaximumNameConstraintComparisonsExceeded, true),
            (Error::NameConstraintViolation, true),
            (Error::BadDer, false),
            (Error::InvalidSignatureForPublicKey, false),
            (Error::MalformedExtensions, false),
            (Error::UnsupportedNameType, false),
        ] {
            assert_eq!(is_about_name_constraints(&error), is_about, "{error:?}");
        }
    }
}
