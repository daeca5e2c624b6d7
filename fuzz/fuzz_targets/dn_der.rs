//! Names in DER: each reads the same without its SEQUENCE header and prints as one line of ASCII; normalizing twice is
//! normalizing once; and equality is one relation: reflexive, symmetric and transitive, the same by normal form, by
//! normalized text and by comparison. A name that says the same in other string types, letter case and blanks is equal.
//!
//! The input is up to three Names, DER with header, one behind the other.
#![no_main]

use issuedby::DistinguishedName;
use issuedby::limits::MAX_NAME_TEXT_SIZE;
use issuedby::name::Name;
use issuedby_fuzz::assert_printable;
use issuedby_fuzz::der::{element, split};
use libfuzzer_sys::fuzz_target;

const UTF8_STRING: u8 = 0x0c;

/// The properties of one name.
fn check(name: Name<'_>) {
    let again = Name::from_rdn_sequence(name.rdn_sequence()).expect("the contents alone are the same Name");
    assert_eq!(name.normal_form(), again.normal_form());
    let printed = name.to_string();
    assert_eq!(printed, again.to_string());
    assert_printable(&printed);
    assert!(name.warnings().iter().all(|warning| warning.rdn().is_none_or(|rdn| rdn <= name.rdns().count())));

    let normalized = name.to_normalized_string();
    assert_printable(&normalized);
    if normalized.len() <= MAX_NAME_TEXT_SIZE {
        let read = DistinguishedName::parse(&normalized).expect("a normalized text is a name").into_name();
        assert_eq!(read.as_name(), name);
        assert_eq!(read.to_normalized_string(), normalized);
    }
    if let Some(respelled) = respelled(name) {
        assert_eq!(respelled.as_name(), name, "the same in another spelling");
        assert!(are_equal(name, respelled.as_name()));
    }
    let reversed = name.reversed();
    assert!(are_equal(reversed.reversed().as_name(), name));
}

/// The same name: every text as a UTF8String, letters in the other case, blanks around it. `None` where a limit is passed.
fn respelled(name: Name<'_>) -> Option<DistinguishedName> {
    let mut contents = Vec::new();
    for rdn in name.rdns() {
        let mut attributes: Vec<Vec<u8>> = Vec::new();
        for attribute in rdn.attributes() {
            let value = match attribute.text() {
                Some(text) => element(UTF8_STRING, format!(" {} \t", other_case(&text)).as_bytes()),
                None => attribute.value_der().to_vec(),
            };
            attributes.push(element(0x30, &[element(6, attribute.oid().as_bytes()), value].concat()));
        }
        // A SET OF is sorted in DER, and the new values sort otherwise.
        attributes.sort();
        contents.extend(element(0x31, &attributes.concat()));
    }
    DistinguishedName::from_rdn_sequence(&contents).ok()
}

fn other_case(text: &str) -> String {
    text.chars()
        .map(|one| match one.is_ascii_lowercase() {
            true => one.to_ascii_uppercase(),
            false => one.to_ascii_lowercase(),
        })
        .collect()
}

/// Equality, by every way to ask for it, in both directions.
fn are_equal(a: Name<'_>, b: Name<'_>) -> bool {
    let equal = a == b;
    assert_eq!(b == a, equal);
    assert_eq!(a.normal_form() == b.normal_form(), equal);
    assert_eq!(a.to_normalized_string() == b.to_normalized_string(), equal);
    for comparison in [a.compare(b), b.compare(a)] {
        assert_eq!(comparison.level().matches(), equal);
        comparison.hint().into_iter().for_each(|hint| assert_printable(&hint));
        assert_printable(&comparison.to_json());
    }
    equal
}

fuzz_target!(|data: &[u8]| {
    let mut names = Vec::new();
    let mut rest = data;
    while !rest.is_empty() && names.len() < 3 {
        let der;
        (der, rest) = split(rest);
        let Ok(name) = Name::from_der(der) else { continue };
        assert!(der.ends_with(name.rdn_sequence()));
        check(name);
        names.push(name);
    }
    if let [a, b, ..] = names[..] {
        let c = names.get(2).copied().unwrap_or(a);
        let pairs = [are_equal(a, b), are_equal(b, c), are_equal(a, c)];
        assert_ne!(pairs.iter().filter(|equal| **equal).count(), 2, "equality is not transitive");
    }
    names.iter().for_each(|name| assert!(are_equal(*name, *name)));
});
