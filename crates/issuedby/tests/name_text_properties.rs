//! Properties of names as text: what is printed is read, and however a name is written, it is that name.

mod arbitrary_names;

use issuedby::DistinguishedName;
use issuedby::name::{NameForm, NameTextError};
use issuedby_test_support::Random;
use proptest::collection::vec;
use proptest::prelude::*;

use arbitrary_names::{Rdns, Value, name, rdns, respell, text};

fn parse(text: &str) -> Result<DistinguishedName, NameTextError> {
    text.parse()
}

/// A type in each of its spellings, the last in dotted decimal.
type Type = [&'static str; 3];

const TYPES: &[Type] = &[
    ["CN", "commonName", "2.5.4.3"],
    ["O", "organizationName", "2.5.4.10"],
    ["ST", "S", "2.5.4.8"],
    ["UID", "userId", "0.9.2342.19200300.100.1.1"],
    ["emailAddress", "E", "1.2.840.113549.1.9.1"],
    ["1.3.6.1.4.1.99999.1", "OID.1.3.6.1.4.1.99999.1", "oid.1.3.6.1.4.1.99999.1"],
];

/// The content of a comma form, most specific RDN first.
type Meaning = Vec<Vec<(Type, String)>>;

fn meaning() -> impl Strategy<Value = Meaning> {
    vec(vec((prop::sample::select(TYPES), text()), 1..3), 1..5)
}

/// One of the many ways to write it in the comma form.
fn spell(meaning: &Meaning, random: &mut Random) -> String {
    let mut text = String::from(random.pick(&["", "", "subject=", "Issuer = "]));
    for (position, rdn) in meaning.iter().enumerate() {
        if position > 0 {
            // A line break beside a comma starts no line of the form with lines.
            spell_white_space(&mut text, random, &["", "", " ", "\t", "\u{b}\u{c}", "\r\n"]);
            text.push(random.pick(&[',', ',', ';']));
            spell_white_space(&mut text, random, &["", "", " ", "\t", "\u{b}\u{c}", "\r\n"]);
        }
        for (position, (spellings, value)) in rdn.iter().enumerate() {
            if position > 0 {
                spell_blanks(&mut text, random);
                text.push('+');
                spell_blanks(&mut text, random);
            }
            text.push_str(&in_random_case(random.pick(spellings), random));
            spell_blanks(&mut text, random);
            text.push('=');
            spell_blanks(&mut text, random);
            spell_value(&mut text, value, random);
        }
    }
    spell_blanks(&mut text, random);
    text
}

fn spell_blanks(text: &mut String, random: &mut Random) {
    spell_white_space(text, random, &["", "", " ", "  ", "\t", " \t"]);
}

fn spell_white_space(text: &mut String, random: &mut Random, from: &[&str]) {
    text.push_str(random.pick(from));
}

fn in_random_case(word: &str, random: &mut Random) -> String {
    let change = |letter: char| match random.below(3) {
        0 => letter.to_ascii_lowercase(),
        1 => letter.to_ascii_uppercase(),
        _ => letter,
    };
    word.chars().map(change).collect()
}

fn spell_value(text: &mut String, value: &str, random: &mut Random) {
    match random.below(5) {
        0 => {
            text.push_str("#0C");
            let bytes = value.as_bytes();
            assert!(bytes.len() < 0x80);
            text.push_str(&in_random_case(&format!("{:02X}", bytes.len()), random));
            bytes.iter().for_each(|byte| text.push_str(&in_random_case(&format!("{byte:02X}"), random)));
        }
        1 => {
            text.push('"');
            for character in value.chars() {
                match character {
                    '"' => text.push_str(random.pick(&["\"\"", "\\\"", "\\22"])),
                    '\\' => text.push_str("\\\\"),
                    _ => spell_character(text, character, random),
                }
            }
            text.push('"');
        }
        _ => {
            let last = value.chars().count().saturating_sub(1);
            for (position, character) in value.chars().enumerate() {
                match character {
                    // White space before it may be left out, so that it would be the first.
                    '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '#' => text.extend(['\\', character]),
                    ' ' if position == 0 || position == last => text.push_str("\\ "),
                    _ => spell_character(text, character, random),
                }
            }
        }
    }
}

fn spell_character(text: &mut String, character: char, random: &mut Random) {
    if matches!(character, '\0' | '\n' | '\r') || random.below(4) == 0 {
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            text.push_str(&in_random_case(&format!("\\{byte:02X}"), random));
        }
    } else {
        text.push(character);
    }
}

/// Texts of the pieces that names are written with.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "CN=",
        "O=",
        "2.5.4.3=",
        "OID.1.2.3=",
        "foo=",
        "/CN=",
        "/",
        "+",
        ",",
        ";",
        "=",
        "#",
        "#0c0161",
        "\"",
        "\\",
        "\\,",
        "\\C3",
        "\\BC",
        "\\zz",
        "\\x",
        " ",
        "\n",
        "\r\n",
        "a",
        "\u{fc}",
        "\u{1f510}",
        "\0",
        "<",
        "subject=",
        "\u{85}",
        "\u{202e}",
    ]);
    vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

