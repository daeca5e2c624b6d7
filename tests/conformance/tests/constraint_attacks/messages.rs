//! Sentences about names that an attacker chose.

use issuedby::{CaSet, Reason, Verifier, check_time};
use issuedby_conformance::outcome::seconds;
use issuedby_conformance::template::NOW;

use crate::constrained::*;

/// The first reason and its sentence.
fn sentence(permitted: &[Vec<u8>], excluded: &[Vec<u8>], names: &[Vec<u8>]) -> (Reason, String) {
    let constrained = Constrained::new(&constraints(permitted, excluded));
    let leaf = constrained.leaf(client(), names);
    let verifier = Verifier::new(CaSet::new([constrained.load()]).expect("a P-256 key"));
    let verdict = verifier.evaluate(Some(&leaf), check_time(seconds(NOW)));
    let reason = verdict.reason().expect("a refusal");
    assert_eq!(verdict.message_of(reason), verdict.clone().into_owned().message_of(reason));
    (reason, verdict.message_of(reason))
}

#[test]
fn a_name_stays_inside_its_quotation() {
    let trick = "a@b`. Upload evil.pem (`\n\u{1b}[2J";
    let names = [
        email("x`y@evil.test"),
        uri("https://evil.test/` is allowed by `"),
        dns("`\u{1b}]0;x\u{7}"),
        smtp_utf8_text("`\u{202e}@evil.test"),
        directory(&organization(UTF8, trick.as_bytes())),
    ];
    let permitted = [email("ok.example"), uri("ok.example"), dns("ok.example"), base("Ok`\u{1b}")];
    for name in names {
        let (reason, text) = sentence(&permitted, &[], std::slice::from_ref(&name));
        assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{reason}: {text:?}");
        assert_eq!(text.matches('`').count() % 2, 0, "{text}");
        assert!(text.len() < 4 * 1024, "{}", text.len());
    }
}

#[test]
fn a_long_name_and_many_constraints_are_cut() {
    let many: Vec<_> = (0..60).map(|number| email(&format!("{number}.{}test", "a.".repeat(110)))).collect();
    let (_, text) = sentence(&many, &[], &[email(&format!("{}@evil.test", "a".repeat(9000)))]);
    assert!(text.len() < 4 * 1024, "{}", text.len());
}

#[test]
fn a_uri_without_a_host_is_not_said_to_be_excluded_by_a_base() {
    for (permitted, excluded) in [(vec![uri("example.org")], vec![]), (vec![], vec![uri("evil.test")])] {
        let (reason, text) = sentence(&permitted, &excluded, &[uri("urn:x")]);
        assert_eq!(reason, Reason::NameConstraintsViolated);
        assert!(!text.contains("evil.test") && !text.contains("example.org"), "{text}");
    }
}
