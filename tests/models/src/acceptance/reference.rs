//! ARCHITECTURE, "Acceptance" and "After a refusal": which reasons a set of faults gives.

use std::collections::BTreeSet;

use issuedby::Reason;

use super::fault::{Fault, Faults, Options};

/// The expected verdict. No reasons: SUCCESS.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Expected {
    /// Every reason.
    pub(super) reasons: BTreeSet<Reason>,
    /// True where the signature verified: all reasons are authenticated, or none is.
    pub(super) is_authentic: bool,
    /// True where a signature is checked at all.
    pub(super) checks_signature: bool,
    /// True where the verdict has the certificate.
    pub(super) has_certificate: bool,
}

/// The verdict that is expected.
pub(super) fn expected(faults: Faults, options: Options) -> Expected {
    // Alone: the certificate was not read to its end.
    for (fault, reason) in
        [(Fault::Malformed, Reason::Malformed), (Fault::TooManyExtensions, Reason::TooLarge)]
    {
        if faults.has(fault) {
            let reasons = BTreeSet::from([reason]);
            return Expected {
                reasons,
                is_authentic: false,
                checks_signature: false,
                has_certificate: false,
            };
        }
    }
    let mut reasons: BTreeSet<Reason> =
        faults.iter().filter_map(|fault| of_leaf(fault, faults, options)).collect();
    let unchecked = faults.iter().find_map(no_signature_to_check);
    let is_wrong = faults.has(Fault::SignatureWrong);
    match unchecked {
        Some(reason) => reasons.extend([reason]),
        None if is_wrong => reasons.extend([Reason::SignatureInvalid]),
        // What is wrong with the CA, and what it may not certify, is said where its key made the signature.
        None => reasons.extend(faults.iter().filter_map(|fault| of_ca(fault, faults, options))),
    }
    Expected {
        reasons,
        is_authentic: unchecked.is_none() && !is_wrong,
        checks_signature: unchecked.is_none(),
        has_certificate: true,
    }
}

/// The reasons of the leaf, whichever CA signed it.
fn of_leaf(fault: Fault, faults: Faults, options: Options) -> Option<Reason> {
    Some(match fault {
        Fault::TrailingData => Reason::TrailingData,
        Fault::Version1 | Fault::Version2 => Reason::UnsupportedVersion,
        Fault::DuplicateExtension => Reason::DuplicateExtension,
        Fault::SerialTooLong => Reason::InvalidSerial,
        Fault::SerialNegative | Fault::SerialZero | Fault::SerialTopBitSet => {
            return (!options.allow_unusual_serial).then_some(Reason::InvalidSerial);
        }
        // Whoever the issuer is: one of the two fields is wrong.
        Fault::AlgorithmsDiffer => Reason::SignatureAlgorithmMismatch,
        // It fits no kind of key that a CA could have.
        Fault::AlgorithmUnknown => Reason::SignatureAlgorithmUnsupported,
        Fault::SubjectMalformed => Reason::MalformedSubject,
        Fault::SubjectTooLarge => Reason::TooLarge,
        Fault::KeyTooWeak => Reason::KeyTooWeak,
        Fault::KeyOfOtherKind => Reason::KeyUnsupported,
        Fault::IsCa => Reason::IsACa,
        Fault::PurposeServerAlone | Fault::PurposeAnyAlone => Reason::NotForClientAuthentication,
        Fault::PurposeAbsent => {
            return options.require_client_auth_eku.then_some(Reason::NotForClientAuthentication);
        }
        Fault::NoDigitalSignature => Reason::KeyUsageForbidsDigitalSignature,
        Fault::UnknownCriticalExtension => Reason::UnknownCriticalExtension,
        Fault::UniqueIdentifier | Fault::PoliciesCritical => Reason::UnsupportedByVerifier,
        Fault::CheckTimeInvalid => Reason::InvalidCheckTime,
        // No date is compared with an invalid time.
        Fault::NotYetValid | Fault::Expired if faults.has(Fault::CheckTimeInvalid) => return None,
        Fault::NotYetValid => Reason::NotYetValid,
        Fault::Expired => Reason::Expired,
        _ => return None,
    })
}

/// The reasons of the CA that signed it, and of the leaf under that CA.
fn of_ca(fault: Fault, faults: Faults, options: Options) -> Option<Reason> {
    let asks_for_validity = !options.ignore_ca_validity && !faults.has(Fault::CheckTimeInvalid);
    match fault {
        Fault::CaNotYetValid => asks_for_validity.then_some(Reason::CaNotYetValid),
        Fault::CaExpired => asks_for_validity.then_some(Reason::CaExpired),
        Fault::PoliciesAbsent | Fault::PolicyAnyAlone => Some(Reason::CertificatePoliciesMissing),
        Fault::NameOutside => Some(Reason::NameConstraintsViolated),
        Fault::NameUnsupported => Some(Reason::NameConstraintsUnsupported),
        Fault::NameUnreadable => Some(Reason::Malformed),
        _ => None,
    }
}

/// The reason for which no signature is checked, the issuer before the algorithm.
fn no_signature_to_check(fault: Fault) -> Option<Reason> {
    Some(match fault {
        Fault::IssuerOther => Reason::NoMatchingCa,
        Fault::IssuerMalformed => Reason::MalformedIssuer,
        Fault::IssuerEmpty => Reason::EmptyIssuer,
        Fault::IssuerTooLarge => Reason::TooLarge,
        Fault::AlgorithmsDiffer | Fault::AlgorithmOfOtherKey => Reason::SignatureAlgorithmMismatch,
        Fault::AlgorithmUnknown => Reason::SignatureAlgorithmUnsupported,
        _ => return None,
    })
}

/// The reasons that a fault may take away, because another one replaces them or because they are said no more.
///
/// No other fault takes any.
pub(super) fn replaced_by(fault: Fault) -> BTreeSet<Reason> {
    let said_of_ca = [
        Reason::CaNotYetValid,
        Reason::CaExpired,
        Reason::CertificatePoliciesMissing,
        Reason::NameConstraintsViolated,
        Reason::NameConstraintsUnsupported,
        Reason::Malformed,
    ];
    match fault {
        Fault::SignatureWrong => said_of_ca.into(),
        Fault::IssuerOther | Fault::AlgorithmsDiffer => {
            said_of_ca.into_iter().chain([Reason::SignatureInvalid]).collect()
        }
        Fault::CheckTimeInvalid => {
            [Reason::NotYetValid, Reason::Expired, Reason::CaNotYetValid, Reason::CaExpired].into()
        }
        _ => BTreeSet::new(),
    }
}