fn check_error(bytes: &[u8], error: &NameTextError) -> Result<(), TestCaseError> {
    prop_assert!(error.offset() <= bytes.len());
    let before = str::from_utf8(&bytes[..error.offset()]);
    prop_assert_eq!(before.map(|before| before.chars().count() + 1), Ok(error.character()));
    let sentence = error.to_string();
    prop_assert!(sentence.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{:?}", sentence);
    Ok(())
}

/// A name of a text is a fixed point: what it is printed as is read as the same name.
fn check_round_trip(name: &DistinguishedName) -> Result<(), TestCaseError> {
    let printed = [name.to_string(), name.to_utf8_string()];
    for text in &printed {
        let again = parse(text);
        prop_assert_eq!(again.as_ref(), Ok(name));
        let again = again.map(|again| [again.to_string(), again.to_utf8_string()]);
        prop_assert_eq!(again.as_ref(), Ok(&printed));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_name_is_read_back_as_the_same_name(rdns in rdns()) {
        check_round_trip(&name(&rdns))?;
    }

    #[test]
    fn what_is_printed_has_the_comma_form(rdns in rdns()) {
        let name = name(&rdns);
        let expected = if rdns.is_empty() { NameForm::Empty } else { NameForm::Comma };
        for text in [name.to_string(), name.to_utf8_string()] {
            prop_assert_eq!(DistinguishedName::parse(text).map(|parsed| parsed.form()), Ok(expected));
        }
    }

    #[test]
    fn what_is_read_is_printed_and_read_as_the_same_name(text in pieces()) {
        match parse(&text) {
            Ok(name) => check_round_trip(&name)?,
            Err(error) => check_error(text.as_bytes(), &error)?,
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        if let Err(error) = DistinguishedName::parse(&text) {
            check_error(text.as_bytes(), &error)?;
        }
    }

    #[test]
    fn no_bytes_make_it_panic(start in pieces(), bytes in vec(any::<u8>(), 0..8), end in pieces()) {
        let text = [start.as_bytes(), &bytes, end.as_bytes()].concat();
        if let Err(error) = DistinguishedName::parse(&text) {
            check_error(&text, &error)?;
        }
    }

    #[test]
    fn white_space_case_escapes_and_quotation_never_matter(
        meaning in meaning(), seed in 1..u64::MAX,
    ) {
        let expected: Rdns = meaning
            .iter()
            .rev()
            .map(|rdn| {
                let attribute = |(spellings, text): &(Type, String)| {
                    let dotted = parse(&format!("{}=", spellings[2])).unwrap();
                    let rdn = dotted.as_name().rdns().next().unwrap();
                    let attribute = rdn.attributes().next().unwrap();
                    (attribute.oid().as_bytes().to_vec(), Value::Utf8(text.clone()))
                };
                rdn.iter().map(attribute).collect()
            })
            .collect();
        let text = spell(&meaning, &mut Random::new(seed));
        let parsed = DistinguishedName::parse(&text);
        prop_assert_eq!(parsed.as_ref().map(|parsed| parsed.form()), Ok(NameForm::Comma), "{:?}", text);
        let parsed = parsed.unwrap().into_name();
        prop_assert_eq!(parsed, name(&expected), "{:?}", text);
    }

    #[test]
    fn equality_of_read_names_is_an_equivalence(
        rdns in rdns(), other in rdns(), meaning in meaning(), seed in 1..u64::MAX,
    ) {
        let mut random = Random::new(seed);
        let respelled: Rdns = rdns
            .iter()
            .map(|rdn| rdn.iter().map(|(oid, value)| (oid.clone(), respell(value, seed))).collect())
            .collect();
        let texts = [
            name(&rdns).to_string(),
            name(&respelled).to_string(),
            name(&respelled).to_utf8_string(),
            name(&other).to_string(),
            spell(&meaning, &mut random),
            spell(&meaning, &mut random),
        ];
        let names = texts.map(|text| parse(&text).unwrap());
        prop_assert_eq!(&names[0], &names[1]);
        prop_assert_eq!(&names[4], &names[5]);
        for x in &names {
            prop_assert_eq!(x, x);
            for y in &names {
                prop_assert_eq!(x == y, y == x);
                for z in &names {
                    prop_assert!(!(x == y && y == z) || x == z);
                }
            }
        }
    }

    #[test]
    fn the_order_of_rdns_matters_and_the_order_inside_one_does_not(meaning in meaning(), seed in 1..u64::MAX) {
        let read = |meaning: &Meaning, seed| parse(&spell(meaning, &mut Random::new(seed))).unwrap();
        let mut turned_inside = meaning.clone();
        turned_inside.iter_mut().for_each(|rdn| rdn.reverse());
        prop_assert_eq!(read(&meaning, seed), read(&turned_inside, seed ^ 1 << 40));
        let mut turned = meaning.clone();
        turned.reverse();
        let rdn = |rdn: &Vec<(Type, String)>| read(&vec![rdn.clone()], seed);
        let is_same = meaning.iter().map(rdn).eq(turned.iter().map(rdn));
        prop_assert_eq!(read(&meaning, seed) == read(&turned, seed), is_same);
    }
}
