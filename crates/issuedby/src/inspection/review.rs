//! The review of a certificate: each rule that gives a caution, with its source.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Inspection;
use super::caution::{Caution, ReviewCaution};
use crate::certificate::{BrokenHash, KeyAlgorithm, date_time};
use crate::diagnosis::Quoted;
use crate::limits::{LONG_CA_VALIDITY_YEARS, LONG_VALIDITY_YEARS};
use crate::reason::Reason;

/// 9999-12-31T23:59:59Z, which stands for no end (RFC 5280 section 4.1.2.5).
const NO_END: i64 = 253_402_300_799;

/// The year of the calendar in seconds: 365.2425 days.
const SECONDS_A_YEAR: i64 = 31_556_952;

/// Every caution: first what the verifier, or the loading of a CA, says about it; then the review; then the names.
pub(super) fn cautions(inspection: &Inspection<'_>) -> Vec<Caution> {
    let mut found = Vec::new();
    match inspection.is_ca() {
        false => found.extend(inspection.never_verifies.iter().map(Caution::of_refusal)),
        true => {
            match &inspection.as_ca {
                Ok(warnings) => found.extend(warnings.iter().copied().map(Caution::of_ca)),
                Err(error) => found.push(Caution::of_loading(error)),
            }
            if looks_like_an_end_entity(inspection) {
                let is_a_ca =
                    inspection.never_verifies.iter().filter(|refusal| refusal.reason == Reason::IsACa);
                found.extend(is_a_ca.map(Caution::of_refusal));
            }
        }
    }
    let mut review = Review { inspection, found };
    review.purposes();
    review.basic_constraints();
    review.names();
    review.key_identifiers();
    review.validity();
    review.signature();
    review.extensions();
    let mut found = review.found;
    found.extend(inspection.name_warnings.iter().map(|(label, warning)| Caution::of_name(label, warning)));
    found
}

/// Tells whether a CA certificate has what end entities have: names of hosts or people, or clientAuth without cRLSign.
fn looks_like_an_end_entity(inspection: &Inspection<'_>) -> bool {
    let certificate = &inspection.certificate;
    let is_for_clients = certificate.extended_key_usage().is_some_and(|usage| usage.client_auth);
    let signs_lists =
        certificate.key_usage().is_some_and(|usage| usage.names().any(|name| name == "cRLSign"));
    let names = inspection.contents.alternative_names.as_ref();
    let has_names = names.is_some_and(|names| {
        names.iter().any(|name| matches!(name.form, "dNSName" | "iPAddress" | "rfc822Name" | "otherName"))
    });
    has_names || is_for_clients && !signs_lists
}

struct Review<'i, 'a> {
    inspection: &'i Inspection<'a>,
    found: Vec<Caution>,
}

impl Review<'_, '_> {
    fn caution(&mut self, kind: ReviewCaution, message: impl Into<String>) {
        self.found.push(Caution::of_review(kind, message.into()));
    }

    /// Tells whether an extension is missing. One that cannot be read is not; a certificate of version 1 or 2 has none, which
    /// is said once.
    fn lacks(&self, name: &str) -> bool {
        let is_there = self.inspection.extensions.iter().any(|extension| extension.name == Some(name));
        self.inspection.certificate.version() == 3 && !is_there
    }

    /// RFC 5280 sections 4.2.1.3 and 4.2.1.12; RFC 8410 section 5 and RFC 8813 section 3 for what a key can do.
    fn purposes(&mut self) {
        let certificate = &self.inspection.certificate;
        let (is_ca, usage) = (certificate.is_ca(), certificate.key_usage());
        match certificate.extended_key_usage() {
            None if !is_ca && self.lacks("extKeyUsage") => self.caution(
                ReviewCaution::EkuMissing,
                "found no extended key usage, expected clientAuth: the certificate may be used for any purpose",
            ),
            Some(usage) if usage.any && usage.client_auth && !is_ca => self.caution(
                ReviewCaution::EkuAnyPurpose,
                "found anyExtendedKeyUsage, expected clientAuth alone: the certificate may be used for any purpose",
            ),
            _ => {}
        }
        let Some(usage) = usage else {
            if is_ca && self.lacks("keyUsage") {
                self.caution(
                    ReviewCaution::KeyUsageMissing,
                    "found no keyUsage, expected one in a CA certificate (RFC 5280 section 4.2.1.3)",
                );
            }
            return;
        };
        if usage.names().next().is_none() {
            self.caution(
                ReviewCaution::KeyUsageEmpty,
                "found a keyUsage without a bit, expected one at least (RFC 5280 section 4.2.1.3)",
            );
        }
        if usage.allows_key_cert_sign() && !is_ca {
            self.caution(
                ReviewCaution::CertSignWithoutCa,
                "found keyCertSign without cA TRUE, expected both or neither (RFC 5280 section 4.2.1.9)",
            );
        }
        let key = certificate.key_algorithm();
        let unfit: &[&str] = match key {
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 | KeyAlgorithm::EcdsaP521 => {
                &["keyEncipherment", "dataEncipherment"]
            }
            KeyAlgorithm::Ed25519 => &["keyEncipherment", "dataEncipherment", "keyAgreement"],
            KeyAlgorithm::Rsa(_) => &["keyAgreement"],
            KeyAlgorithm::Unsupported => &[],
        };
        if let Some(name) = usage.names().find(|name| unfit.contains(name)) {
            let message =
                format!("found {name} in the keyUsage, expected what a key of the kind {key} can do");
            self.caution(ReviewCaution::KeyUsageUnfitForKey, message);
        }
    }

