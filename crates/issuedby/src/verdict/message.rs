//! The messages of a verdict for people: the fault with its values, in ASCII.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::{self, Display};

use super::{Leaf, Status, Verdict};
use crate::ca::CaCertificate;
use crate::certificate::{
    Certificate, KeyAlgorithm, RequiredPolicy, SerialNumberDefect, date_time, key, signed,
};
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
    let (not_before, not_after) = certificate.validity();
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
        Reason::NoMatchingCa => certificate.issuer().ok().map(|issuer| {
            let issuer = Quoted(issuer);
            format!("no configured CA has the name {issuer}, which the certificate gives as its issuer")
        }),
        Reason::NotDirectlySigned => verdict.refusal.intermediate.map(|fingerprint| {
            format!(
                "the certificate was issued by an intermediate CA that was sent along (SHA-256 \
                 {fingerprint}), not by a configured CA itself: upload that one"
            )
        }),
        Reason::SignatureInvalid => Some(match verdict.ca() {
            Some(ca) => format!("the signature does not verify under the key of {}", Ca(ca)),
            None => {
                "the signature verifies under none of the configured CAs with the issuer's name".to_string()
            }
        }),
        Reason::SignatureAlgorithmMismatch => Some(signature_algorithm_mismatch(verdict, certificate)),
        Reason::SignatureAlgorithmUnsupported => Some(format!(
            "the signature algorithm {} is not accepted{}",
            algorithm(certificate),
            if is_pss(certificate) {
                " with these parameters: SHA-256, SHA-384 or SHA-512, MGF1 with the same, and a salt of the \
                 same length"
            } else {
                ""
            }
        )),
        Reason::KeyTooWeak => match certificate.key_algorithm() {
            KeyAlgorithm::Rsa(bits) => {
                Some(format!("the certificate's RSA key has {bits} bits, at least 2048 are required"))
            }
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
        Reason::UnknownCriticalExtension => certificate.unknown_critical_extension().map(|oid| {
            let oid = NamedOid(oid);
            match certificate.unreadable_critical_extension() {
                Some(error) => {
                    format!("the certificate has the critical extension {oid}, which cannot be read: {error}")
                }
                None => format!("the certificate has the critical extension {oid}, which is not understood"),
            }
        }),
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
        Reason::NotYetValid => Some(format!(
            "the certificate is valid from {}, {} after the time of the check",
            date_time(not_before),
            Span::between(signed(verdict.now), not_before)
        )),
        Reason::Expired => Some(format!(
            "the certificate expired on {}, {} before the time of the check",
            date_time(not_after),
            Span::between(not_after, signed(verdict.now))
        )),
        Reason::CaNotYetValid => verdict.ca().map(|ca| {
            let (not_before, _) = ca.certificate().validity();
            format!(
                "the CA certificate {} is valid from {}, {} after the time of the check",
                Ca(ca),
                date_time(not_before),
                Span::between(signed(verdict.now), not_before)
            )
        }),
        Reason::CaExpired => verdict.ca().map(|ca| {
            let (_, not_after) = ca.certificate().validity();
            format!(
                "the CA certificate {} expired on {}, {} before the time of the check",
                Ca(ca),
                date_time(not_after),
                Span::between(not_after, signed(verdict.now))
            )
        }),
        _ => None,
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
            algorithm(certificate),
            Ca(ca),
            ca.certificate().key_algorithm()
        ),
        None => format!(
            "the certificate is signed with {}, which fits the key of none of the CAs with the issuer's name",
            algorithm(certificate)
        ),
    }
}

/// The signature algorithm by name where it has a usual one, with its object identifier.
fn algorithm(certificate: &Certificate<'_>) -> String {
    match algorithm_oid(certificate) {
        Some(oid) => NamedOid(oid).to_string(),
        None => "of an AlgorithmIdentifier that cannot be read".to_string(),
    }
}

fn is_pss(certificate: &Certificate<'_>) -> bool {
    algorithm_oid(certificate).and_then(oid_name::of) == Some("RSASSA-PSS")
}

fn algorithm_oid<'a>(certificate: &'a Certificate<'_>) -> Option<&'a [u8]> {
    use crate::certificate::der::Reader;
    use crate::tag;

    let mut reader = Reader::new(certificate.signature_algorithm());
    reader.read_tagged(tag::OBJECT_IDENTIFIER, "the signatureAlgorithm").ok().map(|oid| oid.contents)
}

/// A CA by subject and fingerprint: several may have one subject.
struct Ca<'a>(&'a CaCertificate);

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

/// A span of seconds in the largest unit that it fills: `1 day`, `267 days`, `3 hours`.
struct Span(u64);

impl Span {
    /// From one time to a later one; none where it is not later.
    fn between(earlier: i64, later: i64) -> Self {
        Self(later.checked_sub(earlier).and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0))
    }
}

impl Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 3] = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
        let found = UNITS.iter().find(|(length, _)| self.0 >= *length);
        let (count, unit) = found.map_or((self.0, "second"), |(length, unit)| (self.0 / length, *unit));
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}
