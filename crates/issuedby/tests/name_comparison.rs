//! Comparisons of names: levels, hints, differences.

mod specification_word;

use std::fs;

use issuedby::name::{Comparison, DifferenceKind, DistinguishedName, Hint, MatchLevel};
use issuedby_test_support::{distinguished_names, not_run, report_cases};
use serde_json::{Value, json};
use specification_word::specification_hint;

fn name(text: &str) -> DistinguishedName {
    DistinguishedName::parse(text).unwrap().into_name()
}

fn compare(expected: &str, found: &str) -> Comparison {
    name(expected).compare(&name(found))
}

fn kinds(comparison: &Comparison) -> Vec<DifferenceKind> {
    comparison.differences().iter().map(|difference| difference.kind()).collect()
}

/// Kind, RDN numbers, type, and both sides.
fn differences(comparison: &Comparison) -> Vec<(&str, [usize; 2], &str, &str, &str)> {
    let of = |it: &'_ issuedby::name::Difference| {
        [it.expected_rdn(), it.found_rdn()].map(Option::unwrap_or_default)
    };
    comparison
        .differences()
        .iter()
        .map(|it| {
            let sides = [it.expected(), it.found()].map(Option::unwrap_or_default);
            (it.kind().as_str(), of(it), it.attribute(), sides[0], sides[1])
        })
        .collect()
}

const CA: &str = "CN=example-ca,O=Example,C=US";

#[test]
fn hints_are_those_of_the_vectors() {
    const SUITE: &str = "name/hints";
    let Some(folder) = distinguished_names() else {
        return not_run(SUITE, "the folder of Distinguished Name vectors");
    };
    let file: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("equality.json")).unwrap()).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    let comparable = || vectors.iter().filter(|vector| vector["equal"].is_boolean());
    let mut run = 0;
    for vector in comparable() {
        let id = vector["id"].as_str().unwrap();
        let [a, b] = ["a", "b"].map(|side| side_of(&vector[side]));
        let comparison = a.compare(&b);
        let equal = vector["equal"].as_bool().unwrap();
        assert_eq!(comparison.level().matches(), equal, "{id}");
        assert_eq!(comparison.differences().is_empty(), equal, "{id}");
        assert_eq!(comparison.hint().is_none(), equal, "{id}");

        let hints: Vec<String> = comparison.hints().iter().map(|hint| specification_hint(*hint)).collect();
        let expected: Vec<&str> = match &vector["hints"] {
            Value::Array(hints) => hints.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if hints != expected {
            // Compatibility characters need tables, which the vectors leave to the implementation.
            assert_eq!(expected, ["UnicodeCaseOrCompatibility"], "{id}");
            assert_eq!(hints, ["Different"], "{id}");
            assert!(NEED_TABLES.contains(&id), "{id}");
        }
        run += 1;
    }
    report_cases(SUITE, run, comparable().count());
}

/// Vectors of precomposed letters, full-width letters and the no-break space.
const NEED_TABLES: [&str; 3] = ["uni-01", "uni-02", "uni-07"];

fn side_of(side: &Value) -> DistinguishedName {
    if let Some(text) = side["dn"].as_str() {
        return name(text);
    }
    let digits = side["der"].as_str().unwrap().as_bytes();
    let byte = |pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
    DistinguishedName::from_der(&digits.chunks(2).map(byte).collect::<Vec<u8>>()).unwrap()
}

#[test]
fn names_that_print_alike_are_identical() {
    assert_eq!(compare(CA, CA).level(), MatchLevel::Identical);
    assert_eq!(compare("", "").level(), MatchLevel::Identical);
    assert_eq!(compare("CN=a+O=b", "O=B+CN=a").level(), MatchLevel::Equal);
    assert_eq!(compare(CA, "cn= EXAMPLE-ca ,O=Example,C=US").level(), MatchLevel::Equal);
}

