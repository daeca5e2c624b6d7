//! Name constraints of a CA and the names of a leaf that it signed: what is accepted breaks none by a plain reading, and
//! more exclusions accept no more.
//!
//! The input is a subject, a subjectAltName and nameConstraints, each DER with its header, one behind the other.
#![no_main]

use std::sync::Arc;
use std::time::Duration;

use issuedby::general_name::{GeneralNameForm, RawGeneralName};
use issuedby::provider::{KeyRejected, PreparedKey, Provider};
use issuedby::{CaCertificate, CaSet, Certificate, NameConstraints, Reason, UnixTime, Verifier};
use libfuzzer_sys::fuzz_target;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

/// A provider that calls every signature valid: what is fuzzed comes after the signature.
#[derive(Debug)]
struct Credulous;

#[derive(Debug)]
struct Content;

impl Provider for Credulous {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        &[&Content]
    }

    fn prepare(&self, _: &[u8]) -> Result<PreparedKey, KeyRejected> {
        Ok(Box::new([Box::new(Content)]))
    }
}

impl SignatureVerificationAlgorithm for Content {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }

    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }
}

/// One DER element.
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let mut out = vec![tag];
    match length {
        0..0x80 => out.push(length as u8),
        0x80..0x100 => out.extend([0x81, length as u8]),
        0x100..0x1_0000 => out.extend([0x82, (length >> 8) as u8, length as u8]),
        _ => out.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(contents);
    out
}

/// The element at the start of an input, whole, and what follows it. What is cut off is all there is.
fn split(input: &[u8]) -> (&[u8], &[u8]) {
    let (header, length) = match *input {
        [_, length @ 0..=0x7f, ..] => (2, usize::from(length)),
        [_, 0x81, length, ..] => (3, usize::from(length)),
        [_, 0x82, high, low, ..] => (4, usize::from(u16::from_be_bytes([high, low]))),
        _ => (input.len(), 0),
    };
    input.split_at_checked(header + length).unwrap_or((input, &[]))
}

fn extension(last: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    element(0x30, &[&[6, 3, 0x55, 0x1d, last], critical, &element(4, value)].concat())
}

/// A certificate of `CN=ca`, with a key and a signature that nobody checks.
fn certificate(subject: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    let key_info = element(0x30, alg_id::ECDSA_P256.as_ref());
    let key = element(0x30, &[key_info, element(3, &[&[0, 4][..], &[7; 64]].concat())].concat());
    let algorithm = element(0x30, alg_id::ECDSA_SHA256.as_ref());
    let validity = element(0x30, b"\x17\x0d260101000000Z\x17\x0d360101000000Z");
    let to_be_signed = element(
        0x30,
        &[
            &[0xa0, 3, 2, 1, 2, 2, 1, 1],
            &algorithm[..],
            CA_NAME,
            &validity,
            subject,
            &key,
            &element(0xa3, &element(0x30, &extensions.concat())),
        ]
        .concat(),
    );
    element(0x30, &[to_be_signed, algorithm, element(3, &[0, 1])].concat())
}

const CA_NAME: &[u8] = b"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x03\x0c\x02ca";

fn ca(constraints: &[u8]) -> Option<CaCertificate> {
    let extensions = [extension(19, true, &[0x30, 3, 1, 1, 0xff]), extension(30, true, constraints)];
    match CaCertificate::from_der(&certificate(CA_NAME, &extensions)) {
        Ok(ca) => Some(ca),
        Err(error) => {
            let reason = error.reason();
            assert!(matches!(
                reason,
                Reason::CaNameConstraintsMalformed | Reason::Malformed | Reason::TooLarge
            ));
            assert!(
                reason != Reason::CaNameConstraintsMalformed
                    || NameConstraints::from_der(constraints).is_err()
            );
            None
        }
    }
}

