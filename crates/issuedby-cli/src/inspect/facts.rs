//! Everything that is shown about one certificate, for both formats.

use issuedby::certificate::KeyAlgorithm;
use issuedby::input::Form;
use issuedby::name::{NameError, NameWarning};
use issuedby::{
    CaCertificate, CaError, CaSet, CaWarning, Certificate, ClientCert, Fingerprint, Reason, ReasonGroup,
    Verdict, Verifier, check_time, oid_name,
};
use x509_cert::der::{AnyRef, Decode, SliceReader, Tag, Tagged};
use x509_cert::spki::SubjectPublicKeyInfoRef;

use super::names::{self, AlternativeName, Constraints};
use super::oid;
use super::policies::{self, Policy};
use crate::time;

/// Everything that is shown about one certificate.
pub(crate) struct Facts {
    /// The form in which it was written; `None` where that says nothing.
    pub(super) form: Option<Form>,
    pub(super) subject: Result<PrintedName, NameError>,
    pub(super) issuer: Result<PrintedName, NameError>,
    /// The name that an operator pastes: the subject of a CA, the issuer of a client.
    pub(super) cert_issuer_dn: Option<PrintedName>,
    pub(super) serial_number: String,
    /// As verdicts write them.
    pub(super) not_before_text: String,
    pub(super) not_after_text: String,
    /// Both for people, with how far the nearer one is from now.
    pub(super) validity: String,
    pub(super) fingerprint: Fingerprint,
    pub(super) version: u8,
    pub(super) key: Key,
    pub(super) signature_algorithm: String,
    pub(super) is_ca: bool,
    pub(super) path_length: Option<u64>,
    pub(super) key_usage: Option<Vec<&'static str>>,
    /// Names, or dotted numbers where there is none.
    pub(super) extended_key_usage: Option<Vec<String>>,
    pub(super) subject_alternative_names: Option<Vec<AlternativeName>>,
    pub(super) name_constraints: Option<Constraints>,
    pub(super) policies: Option<Vec<Policy>>,
    pub(super) authority_key_identifier: Option<Vec<u8>>,
    pub(super) subject_key_identifier: Option<Vec<u8>>,
    pub(super) extensions: Vec<ExtensionFacts>,
    pub(super) defects: Vec<Reason>,
    /// The warnings about the subject and the issuer.
    pub(super) name_warnings: Vec<(&'static str, NameWarning)>,
    /// Warnings, or why it cannot be loaded.
    pub(super) as_ca: Result<Vec<CaWarning>, CaError>,
    /// The reasons for which every verifier refuses it as a client's, whatever the CA and the time.
    pub(super) never_verifies: Vec<Objection>,
    /// Those for which a verifier refuses it as a client's at this time.
    pub(super) not_now: Vec<Objection>,
    pub(super) bytes: usize,
    /// The number of bytes after the certificate.
    pub(super) trailing: usize,
    /// The length of its `Client-Cert` value.
    pub(super) client_cert_length: usize,
}

/// A reason against it, with the core's message and the remedy of its cause, as `verify` gives them.
pub(super) struct Objection {
    pub(super) reason: Reason,
    pub(super) message: String,
    pub(super) remedy: &'static str,
}

/// A name in both styles.
#[derive(Clone)]
pub(super) struct PrintedName {
    /// ASCII, for JSON and to paste.
    pub(super) ascii: String,
    /// For people.
    pub(super) readable: String,
}

/// The kind and size of the public key.
pub(super) struct Key {
    pub(super) kind: String,
    /// Unknown for kinds that are not accepted.
    pub(super) bits: Option<u32>,
    /// Both, for people.
    pub(super) shown: String,
}

pub(super) struct ExtensionFacts {
    pub(super) oid: String,
    pub(super) name: Option<&'static str>,
    pub(super) critical: bool,
}

impl Facts {
    /// The facts about the certificate that stands at the start of `bytes`, as a rule all of them.
    pub(crate) fn of(certificate: &Certificate<'_>, bytes: &[u8], form: Option<Form>) -> Self {
        let trailing = bytes.len().saturating_sub(certificate.der().len());
        let (never_verifies, not_now) = against_client(bytes, time::now());
        let trailing_data = (trailing > 0).then_some(Reason::TrailingData);
        let now = time::now();
        let printed = |name: issuedby::name::Name<'_>| PrintedName {
            ascii: name.to_string(),
            readable: name.to_utf8_string(),
        };
        let name_warnings = [("subject", certificate.subject()), ("issuer", certificate.issuer())]
            .into_iter()
            .filter_map(|(label, name)| Some((label, name.ok()?)))
            .flat_map(|(label, name)| name.warnings().into_iter().map(move |warning| (label, warning)))
            .collect();
        let (subject, issuer) = (certificate.subject().map(printed), certificate.issuer().map(printed));
        let to_paste = if certificate.is_ca() { &subject } else { &issuer };
        Self {
            form,
            cert_issuer_dn: to_paste.as_ref().ok().cloned(),
            subject,
            issuer,
            serial_number: certificate.serial_number_text().to_string(),
            not_before_text: certificate.not_before_text().to_string(),
            not_after_text: certificate.not_after_text().to_string(),
            validity: time::validity(certificate, now),
            fingerprint: certificate.fingerprint(),
            version: certificate.version(),
            key: key(certificate),
            signature_algorithm: algorithm(certificate.signature_algorithm()),
            is_ca: certificate.is_ca(),
            path_length: certificate.path_length(),
            key_usage: certificate.key_usage().map(|usage| usage.names().collect()),
            extended_key_usage: certificate
                .extended_key_usage()
                .map(|usage| usage.purposes().map(oid::name_or_number).collect()),
            subject_alternative_names: certificate.alternative_names().map(names::read),
            name_constraints: certificate.name_constraints().map(Constraints::of),
            policies: policies::read(certificate),
            authority_key_identifier: certificate.authority_key_identifier().map(<[u8]>::to_vec),
            subject_key_identifier: certificate.subject_key_identifier().map(<[u8]>::to_vec),
            extensions: certificate
                .extensions()
                .map(|extension| ExtensionFacts {
                    oid: oid::dotted(extension.oid),
                    name: oid_name::of(extension.oid),
                    critical: extension.critical,
                })
                .collect(),
            defects: trailing_data.into_iter().chain(certificate.structure_defects()).collect(),
            name_warnings,
            as_ca: as_ca(bytes),
            never_verifies,
            not_now,
            bytes: certificate.der().len(),
            trailing,
            client_cert_length: ClientCert::encode(certificate.der()).len(),
        }
    }
}