#[test]
fn another_order_or_grouping_does_not_match() {
    assert_eq!(compare("O=Example,CN=example-ca,C=US", CA).level(), MatchLevel::Reordered);
    assert_eq!(compare("OU=b,CN=a", "CN=a+OU=b").level(), MatchLevel::Regrouped);
    assert_eq!(compare("CN=a+OU=b,O=c+C=US", "CN=a+O=c,OU=b+C=US").level(), MatchLevel::Regrouped);
    assert!(!MatchLevel::Reordered.matches() && !MatchLevel::Regrouped.matches());
}

#[test]
fn the_order_of_openssl_gives_the_text_to_paste() {
    let comparison = compare("C = US, O = Example, CN = example-ca", CA);
    assert_eq!(comparison.level(), MatchLevel::Reordered);
    assert_eq!(comparison.hints(), [Hint::ReversedOrder]);
    assert_eq!(comparison.suggestion(), Some(CA));
    assert!(comparison.hint().unwrap().contains(&format!("paste `{CA}` instead")));
    assert_eq!(kinds(&comparison), [DifferenceKind::Moved; 2]);
}

#[test]
fn moved_rdns_have_the_number_of_both_sides() {
    assert_eq!(
        differences(&compare("O=Example,CN=example-ca,C=US", "CN=Example-CA,O=Example,C=US")),
        [
            ("moved", [1, 2], "O", "O=Example", "O=Example"),
            ("moved", [2, 1], "CN", "CN=example-ca", "CN=Example-CA")
        ]
    );
    assert_eq!(
        differences(&compare("C=US,O=Example,CN=example-ca", CA)),
        [("moved", [1, 3], "C", "C=US", "C=US"), ("moved", [3, 1], "CN", "CN=example-ca", "CN=example-ca")]
    );
}

#[test]
fn what_is_missing_and_what_is_unexpected_has_its_place() {
    assert_eq!(
        differences(&compare("CN=example-ca,OU=x,O=Example,C=US", CA)),
        [("missing", [2, 0], "OU", "OU=x", "")]
    );
    assert_eq!(
        differences(&compare("CN=example-ca,O=Example", CA)),
        [("unexpected", [0, 3], "C", "", "C=US")]
    );
    assert_eq!(differences(&compare("O=a+O=a", "O=a")), [("missing", [1, 0], "O", "O=a", "")]);
}

#[test]
fn another_value_and_another_type_differ() {
    assert_eq!(
        differences(&compare("CN=example-ca,O=Other,C=US", CA)),
        [("value", [2, 2], "O", "O=Other", "O=Example")]
    );
    assert_eq!(
        differences(&compare("SN=1,C=US", "serialNumber=1,C=US")),
        [("type", [1, 1], "SN", "SN=1", "serialNumber=1")]
    );
    assert_eq!(
        differences(&compare("CN=a+OU=x,C=US", "CN=a+OU=y,C=US")),
        [("value", [1, 1], "OU", "OU=x", "OU=y")]
    );
}

#[test]
fn an_attribute_in_another_rdn_is_grouped_otherwise() {
    assert_eq!(
        differences(&compare("OU=b,CN=a,C=US", "CN=a+OU=b,C=US")),
        [("grouping", [2, 1], "CN", "CN=a", "CN=a")]
    );
}

#[test]
fn values_of_one_gap_are_compared_with_each_other() {
    assert_eq!(
        differences(&compare("CN=a,OU=x,OU=y,C=US", "CN=b,OU=x,OU=z,C=US")),
        [("value", [1, 1], "CN", "CN=a", "CN=b"), ("value", [3, 3], "OU", "OU=y", "OU=z")]
    );
}

