//! Several constraints of all forms, and several names under them.

use issuedby_generator::{der, oid};
use issuedby_test_support::Random;

use super::case::{Contents, Presented, Subtrees};
use super::small::mask;
use super::{Leaf, check, utf8};
use crate::names::reference::{Attribute, Structure, Value};
use crate::toy_signature;

/// Certificates for each CA.
const LEAVES: u64 = 16;

/// Checks so many random certificates that follow from the seed.
///
/// # Errors
///
/// The first case about which code and reference disagree.
pub fn random(seed: u64, cases: u64) -> Result<u64, String> {
    let mut random = Random::new(seed);
    let mut number = 0;
    while number < cases {
        let subtrees = Subtrees { permitted: list(&mut random), excluded: list(&mut random) };
        let verifier = toy_signature::verifier(&subtrees.ca()).map_err(|error| {
            format!("constraints, seed {seed}, case {number}: {error}, for {subtrees:02x?}")
        })?;
        for _ in 0..LEAVES.min(cases - number) {
            let leaf = Leaf::of(names(&mut random));
            check(&verifier, &subtrees, &leaf)
                .map_err(|error| format!("constraints, seed {seed}, case {number}: {error}"))?;
            number += 1;
        }
    }
    Ok(number)
}

fn list(random: &mut Random) -> Vec<Contents> {
    (0..random.pick(&[0, 0, 1, 1, 2, 3])).map(|_| contents(random, Place::Base)).collect()
}

fn names(random: &mut Random) -> Vec<Presented> {
    (0..random.pick(&[0, 1, 1, 2, 3, 4]))
        .map(|_| match random.below(8) {
            0 => Presented::SmtpUtf8Mailbox(mailbox(random)),
            1 => Presented::SubjectEmail(mailbox(random)),
            2 => Presented::Subject(directory(random)),
            _ => Presented::Alternative(contents(random, Place::Name)),
        })
        .collect()
}

/// The place of contents. Now and then they belong in the other place.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Place {
    Base,
    Name,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Text {
    Dns,
    Mail,
    Uri,
}

fn contents(random: &mut Random, place: Place) -> Contents {
    let text = |random: &mut Random, form| match place {
        Place::Base => base_text(random, form),
        Place::Name => name_text(random, form),
    };
    match random.below(5) {
        0 => Contents::Dns(text(random, Text::Dns)),
        1 => Contents::Mail(text(random, Text::Mail)),
        2 => Contents::Uri(text(random, Text::Uri)),
        3 => Contents::Ip(address(random, place)),
        _ => Contents::Directory(directory(random)),
    }
}

/// A base: a host, with a dot before or behind it now and then; for mail also a mailbox.
fn base_text(random: &mut Random, form: Text) -> String {
    match random.below(8) {
        0 => String::new(),
        1 if form == Text::Mail => mailbox(random),
        2 | 3 => format!(".{}", host(random)),
        4 => format!("{}.", host(random)),
        5 => name_text(random, form),
        _ => host(random),
    }
}

fn name_text(random: &mut Random, form: Text) -> String {
    match form {
        Text::Dns if random.below(3) == 0 => format!("*.{}", host(random)),
        Text::Dns => host(random),
        Text::Mail => mailbox(random),
        Text::Uri => {
            let scheme =
                random.pick(&["http://", "http://", "ldap://", "urn:", "h-1+.://", "", "://", "http:///"]);
            let user = random.pick(&["", "", "", "u@", "u:p@", "u@v@", "u<@", "\\@"]);
            let port = random.pick(&["", "", "", ":", ":443", ":x"]);
            let rest = random.pick(&["", "", "/", "/@example.test", "?q", "#f", " ", "\\"]);
            format!("{scheme}{user}{}{port}{rest}", host(random))
        }
    }
}

fn host(random: &mut Random) -> String {
    if random.below(16) == 0 {
        return random
            .pick(&["", ".", "127.0.0.1", "0x7f.1", "a.0x7f", "-a.test", "a..test", "é.test", "[::1]"])
            .to_owned();
    }
    let label = |random: &mut Random| {
        random.pick(&["a", "a", "A", "b", "www", "WWW", "test", "test", "test", "x-y", "x_y", "1"])
    };
    let labels: Vec<&str> = (0..random.pick(&[1, 2, 2, 3, 3, 4])).map(|_| label(random)).collect();
    let dot = if random.below(12) == 0 { "." } else { "" };
    format!("{}{dot}", labels.join("."))
}

fn mailbox(random: &mut Random) -> String {
    let local =
        random.pick(&["a", "A", "a.b", "\"a\"", "\"a@b\"", "\"a\\\"", "*", "é", "É", "a b", "", "a\u{2028}"]);
    format!("{local}{}{}", random.pick(&["@", "@", "@", "@", "@", "@", "@", "", "@@"]), host(random))
}

/// An address, or for a base a range.
fn address(random: &mut Random, place: Place) -> Vec<u8> {
    let bytes = |random: &mut Random, count: usize| -> Vec<u8> {
        (0..count).map(|_| random.pick(&[0, 1, 10, 10, 192, 255])).collect()
    };
    let size = random.pick(&[4, 4, 16]);
    let mut address = bytes(random, size);
    if size == 16 && random.below(2) == 0 {
        address[..12].copy_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
    }
    let other_size = random.pick(&[0, 3, 5, 12, 33]);
    match (random.below(12), place) {
        (0, _) => bytes(random, other_size),
        (1, _) | (_, Place::Name) => address,
        (2, Place::Base) => [address, bytes(random, size)].concat(),
        (_, Place::Base) => {
            let ones = random.below(size * 8 + 1);
            [address, mask(size, ones)].concat()
        }
    }
}

fn directory(random: &mut Random) -> Structure {
    let attribute = |random: &mut Random| {
        let oid = random.pick(&[oid::COMMON_NAME, oid::ORGANIZATION, oid::COUNTRY]);
        let text = random.pick(&["a", "A", " a", "b", "a  b", "a B", "é", "É", "a\u{ad}", "\u{1}"]);
        let latin_1 = |text: &str| text.chars().map(|found| found as u8).collect();
        match random.below(6) {
            0 => Attribute { oid, value: Value { tag: der::TELETEX_STRING, contents: latin_1(text) } },
            1 => {
                let contents = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
                Attribute { oid, value: Value { tag: der::BMP_STRING, contents } }
            }
            2 => Attribute { oid, value: Value { tag: der::INTEGER, contents: vec![0x61] } },
            _ => utf8(oid, text),
        }
    };
    (0..random.pick(&[0, 1, 1, 2, 3]))
        .map(|_| (0..random.pick(&[1, 1, 1, 2])).map(|_| attribute(random)).collect())
        .collect()
}