/// The warnings of a CA that can be loaded, with its key.
fn as_ca(bytes: &[u8]) -> Result<Vec<CaWarning>, CaError> {
    let ca = CaCertificate::from_der(bytes)?;
    let warnings = ca.warnings().to_vec();
    CaSet::new([ca]).map(|_| warnings)
}

/// The reasons of a verifier without CAs that are about the certificate alone: at any time, and now.
fn against_client(bytes: &[u8], now: i64) -> (Vec<Objection>, Vec<Objection>) {
    let Ok(no_cas) = CaSet::new([]) else { return (Vec::new(), Vec::new()) };
    let verifier = Verifier::new(no_cas);
    let of_verdict = |verdict: &Verdict<'_>| -> Vec<Objection> {
        let reasons = verdict.reasons().map(|entry| entry.reason);
        let of_reason = |reason| Objection {
            reason,
            message: verdict.message_of(reason),
            remedy: verdict.remedy_of(reason),
        };
        reasons.map(of_reason).collect()
    };
    let mut not_now = of_verdict(&verifier.evaluate(Some(bytes), check_time(now)));
    not_now.retain(|objection| objection.reason.group() == ReasonGroup::Time);
    (verifier.permanent_refusal(bytes).as_ref().map(of_verdict).unwrap_or_default(), not_now)
}

fn key(certificate: &Certificate<'_>) -> Key {
    let algorithm = certificate.key_algorithm();
    let (kind, bits) = match algorithm {
        KeyAlgorithm::Rsa(bits) => ("RSA".to_owned(), bits),
        KeyAlgorithm::EcdsaP256 => (algorithm.to_string(), 256),
        KeyAlgorithm::EcdsaP384 => (algorithm.to_string(), 384),
        KeyAlgorithm::EcdsaP521 => (algorithm.to_string(), 521),
        KeyAlgorithm::Ed25519 => (algorithm.to_string(), 256),
        _ => {
            let kind = unsupported_key(certificate.public_key_info());
            return Key { shown: format!("{kind}: {algorithm}"), kind, bits: None };
        }
    };
    Key { kind, bits: Some(bits), shown: algorithm.to_string() }
}

/// The algorithm of a key that is not accepted, with its curve if it names one.
fn unsupported_key(public_key_info: &[u8]) -> String {
    let Ok(info) = SubjectPublicKeyInfoRef::from_der(public_key_info) else { return "unreadable".to_owned() };
    let name = oid::named(info.algorithm.oid.as_bytes());
    match info.algorithm.parameters.filter(|parameters| parameters.tag() == Tag::ObjectIdentifier) {
        Some(curve) => format!("{name}, {}", oid::named(curve.value())),
        None => name,
    }
}

/// The name of a signature algorithm, from the contents of its AlgorithmIdentifier.
fn algorithm(contents: &[u8]) -> String {
    let oid = SliceReader::new(contents).and_then(|mut reader| AnyRef::decode(&mut reader));
    match oid {
        Ok(oid) if oid.tag() == Tag::ObjectIdentifier => oid::name_or_number(oid.value()),
        _ => "unreadable".to_owned(),
    }
}