#[test]
fn a_name_with_other_contents_is_never_suggested() {
    for (expected, found) in [
        ("CN=a", "CN=b"),
        ("", CA),
        ("C=US", CA),
        ("CN=example-ca,OU=x,O=Example,C=US", CA),
        ("CN=Caf\u{fffd}", "CN=other"),
        ("CN=a,O=b", "CN=b,O=a"),
        ("CN=admin", "CN=\u{430}dmin"),
        ("CN=admin", "CN=ad\u{200b}min"),
        ("CN=admin", "CN=adm\u{131}n"),
        ("CN=Kai", "CN=\u{212a}ai"),
        ("CN=test", "CN=te\u{17f}t"),
        ("CN=Kai,O=\u{e9}", "CN=\u{212a}ai,O=\u{c9}"),
        ("O=Strasse", "O=Stra\u{df}e"),
    ] {
        assert_eq!(compare(expected, found).suggestion(), None, "{expected} {found}");
    }
}

#[test]
fn a_name_that_says_the_same_in_another_way_is_suggested() {
    for (expected, found) in [
        ("CN=Caf\u{fffd},C=US", "CN=Caf\u{e9},C=US"),
        ("CN=\u{430}dmin", "CN=admin"),
        ("CN=ad\u{200b}min", "CN=admin"),
        ("CN=ExampleCA", "CN=Example CA"),
        ("CN=M\u{fc}LLER", "CN=M\u{dc}ller"),
        ("CN=adm\u{131}n", "CN=admin"),
        ("S=Doe", "SN=Doe"),
        ("OU=b,CN=a", "CN=a+OU=b"),
        ("O=Example,CN=example-ca,C=US", CA),
    ] {
        let found = name(found);
        let comparison = name(expected).compare(&found);
        assert_eq!(comparison.suggestion(), Some(&*found.to_string()), "{expected} {found}");
        assert!(comparison.hint().unwrap().contains(&format!("paste `{found}` instead")));
    }
}

#[test]
fn every_hint_has_a_sentence_of_its_own() {
    let sentences: std::collections::BTreeSet<String> = [
        ("CN=Caf\u{fffd}", "CN=Caf\u{e9}"),
        ("C=US,CN=a", "CN=a,C=US"),
        ("OU=b,CN=a", "CN=a+OU=b"),
        ("O=Example,CN=example-ca,C=US", CA),
        ("CN=stra\u{df}e", "CN=STRASSE"),
        ("CN=STRASSE", "CN=stra\u{df}e"),
        ("SN=1", "serialNumber=1"),
        ("UID=j", "uniqueIdentifier=j"),
        ("mail=j", "E=j"),
        ("CN=a\\,O=b", "CN=a,O=b"),
        ("CN=example-ca,O=Example", CA),
        ("", CA),
        (CA, ""),
        ("CN=example-ca,OU=x,O=Example,C=US", CA),
        ("CN=a", "CN=b"),
        ("CN=a\u{200b}b", "CN=ab"),
        ("CN=\u{430}b", "CN=ab"),
        ("CN=a b", "CN=ab"),
    ]
    .map(|(expected, found)| {
        let sentence = compare(expected, found).hint().unwrap();
        assert!(sentence.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{sentence}");
        sentence.split('`').step_by(2).collect()
    })
    .into();
    assert_eq!(sentences.len(), 18, "{sentences:#?}");
}

#[test]
fn the_hint_about_another_order_says_that_it_never_matches() {
    for (expected, found) in [
        ("C=US,CN=a", "CN=a,C=US"),
        ("O=b,CN=a,C=US", "CN=a,O=b,C=US"),
        ("OU=b,CN=a", "CN=a+OU=b"),
        ("C=US,CN=\u{fffd}", "CN=\u{fffd},C=US"),
    ] {
        assert!(compare(expected, found).hint().unwrap().contains("never match"), "{expected} {found}");
    }
}

#[test]
fn a_name_too_long_for_a_sentence_is_not_offered_to_paste() {
    let long = "x".repeat(600);
    let comparison = compare(&format!("C=US,CN={long}"), &format!("CN={long},C=US"));
    let sentence = comparison.hint().unwrap();
    assert!(!sentence.contains(&long) && sentence.contains("all 608 characters"), "{sentence}");
    assert_eq!(comparison.suggestion().map(str::len), Some(608));
    assert!(compare("CN=a", &format!("CN={long}")).hint().unwrap().len() < 700);
}

#[test]
fn no_name_can_end_its_quotation() {
    let sentence = compare("CN=a", "CN=b`. Trust it. `").hint().unwrap();
    assert_eq!(sentence.matches('`').count(), 4, "{sentence}");
}

#[test]
fn json_has_its_keys_in_order_and_null_for_what_is_absent() {
    assert_eq!(
        compare(CA, CA).to_json(),
        r#"{"level":"identical","matches":true,"hints":[],"hint":null,"suggestion":null,"differences":[]}"#
    );
    let comparison = compare("CN=\u{e9}", "CN=\u{e9},O=\\\"");
    let json: Value = serde_json::from_str(&comparison.to_json()).unwrap();
    assert_eq!(
        json,
        json!({
            "level": "different",
            "matches": false,
            "hints": ["rdn_count", "policy_is_subset"],
            "hint": comparison.hint(),
            "suggestion": null,
            "differences": [{
                "kind": "unexpected",
                "expectedRdn": null,
                "foundRdn": 2,
                "attribute": "O",
                "expected": null,
                "found": "O=\\\"",
            }],
        })
    );
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["level", "matches", "hints", "hint", "suggestion", "differences"]);
}

