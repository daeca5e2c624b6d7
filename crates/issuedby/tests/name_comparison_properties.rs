//! The properties of every comparison of names, and of the normal form as text.

use issuedby::name::{Comparison, DistinguishedName, Hint, MatchLevel};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

fn name(text: &str) -> DistinguishedName {
    DistinguishedName::parse(text).unwrap().into_name()
}

fn compare(expected: &str, found: &str) -> Comparison {
    name(expected).compare(&name(found))
}

/// Names of few words, so that two of them often have parts in common.
fn small_name() -> impl Strategy<Value = String> {
    let attribute_type = prop::sample::select(vec!["CN", "O", "SN", "1.2.3"]);
    let value =
        prop::sample::select(vec!["a", "A", "b", "\\ b", "\u{e9}", "\u{c9}", "\u{fffd}", "#040161", ""]);
    let attribute = (attribute_type, value).prop_map(|(kind, value)| format!("{kind}={value}"));
    let rdn = vec(attribute, 1..3).prop_map(|attributes| attributes.join("+"));
    vec(rdn, 0..4).prop_map(|rdns| rdns.join(","))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_comparison_matches_exactly_where_names_are_equal(a in small_name(), b in small_name()) {
        let (a, b) = (name(&a), name(&b));
        let comparison = a.compare(&b);
        prop_assert_eq!(comparison.level().matches(), a == b);
        prop_assert_eq!(comparison.level() == MatchLevel::Identical, a.to_string() == b.to_string());
        prop_assert_eq!(comparison.differences().is_empty(), a == b);
        prop_assert_eq!(comparison.hints().is_empty(), a == b);
        prop_assert_eq!(comparison.hint().is_none(), a == b);
        prop_assert!(a != b || comparison.suggestion().is_none());
    }

    #[test]
    fn the_level_does_not_depend_on_the_side(a in small_name(), b in small_name()) {
        let (a, b) = (name(&a), name(&b));
        prop_assert_eq!(a.compare(&b).level(), b.compare(&a).level());
    }

    #[test]
    fn level_and_hint_agree(a in small_name(), b in small_name()) {
        let comparison = compare(&a, &b);
        let level = match comparison.hints().iter().find(|hint| **hint != Hint::ReplacementCharacter) {
            Some(Hint::ReversedOrder | Hint::Reordered) => MatchLevel::Reordered,
            Some(Hint::RegroupedMultiValued) => MatchLevel::Regrouped,
            _ if comparison.level().matches() => return Ok(()),
            _ => MatchLevel::Different,
        };
        prop_assert_eq!(comparison.level(), level);
    }

    /// Every attribute of the expected name is in a difference at most once, and so is every one found.
    #[test]
    fn differences_account_for_what_is_not_the_same(a in small_name(), b in small_name()) {
        let comparison = compare(&a, &b);
        let count = |text: &str| name(text).as_name().rdns().map(|rdn| rdn.attributes().count()).sum::<usize>();
        let expected = comparison.differences().iter().filter(|it| it.expected().is_some()).count();
        let found = comparison.differences().iter().filter(|it| it.found().is_some()).count();
        prop_assert!(expected <= count(&a) && found <= count(&b));
        prop_assert_eq!(count(&a) - expected, count(&b) - found);
        let json: Value = serde_json::from_str(&comparison.to_json()).unwrap();
        prop_assert_eq!(json["differences"].as_array().unwrap().len(), comparison.differences().len());
    }

    #[test]
    fn a_reversed_name_has_its_hint_unless_it_is_symmetric(a in small_name()) {
        let a = name(&a);
        let comparison = a.reversed().compare(&a);
        if a == a.reversed() {
            prop_assert!(comparison.level().matches());
        } else {
            prop_assert!(comparison.hints().contains(&Hint::ReversedOrder));
            let printed = a.to_string();
            prop_assert_eq!(comparison.suggestion(), Some(&*printed));
        }
        prop_assert_eq!(a.reversed().reversed().to_string(), a.to_string());
    }

    #[test]
    fn normalized_strings_are_equal_exactly_where_names_are(a in small_name(), b in small_name()) {
        let (a, b) = (name(&a), name(&b));
        prop_assert_eq!(a.to_normalized_string() == b.to_normalized_string(), a == b);
    }

    #[test]
    fn a_normalized_string_is_its_own_normal_form(
        texts in vec((prop::sample::select(vec!["CN", "OU", "1.2.3.4"]), vec(any::<char>(), 0..8)), 0..5),
        separator in prop::sample::select(vec![",", "+"]),
    ) {
        let escaped = |text: &[char]| -> String {
            text.iter().collect::<String>().bytes().map(|byte| format!("\\{byte:02X}")).collect()
        };
        let rdns: Vec<String> = texts.iter().map(|(kind, text)| format!("{kind}={}", escaped(text))).collect();
        let name = name(&rdns.join(separator));
        let normalized = name.to_normalized_string();
        prop_assert!(normalized.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        let read: DistinguishedName = normalized.parse().unwrap();
        prop_assert_eq!(&read, &name);
        prop_assert_eq!(read.to_normalized_string(), normalized);
    }
}
