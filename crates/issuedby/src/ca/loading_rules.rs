//! The rules that a certificate keeps to be loaded as a CA, one function each, in the order of the reason table.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::CaError;
use crate::certificate::KeyFitness;
use crate::certificate::{Certificate, KeyAlgorithm, key};
use crate::diagnosis::Quoted;
use crate::oid_name::NamedOid;
use crate::reason::Reason;

/// Checks the rules, and gives the first that is broken.
pub(super) fn check(ca: &Certificate<'_>) -> Result<(), CaError> {
    has_no_extension_twice(ca)?;
    has_a_well_formed_issuer(ca)?;
    has_equal_algorithm_fields(ca)?;
    is_version_3(ca)?;
    is_a_ca(ca)?;
    may_sign_certificates(ca)?;
    has_an_accepted_key(ca)?;
    has_only_known_critical_extensions(ca)?;
    has_a_subject(ca)
}

/// RFC 5280 section 4.2: no extension stands twice.
fn has_no_extension_twice(ca: &Certificate<'_>) -> Result<(), CaError> {
    match ca.duplicate_extension() {
        None => Ok(()),
        Some(oid) => {
            let message = format!("the extension {} is there twice", NamedOid(oid));
            Err(CaError::new(Reason::DuplicateExtension, message))
        }
    }
}

/// RFC 5280 section 4.1.2.4. Any name will do: the CA's own issuer is never looked at.
fn has_a_well_formed_issuer(ca: &Certificate<'_>) -> Result<(), CaError> {
    ca.issuer()
        .map(drop)
        .map_err(|error| CaError::new(error.reason(Reason::MalformedIssuer), format!("its issuer: {error}")))
}

/// RFC 5280 section 4.1.1.2: the algorithm inside the TBSCertificate is the one beside the signature.
fn has_equal_algorithm_fields(ca: &Certificate<'_>) -> Result<(), CaError> {
    require(ca.algorithms_agree(), Reason::SignatureAlgorithmMismatch)
}

/// RFC 5280 section 4.1.2.1: only version 3 has extensions, and so a cA.
fn is_version_3(ca: &Certificate<'_>) -> Result<(), CaError> {
    match ca.version() {
        3 => Ok(()),
        version => {
            let message = format!("it is X.509 version {version}, version 3 is required");
            Err(CaError::new(Reason::CaUnsupportedVersion, message))
        }
    }
}

/// RFC 5280 section 4.2.1.9: cA of basicConstraints is true.
fn is_a_ca(ca: &Certificate<'_>) -> Result<(), CaError> {
    let found = match (ca.is_ca(), ca.basic_constraints()) {
        (true, _) => return Ok(()),
        (false, None) => "it has no basicConstraints, and a CA has them with cA TRUE",
        (false, Some(_)) => "its basicConstraints have cA FALSE, those of a CA have TRUE",
    };
    // What issued itself may be a CA that was made wrongly; what another issued is rather a client's.
    let origin = match (ca.subject(), ca.issuer()) {
        (Ok(subject), Ok(issuer)) if subject == issuer => {
            format!("; it is {}, which is its own issuer", Quoted(subject))
        }
        (Ok(subject), Ok(issuer)) => format!("; it is {}, issued by {}", Quoted(subject), Quoted(issuer)),
        _ => String::new(),
    };
    Err(CaError::new(Reason::NotACa, format!("{found}{origin}")))
}

/// RFC 5280 section 4.2.1.3: a keyUsage has keyCertSign.
fn may_sign_certificates(ca: &Certificate<'_>) -> Result<(), CaError> {
    match ca.key_usage().filter(|usage| !usage.allows_key_cert_sign()) {
        None => Ok(()),
        Some(usage) => {
            let names: Vec<_> = usage.names().collect();
            let found = if names.is_empty() { String::from("nothing") } else { names.join(", ") };
            let message = format!(
                "its key usage allows {found}, but not keyCertSign, with which a CA signs certificates"
            );
            Err(CaError::new(Reason::CaKeyCertSignMissing, message))
        }
    }
}

/// The key is of an accepted kind and size.
fn has_an_accepted_key(ca: &Certificate<'_>) -> Result<(), CaError> {
    match ca.key_algorithm().fitness() {
        KeyFitness::Fit => Ok(()),
        KeyFitness::TooWeak => {
            let message = match ca.key_algorithm() {
                KeyAlgorithm::Rsa(bits) => format!("its RSA key has {bits} bits, at least 2048 are required"),
                other => format!("its key is too short: {other}"),
            };
            Err(CaError::new(Reason::CaKeyTooWeak, message))
        }
        KeyFitness::Unsupported => {
            let message = format!("its key is not accepted: it is {}", key::describe(ca.public_key_info()));
            Err(CaError::new(Reason::CaKeyUnsupported, message))
        }
    }
}

/// RFC 5280 section 4.2: every critical extension is understood.
fn has_only_known_critical_extensions(ca: &Certificate<'_>) -> Result<(), CaError> {
    let Some(oid) = ca.unknown_critical_extension_of_ca() else { return Ok(()) };
    let message = match ca.unreadable_critical_extension() {
        Some(error) => format!("its critical extension {} cannot be read: {error}", NamedOid(oid)),
        None => format!("its critical extension {} is not understood", NamedOid(oid)),
    };
    Err(CaError::new(Reason::CaUnknownCriticalExtension, message))
}

/// RFC 5280 section 4.1.2.6: a CA has a subject, which its leaves carry as their issuer.
fn has_a_subject(ca: &Certificate<'_>) -> Result<(), CaError> {
    require(!ca.subject_contents().is_empty(), Reason::CaEmptySubject)
}

/// webpki does not read unique identifiers (RFC 5280 section 4.1.2.8).
pub(super) fn has_no_unique_identifier(ca: &Certificate<'_>) -> Result<(), CaError> {
    match ca.has_unique_identifier() {
        false => Ok(()),
        true => Err(CaError::new(
            Reason::UnsupportedByVerifier,
            String::from("it has a unique identifier (RFC 5280 section 4.1.2.8), which webpki does not read"),
        )),
    }
}

fn require(is_kept: bool, reason: Reason) -> Result<(), CaError> {
    match is_kept {
        true => Ok(()),
        false => Err(CaError::plain(reason)),
    }
}
