//! The rustls error for a refusal; it decides the alert that the client gets.

use std::borrow::Cow;
use std::error;
use std::fmt;
use std::sync::Arc;

use issuedby::{ErrorDetails, Reason};
use rustls::{CertificateError, Error, OtherError};

/// The rustls error for a reason. It decides the alert that the client gets (RFC 8446 section 6.2).
///
/// A reason for which rustls has no name becomes a [`RejectedCertificate`] that carries it. Its message is for the
/// log of the server; the client never gets it.
pub fn to_rustls_error(reason: Reason) -> Error {
    let certificate = match reason {
        Reason::Malformed
        | Reason::TooLarge
        | Reason::UnsupportedVersion
        | Reason::TrailingData
        | Reason::DuplicateExtension
        | Reason::InvalidSerial
        | Reason::MalformedIssuer
        | Reason::MalformedSubject
        | Reason::EmptyIssuer => CertificateError::BadEncoding,
        Reason::NoMatchingCa | Reason::NotDirectlySigned => CertificateError::UnknownIssuer,
        Reason::SignatureInvalid => CertificateError::BadSignature,
        Reason::IsACa | Reason::NotForClientAuthentication | Reason::KeyUsageForbidsDigitalSignature => {
            CertificateError::InvalidPurpose
        }
        Reason::UnknownCriticalExtension => CertificateError::UnhandledCriticalExtension,
        Reason::NotYetValid => CertificateError::NotValidYet,
        Reason::Expired => CertificateError::Expired,
        Reason::InvalidCheckTime => return Error::FailedToGetCurrentTime,
        Reason::Revoked => CertificateError::Revoked,
        Reason::RevocationUnknown => CertificateError::UnknownRevocationStatus,
        Reason::CrlExpired => CertificateError::ExpiredRevocationList,
        Reason::NoCertificate => return Error::NoCertificatesPresented,
        Reason::IssuerNotAllowed | Reason::CertificateUnavailable => {
            CertificateError::ApplicationVerificationFailure
        }
        other => CertificateError::Other(OtherError(Arc::new(RejectedCertificate(other)))),
    };
    Error::InvalidCertificate(certificate)
}

/// A certificate that was rejected for a reason that rustls has no name for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RejectedCertificate(pub Reason);

/// The fixed sentence of the reason, and its code.
impl fmt::Display for RejectedCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0.sentence(), self.0)
    }
}

impl error::Error for RejectedCertificate {}

impl ErrorDetails for RejectedCertificate {
    fn code(&self) -> &'static str {
        self.0.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(self.0.remedy().into())
    }
}

#[cfg(test)]
mod tests {
    use rustls::AlertDescription;

    use super::*;

    /// The alert for each reason; every reason stands here.
    const ALERTS: &[(AlertDescription, &[Reason])] = &[
        (
            AlertDescription::BadCertificate,
            &[
                Reason::Malformed,
                Reason::TooLarge,
                Reason::UnsupportedVersion,
                Reason::TrailingData,
                Reason::DuplicateExtension,
                Reason::InvalidSerial,
                Reason::MalformedIssuer,
                Reason::MalformedSubject,
                Reason::EmptyIssuer,
                Reason::UnknownCriticalExtension,
            ],
        ),
        (
            AlertDescription::UnknownCA,
            &[Reason::NoMatchingCa, Reason::NotDirectlySigned, Reason::RevocationUnknown, Reason::CrlExpired],
        ),
        (AlertDescription::DecryptError, &[Reason::SignatureInvalid]),
        (
            AlertDescription::UnsupportedCertificate,
            &[Reason::IsACa, Reason::NotForClientAuthentication, Reason::KeyUsageForbidsDigitalSignature],
        ),
        (AlertDescription::CertificateExpired, &[Reason::NotYetValid, Reason::Expired]),
        (AlertDescription::CertificateRevoked, &[Reason::Revoked]),
        (AlertDescription::AccessDenied, &[Reason::IssuerNotAllowed, Reason::CertificateUnavailable]),
        (
            AlertDescription::CertificateUnknown,
            &[
                Reason::TooManyCandidates,
                Reason::SignatureAlgorithmMismatch,
                Reason::SignatureAlgorithmUnsupported,
                Reason::KeyUnsupported,
                Reason::KeyTooWeak,
                Reason::NameConstraintsViolated,
                Reason::NameConstraintsUnsupported,
                Reason::NameConstraintsTooComplex,
                Reason::CertificatePoliciesMissing,
                Reason::UnsupportedByVerifier,
                Reason::CaNotYetValid,
                Reason::CaExpired,
                Reason::CaSetStale,
            ],
        ),
    ];

    #[test]
    fn every_reason_has_the_alert_that_is_listed() {
        let mut seen = 0;
        for reason in Reason::ALL.iter().copied() {
            let error = to_rustls_error(reason);
            let expected = ALERTS.iter().find(|(_, reasons)| reasons.contains(&reason));
            match (expected, error) {
                (Some((alert, _)), Error::InvalidCertificate(certificate)) => {
                    assert_eq!(AlertDescription::from(certificate), *alert, "{reason}");
                }
                (None, Error::FailedToGetCurrentTime) => assert_eq!(reason, Reason::InvalidCheckTime),
                (None, Error::NoCertificatesPresented) => assert_eq!(reason, Reason::NoCertificate),
                // The reasons of loading a CA are never a verdict's.
                (None, Error::InvalidCertificate(CertificateError::Other(_))) => {
                    assert!(reason.number() > 800, "{reason} is not in the list");
                }
                (_, error) => panic!("{reason}: {error}"),
            }
            seen += 1;
        }
        assert_eq!(seen, Reason::ALL.len());
    }

    #[test]
    fn a_reason_unknown_to_rustls_is_kept() {
        let Error::InvalidCertificate(CertificateError::Other(OtherError(error))) =
            to_rustls_error(Reason::KeyTooWeak)
        else {
            panic!("another error");
        };
        assert_eq!(
            error.downcast_ref::<RejectedCertificate>(),
            Some(&RejectedCertificate(Reason::KeyTooWeak))
        );
    }
}