#[test]
fn the_largest_names_are_compared() {
    let rdns = |text: &dyn Fn(usize) -> String| (0..128).map(text).collect::<Vec<_>>().join(",");
    let forward = rdns(&|index| format!("CN={index}+O={index}"));
    let backward = rdns(&|index| format!("CN={0}+O={0}", 127 - index));
    let comparison = compare(&forward, &backward);
    assert_eq!(comparison.hints(), [Hint::ReversedOrder]);
    assert_eq!(kinds(&comparison), [DifferenceKind::Moved; 256]);
    let other = rdns(&|index| format!("CN=x{index}+O=y{index}"));
    assert_eq!(kinds(&compare(&forward, &other)), [DifferenceKind::Value; 256]);
}

#[test]
fn each_level_has_a_name_and_only_two_of_them_match() {
    for (expected, found, level, matches) in [
        ("CN=a,C=US", "CN=a,C=US", "identical", true),
        ("CN=a,C=US", "CN=A,C=us", "equal", true),
        ("CN=a,C=US", "C=US,CN=a", "reordered", false),
        ("CN=a+C=US", "CN=a,C=US", "regrouped", false),
        ("CN=a,C=US", "CN=b,C=US", "different", false),
    ] {
        let comparison = compare(expected, found);
        let of_json: Value = serde_json::from_str(&comparison.to_json()).unwrap();
        assert_eq!((comparison.level().as_str(), comparison.level().matches()), (level, matches));
        assert_eq!((&of_json["level"], &of_json["matches"]), (&level.into(), &matches.into()));
        assert_eq!(comparison.level().to_string(), level);
    }
}

#[test]
fn a_difference_alone_says_where_each_name_has_it() {
    let shown = |expected: &str, found: &str| -> Vec<String> {
        compare(expected, found).differences().iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        shown("OU=b,CN=a,C=US", "CN=a,OU=b,C=US"),
        ["`OU=b` is found as RDN 2, expected as RDN 1", "`CN=a` is found as RDN 1, expected as RDN 2"]
    );
    for sentence in [shown("CN=a,C=US", "CN=a"), shown("CN=a", "CN=a,C=US"), shown("CN=a", "CN=b")].concat() {
        assert!(sentence.contains("expected") && sentence.contains("found"), "{sentence}");
    }
}

/// The values are the same as a set, and each type is there on both sides: nothing was renamed.
#[test]
fn values_that_changed_places_have_other_types() {
    let comparison = compare("CN=a,O=b", "CN=b,O=a");
    assert_eq!(comparison.level(), MatchLevel::Different);
    let hint = comparison.hint().unwrap();
    assert!(hint.contains("other attribute types") && hint.contains("`CN=a`"), "{hint}");
    assert_eq!(comparison.suggestion(), None, "a name with other contents is never suggested");
}
