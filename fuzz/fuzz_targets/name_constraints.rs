//! Name constraints of a CA and the names of a leaf that it signed: what is accepted breaks none by a plain reading, and
//! more exclusions accept no more.
//!
//! The input is a subject, a subjectAltName and nameConstraints, each DER with its header, one behind the other.
#![no_main]

use std::sync::Arc;

use issuedby::general_name::{GeneralNameForm, RawGeneralName};
use issuedby::{CaCertificate, CaSet, Certificate, NameConstraints, Reason, Verifier};
use issuedby_fuzz::builder::{self, CA_NAME, extension, is_a_ca};
use issuedby_fuzz::der::{contents, element, split};
use issuedby_fuzz::toy_signatures::Toys;
use issuedby_fuzz::{assert_printable, now};
use libfuzzer_sys::fuzz_target;

/// A certificate of `CN=ca`.
fn certificate(subject: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    builder::certificate(1, CA_NAME, subject, extensions)
}

fn ca(constraints: &[u8]) -> Option<CaCertificate> {
    let extensions = [is_a_ca(), extension(30, true, constraints)];
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
    let verifier = Verifier::new(CaSet::with_provider([ca], Arc::new(Toys)).expect("every key is taken"));
    let now = now();
    let verdict = verifier.evaluate(Some(leaf), now);
    let reasons: Vec<Reason> = verdict.reasons().map(|entry| entry.reason).collect();
    let again = verifier.evaluate(Some(leaf), now);
    assert!(again.reasons().map(|entry| entry.reason).eq(reasons.iter().copied()));
    assert_eq!(verdict.verified(), reasons.is_empty());
    for reason in &reasons {
        let message = verdict.message_of(*reason);
        assert_printable(&message);
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

/// The names that an accepted leaf cannot have, by a plain reading of texts.
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
    let (first, second) = split(contents(constraints));
    let (permitted, excluded) = match first.first() {
        Some(0xa0) => (first, contents(second)),
        _ => (&[][..], contents(first)),
    };
    let excluded = element(0xa1, &[excluded, &element(0x30, subtree)].concat());
    element(0x30, &[permitted, &excluded].concat())
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