    /// RFC 5280 section 4.2.1.9.
    fn basic_constraints(&mut self) {
        let certificate = &self.inspection.certificate;
        if certificate.path_length().is_some() && !certificate.is_ca() {
            self.caution(
                ReviewCaution::PathLengthWithoutCa,
                "found a pathLenConstraint without cA TRUE, expected none (RFC 5280 section 4.2.1.9)",
            );
        }
        if certificate.is_ca() && !self.inspection.is_critical("basicConstraints") {
            self.caution(
                ReviewCaution::BasicConstraintsNotCritical,
                "found basicConstraints that are not critical, expected critical ones in a CA certificate (RFC 5280 section \
                 4.2.1.9)",
            );
        }
    }

    /// RFC 5280 sections 4.1.2.6 and 4.2.1.6.
    fn names(&mut self) {
        let inspection = self.inspection;
        let certificate = &inspection.certificate;
        let is_empty = certificate.subject().is_ok_and(|subject| subject.is_empty());
        let names = inspection.contents.alternative_names.as_deref().unwrap_or_default();
        match (is_empty, names.is_empty()) {
            (true, true) if !certificate.is_ca() => {
                self.caution(
                    ReviewCaution::NoName,
                    "found neither a subject nor a subjectAltName, expected the client's name",
                );
            }
            (false, true) if !certificate.is_ca() && self.lacks("subjectAltName") => self.caution(
                ReviewCaution::AlternativeNamesMissing,
                "found the client's name in the subject alone, expected a subjectAltName too: software that reads no subject \
                 finds no name",
            ),
            (true, false) if !inspection.is_critical("subjectAltName") => self.caution(
                ReviewCaution::AlternativeNamesNotCritical,
                "found an empty subject and a subjectAltName that is not critical, expected a critical one (RFC 5280 section \
                 4.1.2.6)",
            ),
            _ => {}
        }
        if let Some(name) = names.iter().find(|name| name.is_misleading()) {
            let (form, value) = (name.form, Quoted(&name.value));
            let message = format!(
                "found characters that cannot be seen, or that change how others are shown, in the {form} {value}, expected \
                 none"
            );
            self.caution(ReviewCaution::MisleadingAlternativeName, message);
        }
    }

    /// RFC 5280 sections 4.2.1.1 and 4.2.1.2.
    fn key_identifiers(&mut self) {
        let certificate = &self.inspection.certificate;
        if certificate.is_ca() && self.lacks("subjectKeyIdentifier") {
            self.caution(
                ReviewCaution::SubjectKeyIdentifierMissing,
                "found no subjectKeyIdentifier, expected one in a CA certificate (RFC 5280 section 4.2.1.2)",
            );
        }
        if !certificate.is_self_issued() && self.lacks("authorityKeyIdentifier") {
            self.caution(
                ReviewCaution::AuthorityKeyIdentifierMissing,
                "found no authorityKeyIdentifier, expected the key of the issuer (RFC 5280 section 4.2.1.1)",
            );
        }
    }

    /// RFC 5280 section 4.1.2.5.
    fn validity(&mut self) {
        let certificate = &self.inspection.certificate;
        let (from, until) = certificate.validity();
        let years = until.saturating_sub(from) / SECONDS_A_YEAR;
        let limit = if certificate.is_ca() { LONG_CA_VALIDITY_YEARS } else { LONG_VALIDITY_YEARS };
        if until < from {
            let (from, until) = (date_time(from), date_time(until));
            let message = format!(
                "found {until} as notAfter, expected a date after notBefore, {from}: it is never valid"
            );
            self.caution(ReviewCaution::NeverValid, message);
        } else if until == NO_END {
            let until = date_time(until);
            let message = format!("found {until} as notAfter, which stands for no end, expected a date");
            self.caution(ReviewCaution::NoEnd, message);
        } else if years >= limit {
            let message = format!(
                "found a validity of {years} years, expected fewer than {limit}: a lost key is accepted as long"
            );
            self.caution(ReviewCaution::LongValidity, message);
        }
    }

    /// Of a client's certificate, the verifier says it.
    fn signature(&mut self) {
        if !self.inspection.is_ca() {
            return;
        }
        let (kind, hash) = match self.inspection.certificate.broken_signature_hash() {
            Some(BrokenHash::Md5) => (ReviewCaution::Md5Signature, "MD5 or an older hash"),
            Some(BrokenHash::Sha1) => (ReviewCaution::Sha1Signature, "SHA-1"),
            None => return,
        };
        let message = format!(
            "found a signature with {hash}, expected SHA-256 or better: a CA's own signature is not checked here, but software \
             that checks it refuses it"
        );
        self.caution(kind, message);
    }

    fn extensions(&mut self) {
        let unreadable = self.inspection.extensions.iter().filter_map(|extension| {
            let error = extension.error.as_ref()?;
            let name = extension.name.or(extension.oid.as_deref()).unwrap_or("an extension");
            Some(format!("found {name} that cannot be read, expected the DER of its type: {error}"))
        });
        let unreadable: Vec<String> = unreadable.collect();
        for message in unreadable {
            self.caution(ReviewCaution::UnreadableExtension, message);
        }
    }
}
