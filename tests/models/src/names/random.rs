//! Larger names than the exhaustive ones, in pairs that are often equal and often nearly so.

use issuedby_generator::{der, oid};
use issuedby_test_support::Random;

use super::check::{one, pair_in_text};
use super::reference::{Attribute, Structure, Value, text};
use super::{UNIVERSAL_STRING, UNKNOWN_TYPE, encode_text};

const TYPES: [&str; 6] =
    [oid::COMMON_NAME, oid::ORGANIZATION, oid::COUNTRY, oid::EMAIL_ADDRESS, UNKNOWN_TYPE, "2.5.4.65"];

const STRING_TYPES: [u8; 7] = [
    der::UTF8_STRING,
    der::UTF8_STRING,
    der::PRINTABLE_STRING,
    der::TELETEX_STRING,
    der::IA5_STRING,
    der::BMP_STRING,
    UNIVERSAL_STRING,
];

/// Letters, every white space, what texts escape, what looks like structure, and characters that other rules fold or drop.
const CHARACTERS: &[char] = &[
    'a',
    'a',
    'A',
    'b',
    'B',
    'Z',
    '[',
    '0',
    ' ',
    ' ',
    '\t',
    '\n',
    '\u{b}',
    '\u{c}',
    '\r',
    '\0',
    '\u{1f}',
    '\u{7f}',
    ',',
    '+',
    '=',
    ';',
    '"',
    '\\',
    '#',
    '<',
    '>',
    '/',
    'é',
    'É',
    'ß',
    '\u{85}',
    '\u{a0}',
    '\u{ad}',
    'ſ',
    '\u{212a}',
    '\u{200b}',
    '\u{202e}',
    '\u{3000}',
    '\u{feff}',
    '\u{ff21}',
    '\u{1f600}',
];

/// Checks so many random pairs of names that follow from the seed.
///
/// # Errors
///
/// The first name, or pair, about which code and reference disagree.
pub fn random(seed: u64, cases: u64) -> Result<u64, String> {
    let mut random = Random::new(seed);
    (0..cases).try_fold(0, |done, number| {
        case(&mut random)
            .map(|()| done + 1)
            .map_err(|error| format!("names, seed {seed}, case {number}: {error}"))
    })
}

fn case(random: &mut Random) -> Result<(), String> {
    let first = structure(random);
    let mut second = first.clone();
    for _ in 0..random.below(4) {
        rewrite(random, &mut second);
    }
    if random.below(2) == 0 {
        change(random, &mut second);
    }
    match (one(&first)?, one(&second)?) {
        (Some(first), Some(second)) => pair_in_text(&first, &second),
        _ => Ok(()),
    }
}

fn structure(random: &mut Random) -> Structure {
    let rdns = random.pick(&[0, 1, 1, 2, 3, 5]);
    (0..rdns)
        .map(|_| {
            let attributes = random.pick(&[1, 1, 1, 2, 3]);
            (0..attributes).map(|_| Attribute { oid: random.pick(&TYPES), value: value(random) }).collect()
        })
        .collect()
}

fn value(random: &mut Random) -> Value {
    match random.below(40) {
        0 => Value {
            tag: random.pick(&[der::INTEGER, der::OCTET_STRING, der::BOOLEAN, der::SEQUENCE, 0x80]),
            contents: (0..random.below(4)).map(|_| random.pick(&[0, 0x41, 0xff])).collect(),
        },
        // Often no text of its type.
        1 => Value {
            tag: random.pick(&STRING_TYPES),
            contents: (0..random.below(9))
                .map(|_| random.pick(&[0, 0x41, 0x80, 0xc3, 0xd8, 0xdc, 0xff]))
                .collect(),
        },
        _ => {
            let tag = random.pick(&STRING_TYPES);
            let characters: Vec<char> = (0..random.below(9)).map(|_| random.pick(CHARACTERS)).collect();
            Value { tag, contents: encode_text(tag, &characters) }
        }
    }
}

/// A change after which a name is equal to the one before, mostly: a string type may not hold a character.
fn rewrite(random: &mut Random, name: &mut Structure) {
    if name.is_empty() {
        return;
    }
    let rdn = random.below(name.len());
    let place = random.below(name[rdn].len());
    if random.below(4) == 0 {
        name[rdn].rotate_left(place);
        return;
    }
    let value = &mut name[rdn][place].value;
    let Some(Some(mut characters)) = text(value.tag, &value.contents) else { return };
    match random.below(3) {
        0 => {
            let place = random.below(characters.len() + 1);
            let is_space =
                |found: Option<&char>| found.is_none_or(|found| matches!(found, ' ' | '\t'..='\r'));
            if is_space(characters.get(place)) || place == 0 {
                characters.insert(place, random.pick(&[' ', '\t', '\n', '\r']));
            }
        }
        1 => characters.iter_mut().for_each(|found| *found = found.to_ascii_uppercase()),
        _ => value.tag = random.pick(&STRING_TYPES),
    }
    value.contents = encode_text(value.tag, &characters);
}

/// A change after which a name is another one, mostly.
fn change(random: &mut Random, name: &mut Structure) {
    if name.is_empty() {
        name.push(vec![Attribute { oid: random.pick(&TYPES), value: value(random) }]);
        return;
    }
    let rdn = random.below(name.len());
    let place = random.below(name[rdn].len());
    match random.below(8) {
        0 => name.rotate_left(rdn),
        1 => {
            name.remove(rdn);
        }
        // What two RDNs had, one has.
        2 => {
            let more = name.remove(rdn);
            if let Some(first) = name.first_mut() {
                first.extend(more);
            }
        }
        3 => {
            let again = name[rdn][place].clone();
            name[rdn].push(again);
        }
        // Possibly an RDN without attributes, which is refused.
        4 => {
            name[rdn].remove(place);
        }
        5 => name[rdn][place].oid = random.pick(&TYPES),
        6 => name[rdn][place].value = value(random),
        _ => {
            let value = &mut name[rdn][place].value;
            let Some(Some(mut characters)) = text(value.tag, &value.contents) else { return };
            let place = random.below(characters.len() + 1);
            characters.insert(place, random.pick(CHARACTERS));
            value.contents = encode_text(value.tag, &characters);
        }
    }
}
