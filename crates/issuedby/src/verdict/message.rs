//! The messages of a verdict for people: the fault with its values, in ASCII.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::{self, Display};

use super::{Leaf, Status, Verdict, algorithm, origin, rekeyed, time};
use crate::ca::CaCertificate;
use crate::certificate::{Certificate, KeyAlgorithm, RequiredPolicy, SerialNumberDefect, key, signed};
use crate::diagnosis::Quoted;
use crate::name_constraints;
use crate::oid_name::{self, NamedOid};
use crate::reason::Reason;

pub(super) fn of_verdict(verdict: &Verdict<'_>) -> String {
    match (verdict.status, verdict.reason(), verdict.ca()) {
        (Status::Success, _, Some(ca)) => format!("issued by {ca}", ca = Ca(ca)),
        (_, Some(reason), _) => of_reason(verdict, reason),
        (_, None, _) => verdict.status.to_string(),
    }
}

pub(super) fn of_reason(verdict: &Verdict<'_>, reason: Reason) -> String {
    let specific = match &verdict.leaf {
        Leaf::Nothing => None,
        Leaf::Unread(error) => (error.reason() == reason).then(|| error.without_remedy().to_string()),
        Leaf::Unreadable(error) => (error.reason() == reason).then(|| error.to_string()),
        Leaf::Certificate(certificate) => of_certificate(verdict, certificate, reason),
    };
    specific.unwrap_or_else(|| reason.sentence().to_string())
}

/// The sentence with its values, for the reasons that have any.
fn of_certificate(verdict: &Verdict<'_>, certificate: &Certificate<'_>, reason: Reason) -> Option<String> {
    let (validity, now) = (certificate.validity(), signed(verdict.now));
    match reason {
        Reason::Malformed
        | Reason::NameConstraintsViolated
        | Reason::NameConstraintsUnsupported
        | Reason::NameConstraintsTooComplex => verdict.ca().and_then(|ca| {
            let violation = name_constraints::first_violation(ca.name_constraints()?, certificate, reason)?;
            Some(violation.sentence(&Ca(ca)).to_string())
        }),
        Reason::TooLarge => [("subject", certificate.subject()), ("issuer", certificate.issuer())]
            .into_iter()
            .find_map(|(label, name)| {
                Some((label, name.err().filter(|error| error.reason(reason) == reason)?))
            })
            .map(|(label, error)| format!("the {label} is larger than a limit: {error}")),
        Reason::TrailingData => certificate.trailing_data().map(|error| error.to_string()),
        Reason::UnsupportedVersion => {
            Some(format!("the certificate is X.509 version {}, version 3 is required", certificate.version()))
        }
        Reason::DuplicateExtension => certificate
            .duplicate_extension()
            .map(|oid| format!("the certificate has the extension {} twice", NamedOid(oid))),
        Reason::InvalidSerial => certificate
            .serial_number_defect()
            .map(|defect| invalid_serial(defect, certificate.serial_number())),
        Reason::MalformedIssuer => {
            certificate.issuer().err().map(|error| format!("the issuer is not a well-formed name: {error}"))
        }
        Reason::MalformedSubject => {
            certificate.subject().err().map(|error| format!("the subject is not a well-formed name: {error}"))
        }
        Reason::NoMatchingCa => origin::sentence(verdict, certificate),
        Reason::NotDirectlySigned => verdict.refusal.intermediate.map(|fingerprint| {
            format!(
                "the certificate was issued by an intermediate CA that was sent along (SHA-256 \
                 {fingerprint}), not by a configured CA itself"
            )
        }),
        Reason::SignatureInvalid => Some(rekeyed::sentence(verdict, certificate)),
        Reason::SignatureAlgorithmMismatch => Some(signature_algorithm_mismatch(verdict, certificate)),
        Reason::SignatureAlgorithmUnsupported => Some(algorithm::unsupported(certificate)),
        Reason::KeyTooWeak => match certificate.key_algorithm() {
            KeyAlgorithm::Rsa(bits) => Some(format!(
                "the RSA key of {} has {bits} bits, at least 2048 are required",
                Who(certificate)
            )),
            _ => None,
        },
        Reason::KeyUnsupported => Some(match certificate.key_algorithm() {
            KeyAlgorithm::Rsa(bits) => {
                format!("the certificate's RSA key has {bits} bits, at most 8192 are accepted")
            }
            _ => format!(
                "the certificate's key is not accepted: it is {}",
                key::describe(certificate.public_key_info())
            ),
        }),
        Reason::NotForClientAuthentication => Some(match certificate.extended_key_usage() {
            Some(usage) => format!(
                "the certificate's extended key usage allows {}, but not clientAuth",
                Listed(|| usage.purposes().map(Purpose))
            ),
            None => "the certificate has no extended key usage, and clientAuth is required".to_string(),
        }),
        Reason::KeyUsageForbidsDigitalSignature => certificate.key_usage().map(|usage| {
            format!(
                "the certificate's key usage allows {}, but not digitalSignature",
                Listed(|| usage.names())
            )
        }),
        Reason::UnknownCriticalExtension => unknown_critical_extensions(certificate),
        Reason::IsACa => Some(is_a_ca(verdict, certificate)),
        Reason::CertificatePoliciesMissing => verdict.ca().map(|ca| {
            let found = match certificate.policies().satisfy(RequiredPolicy::Any) {
                true => "no certificate policy but anyPolicy, which the CA inhibits",
                false => "no certificate policy",
            };
            format!("the certificate has {found}, and the CA {} requires one", Ca(ca))
        }),
        Reason::UnsupportedByVerifier => certificate.unsupported_by_verifier().map(|found| {
            format!(
                "the certificate has {found}, which is allowed and which the verifier webpki does not take"
            )
        }),
        Reason::NotYetValid => Some(time::not_yet_valid(&"the certificate", validity, now)),
        Reason::Expired => Some(time::expired(&"the certificate", validity, now)),
        Reason::CaNotYetValid => verdict.ca().map(|ca| {
            let what = format!("the CA certificate {}", Ca(ca));
            time::not_yet_valid(&what, ca.certificate().validity(), now)
        }),
        Reason::CaExpired => verdict.ca().map(|ca| {
            let what = format!("the CA certificate {}", Ca(ca));
            time::expired(&what, ca.certificate().validity(), now)
        }),
        _ => None,
    }
}

