//! Properties of every name: equality, order, printing and decoding against each other.

mod arbitrary_names;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use issuedby::name::{DistinguishedName, Name};
use proptest::collection::vec;
use proptest::prelude::*;

use arbitrary_names::{Attribute, Rdns, Value, contents, name, rdns, respell, text, tlv};

fn common_name(text: &str) -> DistinguishedName {
    name(&vec![vec![(vec![0x55, 4, 3], Value::Utf8(text.to_owned()))]])
}

fn hash(name: &DistinguishedName) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn case_white_space_string_type_and_set_order_never_matter(rdns in rdns(), seed in any::<u64>()) {
        let respelled = rdns
            .iter()
            .map(|rdn| {
                let mut rdn: Vec<_> =
                    rdn.iter().map(|(oid, value)| (oid.clone(), respell(value, seed))).collect();
                rdn.reverse();
                rdn
            })
            .collect();
        let (a, b) = (name(&rdns), name(&respelled));
        prop_assert_eq!(a.as_name(), b.as_name());
        prop_assert_eq!(a.normalized(), b.normalized());
        prop_assert_eq!(hash(&a), hash(&b));
    }

    #[test]
    fn normalized_text_is_its_own_normal_form(text in text()) {
        let form = common_name(&text).normalized().to_vec();
        // Version, counts, the type, its kind and the length come before the text.
        let normalized = str::from_utf8(&form[14..]).unwrap();
        let again = common_name(normalized);
        prop_assert_eq!(again.normalized(), &form[..]);
    }

    #[test]
    fn one_more_character_is_seen_unless_it_is_white_space(text in text(), at in 0..12_usize, new in any::<char>()) {
        let mut chars: Vec<char> = text.chars().collect();
        chars.insert(at.min(chars.len()), new);
        let changed: String = chars.into_iter().collect();
        if !matches!(new, '\t'..='\r' | ' ') {
            prop_assert_ne!(common_name(&text), common_name(&changed));
        }
    }

    #[test]
    fn another_character_is_seen_unless_it_is_the_same_ascii_letter(
        before in text(), old in any::<char>(), new in any::<char>(), after in text(),
    ) {
        let of = |character: char| common_name(&format!("{before}{character}{after}"));
        let white = |character: char| matches!(character, '\t'..='\r' | ' ');
        let same = old.eq_ignore_ascii_case(&new) || (white(old) && white(new));
        if !same {
            prop_assert_ne!(of(old), of(new));
        }
    }

    #[test]
    fn text_with_a_separator_equals_no_structure(a in text(), b in text()) {
        let two = vec![
            vec![(vec![0x55, 4, 10], Value::Utf8(b.clone()))],
            vec![(vec![0x55, 4, 3], Value::Utf8(a.clone()))],
        ];
        prop_assert_ne!(name(&two), common_name(&format!("{a},O={b}")));
        prop_assert_ne!(name(&two), name(&vec![two.concat()]));
    }

    #[test]
    fn equality_is_an_equivalence_and_agrees_with_order_and_hash(
        a in rdns(), b in rdns(), seeds in any::<[u64; 2]>(),
    ) {
        let respelled = |seed| -> Rdns {
            let respell = |(oid, value): &Attribute| (oid.clone(), respell(value, seed));
            a.iter().map(|rdn| rdn.iter().map(respell).collect()).collect()
        };
        let names = [name(&a), name(&respelled(seeds[0])), name(&respelled(seeds[1])), name(&b)];
        for x in &names {
            prop_assert_eq!(x, x);
            for y in &names {
                prop_assert_eq!(x == y, y == x);
                prop_assert_eq!(x == y, x.as_name() == y.as_name());
                prop_assert_eq!(x == y, x.cmp(y).is_eq());
                prop_assert_eq!(x.cmp(y), y.cmp(x).reverse());
                prop_assert!(x != y || hash(x) == hash(y));
                for z in &names {
                    prop_assert!(!(x == y && y == z) || x == z);
                    prop_assert!(!(x <= y && y <= z) || x <= z);
                }
            }
        }
    }

    #[test]
    fn the_same_der_is_an_equal_name(rdns in rdns()) {
        let (a, b) = (contents(&rdns), contents(&rdns));
        prop_assert_eq!(Name::from_rdn_sequence(&a).unwrap(), Name::from_rdn_sequence(&b).unwrap());
    }

    #[test]
    fn printed_names_are_printable_ascii_or_have_no_controls(rdns in rdns()) {
        let name = name(&rdns);
        prop_assert!(name.to_string().bytes().all(|byte| matches!(byte, b' '..=b'~')));
        prop_assert!(!name.to_utf8_string().chars().any(char::is_control));
    }

    #[test]
    fn the_normalized_string_is_read_as_an_equal_name(rdns in rdns(), seed in any::<u64>()) {
        let respell = |(oid, value): &Attribute| (oid.clone(), respell(value, seed));
        let respelled: Rdns = rdns.iter().map(|rdn| rdn.iter().rev().map(respell).collect()).collect();
        let name = name(&rdns);
        let normalized = name.to_normalized_string();
        prop_assert_eq!(&self::name(&respelled).to_normalized_string(), &normalized);
        let read: DistinguishedName = normalized.parse().unwrap();
        prop_assert_eq!(&read, &name);
        prop_assert_eq!(read.to_normalized_string(), normalized);
    }

    #[test]
    fn the_reverse_of_the_reverse_is_the_same_bytes(rdns in rdns()) {
        let name = name(&rdns);
        let mut backward = rdns.clone();
        backward.reverse();
        let (once, twice) = (name.reversed(), name.reversed().reversed());
        prop_assert_eq!(once.as_name().rdn_sequence(), &contents(&backward)[..]);
        prop_assert_eq!(twice.as_name().rdn_sequence(), name.as_name().rdn_sequence());
    }

    #[test]
    fn comparisons_and_warnings_print_only_printable_ascii(a in rdns(), b in rdns()) {
        let (a, b) = (name(&a), name(&b));
        let comparison = a.compare(&b);
        prop_assert_eq!(comparison.level().matches(), a == b);
        let printed = comparison.differences().iter().map(ToString::to_string);
        let printed = printed.chain([comparison.to_json()]).chain(comparison.hint());
        for text in printed.chain(a.warnings().iter().map(ToString::to_string)) {
            prop_assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{text}");
        }
    }

    #[test]
    fn an_attribute_has_each_warning_at_most_once(rdns in rdns()) {
        let warnings = name(&rdns).warnings();
        let attributes: usize = rdns.iter().map(Vec::len).sum();
        let most = issuedby::name::NameWarningKind::ALL.len() * attributes.max(1);
        prop_assert!(warnings.len() <= most);
        prop_assert!(warnings.iter().all(|warning| warning.rdn().is_none_or(|rdn| (1..=rdns.len()).contains(&rdn))));
    }

    #[test]
    fn what_was_encoded_is_what_is_read(rdns in rdns()) {
        let name = name(&rdns);
        let read: Vec<Vec<_>> = name
            .as_name()
            .rdns()
            .map(|rdn| {
                let attributes = rdn.attributes();
                attributes.map(|a| (a.oid().as_bytes().to_vec(), a.text().map(String::from), a.value_der().to_vec())).collect()
            })
            .collect();
        let written: Vec<Vec<_>> = rdns
            .iter()
            .map(|rdn| rdn.iter().map(|(oid, value)| (oid.clone(), value.text(), value.der())).collect())
            .collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn both_ways_in_agree_also_on_damaged_names(rdns in rdns(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut contents = contents(&rdns);
        if !contents.is_empty() {
            let at = at.index(contents.len());
            contents[at] = byte;
        }
        let der = tlv(0x30, &contents);
        let header = der.len() - contents.len();
        match (Name::from_der(&der), Name::from_rdn_sequence(&contents)) {
            (Ok(whole), Ok(inner)) => {
                prop_assert_eq!(whole, inner);
                prop_assert_eq!(whole.rdn_sequence(), &contents[..]);
                prop_assert_eq!(whole.to_string(), inner.to_string());
                let owned = inner.to_distinguished_name();
                prop_assert_eq!(&*whole.normal_form(), owned.normalized());
            }
            (Err(whole), Err(inner)) => {
                prop_assert_eq!(whole.kind(), inner.kind());
                prop_assert_eq!(whole.offset(), inner.offset() + header);
                prop_assert!(whole.offset() <= der.len());
            }
            (whole, inner) => prop_assert!(false, "{whole:?} and {inner:?}"),
        }
    }

    #[test]
    fn no_bytes_at_all_make_it_panic(bytes in vec(any::<u8>(), 0..64)) {
        if let Ok(name) = Name::from_der(&bytes) {
            let _ = (name.to_string(), name.to_utf8_string(), name.normal_form());
        }
    }

    #[test]
    fn the_end_cut_off_is_refused(rdns in rdns(), at in any::<prop::sample::Index>()) {
        let der = tlv(0x30, &contents(&rdns));
        prop_assert!(Name::from_der(&der[..at.index(der.len())]).is_err());
    }
}

#[test]
fn of_all_characters_only_ascii_letters_have_two_cases() {
    for character in ('\u{80}'..=char::MAX).filter(|character| character.is_uppercase()) {
        let lower: String = character.to_lowercase().collect();
        if lower != character.to_string() {
            assert_ne!(common_name(&character.to_string()), common_name(&lower), "{character}");
        }
    }
    for character in 'A'..='Z' {
        let lower = character.to_ascii_lowercase().to_string();
        assert_eq!(common_name(&character.to_string()), common_name(&lower));
    }
}