/// The reasons of a verdict, `None` for SUCCESS.
fn reasons(ca: CaCertificate, leaf: &[u8]) -> Option<Vec<Reason>> {
    let verifier =
        Verifier::new(CaSet::with_provider([ca], Arc::new(Credulous)).expect("every key is taken"));
    let now = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
    let verdict = verifier.evaluate(Some(leaf), now);
    let reasons: Vec<Reason> = verdict.reasons().map(|entry| entry.reason).collect();
    let again = verifier.evaluate(Some(leaf), now);
    assert!(again.reasons().map(|entry| entry.reason).eq(reasons.iter().copied()));
    assert_eq!(verdict.verified(), reasons.is_empty());
    for reason in &reasons {
        let message = verdict.message_of(*reason);
        assert!(message.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{message}");
        assert_eq!(message.matches('`').count() % 2, 0, "{message}");
        // A bare sentence would mean that webpki refused what we have nothing against.
        let is_about_names = matches!(
            reason,
            Reason::NameConstraintsViolated
                | Reason::NameConstraintsUnsupported
                | Reason::NameConstraintsTooComplex
        );
        assert!(!is_about_names || message != reason.sentence(), "{message}");
    }
    (!reasons.is_empty()).then_some(reasons)
}

/// What a leaf that is accepted cannot have, by a plain reading of texts.
fn check_accepted(constraints: &NameConstraints, leaf: &[u8]) {
    let leaf = Certificate::from_der(leaf).expect("what is accepted can be read");
    let subject = leaf.subject().expect("what is accepted has a subject that can be read");
    assert!(subject.is_empty() || !constraints.refuse_form(GeneralNameForm::DirectoryName));
    for name in leaf.alternative_names().into_iter().flatten() {
        let name: RawGeneralName<'_> = name.expect("what is accepted under constraints can be read");
        let form = name.form();
        assert!(!constraints.refuse_form(form), "{form} {name}");
        let of_form = |base: &&issuedby::name_constraints::NameConstraint| base.form() == form;
        let is_text = matches!(
            form,
            GeneralNameForm::DnsName
                | GeneralNameForm::Rfc822Name
                | GeneralNameForm::UniformResourceIdentifier
        );
        if !is_text {
            continue;
        }
        let text = name.to_string().to_ascii_lowercase();
        let mut permitted = constraints.permitted().iter().filter(of_form).peekable();
        assert!(
            permitted.peek().is_none()
                || permitted
                    .any(|base| text
                        .contains(base.to_string().trim_matches('.').to_ascii_lowercase().as_str())),
            "{form} {text}"
        );
        for base in constraints.excluded().iter().filter(of_form) {
            let base = base.to_string().to_ascii_lowercase();
            assert!(
                !base.is_empty() && base.trim_end_matches('.') != text.trim_end_matches('.'),
                "{form} {text}"
            );
            let with_domain = base.starts_with('.') || form == GeneralNameForm::DnsName;
            let domain = format!(".{}", base.trim_matches('.'));
            let is_host = form != GeneralNameForm::UniformResourceIdentifier && !base.contains('@');
            assert!(
                !(with_domain && is_host && text.trim_end_matches('.').ends_with(&domain)),
                "{form} {text}"
            );
        }
    }
}

/// The constraints with one exclusion more, where they are DER.
fn with_exclusion(constraints: &[u8], subtree: &[u8]) -> Vec<u8> {
    let contents = |element: &[u8]| {
        let header = match element.get(1) {
            Some(0..=0x7f) => 2,
            Some(0x81) => 3,
            _ => 4,
        };
        element.get(header..).unwrap_or_default().to_vec()
    };
    let inside = contents(constraints);
    let (first, second) = split(&inside);
    let (permitted, excluded) = match first.first() {
        Some(0xa0) => (first.to_vec(), contents(second)),
        _ => (Vec::new(), contents(first)),
    };
    let excluded = element(0xa1, &[excluded, element(0x30, subtree)].concat());
    element(0x30, &[permitted, excluded].concat())
}

/// One base of each form.
const EXCLUSIONS: [&[u8]; 7] = [
    b"\x82\x09evil.test",
    b"\x81\x09evil.test",
    b"\x81\x0da@example.com",
    b"\x86\x0a.evil.test",
    b"\xa4\x0f\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x0c\x02US",
    b"\x87\x08\x0a\0\0\0\xff\0\0\0",
    b"\x88\x01\x2a",
];

fuzz_target!(|data: &[u8]| {
    let (subject, rest) = split(data);
    let (names, constraints) = split(rest);
    let read = NameConstraints::from_der(constraints);
    let extensions = match names {
        [] | [0x30, 0] => vec![extension(37, false, &[0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2])],
        names => vec![extension(17, false, names)],
    };
    let leaf = certificate(subject, &extensions);
    let Some(ca_certificate) = ca(constraints) else { return };
    let read = read.expect("a CA is loaded only with constraints that can be read");
    let refused = reasons(ca_certificate, &leaf);
    if refused.is_none() {
        check_accepted(&read, &leaf);
    }
    // One of them, so that most of the time is spent on other inputs.
    let subtree = EXCLUSIONS[data.len() % EXCLUSIONS.len()];
    // What is too large is not loaded.
    if let Some(stricter) = ca(&with_exclusion(constraints, subtree)) {
        let stricter = reasons(stricter, &leaf);
        assert!(refused.is_none() || stricter.is_some(), "an exclusion accepted what was {refused:?}");
    }
});
