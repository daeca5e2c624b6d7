//! Names from any text: never a panic, one normal form, and an error that can be printed anywhere.

use issuedby_registry::limits::MAX_SHOWN_CHARACTERS;
use issuedby_registry::{AccountName, CaName, CertId, DomainName};
use proptest::prelude::*;

/// Text of everything, and text that is nearly a name.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zA-Z0-9_$.-]{0,80}",
        "[a-zäöüßあ。．٠xn.-]{0,40}",
        "(https?://)?[a-z*]{0,5}[.:/][a-z0-9.]{0,20}(:[0-9]{1,5})?",
        "mtlsca_[a-z2-7]{24,28}",
    ]
}

/// An error is one line of printable ASCII of bounded length, whatever was refused.
fn is_harmless(sentence: &str) -> bool {
    sentence.chars().all(|character| matches!(character, ' '..='~'))
        && sentence.len() < 400 + MAX_SHOWN_CHARACTERS * "\\u{10ffff}".len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_domain_is_its_own_normal_form(text in text()) {
        match DomainName::parse(&text) {
            Ok(name) => {
                prop_assert_eq!(DomainName::parse(name.as_str()), Ok(name.clone()));
                if text.is_ascii() {
                    prop_assert_eq!(DomainName::parse(&text.to_uppercase()), Ok(name.clone()));
                }
                let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
                prop_assert!(name.as_str().bytes().all(is_plain), "{}", name);
            }
            Err(error) => prop_assert!(is_harmless(&error.to_string()), "{}", error),
        }
    }

    #[test]
    fn every_other_name_is_kept_or_refused_harmlessly(text in text()) {
        match AccountName::parse(&text) {
            Ok(name) => prop_assert_eq!(name.as_str(), &text),
            Err(error) => prop_assert!(is_harmless(&error.to_string()), "{}", error),
        }
        match CertId::parse(&text) {
            Ok(id) => prop_assert_eq!(id.as_str(), &text),
            Err(error) => prop_assert!(is_harmless(&error.to_string()), "{}", error),
        }
        match CaName::parse(&text) {
            Ok(name) => prop_assert_eq!(name.as_str(), &text),
            Err(error) => {
                prop_assert!(is_harmless(&error.to_string()), "{}", error);
                // A suggestion exists wherever there is a letter or a digit to keep.
                let kept = text.chars().take(63).any(|found| found.is_ascii_alphanumeric());
                prop_assert_eq!(error.valid_name().is_some(), kept);
            }
        }
    }
}