/// Every critical extension that is not understood, or the error of one that cannot be read.
fn unknown_critical_extensions(certificate: &Certificate<'_>) -> Option<String> {
    let first = NamedOid(certificate.unknown_critical_extension()?);
    if let Some(error) = certificate.unreadable_critical_extension() {
        return Some(format!(
            "the certificate has the critical extension {first}, which cannot be read: {error}"
        ));
    }
    let (count, listed) = (
        certificate.unknown_critical_extensions().count(),
        Listed(|| certificate.unknown_critical_extensions().map(NamedOid)),
    );
    Some(match count {
        0 | 1 => format!("the certificate has the critical extension {first}, which is not understood"),
        _ => format!("the certificate has {count} critical extensions that are not understood: {listed}"),
    })
}

/// A CA in the place of a client: the CA itself, a self-signed certificate, or an intermediate.
fn is_a_ca(verdict: &Verdict<'_>, certificate: &Certificate<'_>) -> String {
    let subject = Who(certificate);
    let is_the_ca = verdict.ca().is_some_and(|ca| ca.fingerprint() == certificate.fingerprint());
    match (is_the_ca, certificate.is_self_issued()) {
        (true, true) if verdict.refusal.authenticated => format!(
            "the certificate is that of the CA {subject} itself, and self-signed: it is given as the client's certificate \
             and as the CA"
        ),
        (true, _) => format!("the certificate is that of the CA {subject} itself, not a client's"),
        (false, true) => format!(
            "the certificate of {subject} is that of a CA (basicConstraints has cA TRUE) and its own issuer, as `openssl req \
             -x509` makes it"
        ),
        (false, false) => {
            format!(
                "the certificate of {subject} is that of a CA (basicConstraints has cA TRUE), not a client's"
            )
        }
    }
}

/// The subject of a certificate in a sentence.
struct Who<'a, 'c>(&'a Certificate<'c>);

impl Display for Who<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.subject() {
            Ok(subject) => Quoted(subject).fmt(f),
            Err(_) => f.write_str("the client"),
        }
    }
}

fn invalid_serial(defect: SerialNumberDefect, bytes: &[u8]) -> String {
    match defect {
        SerialNumberDefect::Zero => "the serial number is zero, a positive one is required".to_string(),
        SerialNumberDefect::Negative => {
            "the serial number is negative, a positive one is required".to_string()
        }
        SerialNumberDefect::TopBitSet => {
            "the serial number has 20 bytes with the top bit set, which DER writes in 21, \
                                          at most 20 are allowed"
                .to_string()
        }
        SerialNumberDefect::TooLong => {
            format!("the serial number has {} bytes, at most 20 are allowed", bytes.len())
        }
    }
}

fn signature_algorithm_mismatch(verdict: &Verdict<'_>, certificate: &Certificate<'_>) -> String {
    match verdict.ca() {
        _ if !certificate.algorithms_agree() => {
            "the two signature algorithm fields of the certificate differ".to_string()
        }
        Some(ca) => format!(
            "the certificate is signed with {}, but the key of {} is {}",
            algorithm::algorithm(certificate),
            Ca(ca),
            ca.certificate().key_algorithm()
        ),
        None => format!(
            "the certificate is signed with {}, which fits the key of none of the CAs with the issuer's name",
            algorithm::algorithm(certificate)
        ),
    }
}

/// A CA by subject and fingerprint: several may have one subject.
pub(super) struct Ca<'a>(pub(super) &'a CaCertificate);

impl Display for Ca<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SHA-256 {})", Quoted(self.0.subject()), self.0.fingerprint())
    }
}

/// A key purpose by name where it has a usual one: a list of purposes is read, not searched for.
struct Purpose<'a>(&'a [u8]);

impl Display for Purpose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match oid_name::of(self.0) {
            Some(name) => f.write_str(name),
            None => NamedOid(self.0).fmt(f),
        }
    }
}

/// A list with commas; the first few, for an attacker may list thousands.
struct Listed<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Display>> Display for Listed<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 6;
        let mut empty = true;
        for (position, item) in (self.0)().enumerate() {
            match position {
                0 => write!(f, "{item}")?,
                1..SHOWN => write!(f, ", {item}")?,
                _ => return f.write_str(", ..."),
            }
            empty = false;
        }
        if empty { f.write_str("nothing") } else { Ok(()) }
    }
}
