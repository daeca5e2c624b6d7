//! Random Distinguished Names, usual and odd.

use issuedby_test_support::Random;

use super::{Focus, percent, texts};
use crate::constraints::case::{
    Attribute, COMMON_NAME, COUNTRY, DirectoryName, EMAIL_ADDRESS, ORGANIZATION, ORGANIZATIONAL_UNIT,
    RelativeName, StringType,
};

/// The subject of a leaf.
pub(super) fn subject(random: &mut Random, focus: &Focus) -> DirectoryName {
    if percent(random, 8) {
        return Vec::new();
    }
    let mut name = name(random, focus);
    if percent(random, 70) {
        let text = texts::subject_text(random, focus, false);
        name.push(vec![attribute(random, COMMON_NAME, &text)]);
    }
    let emails = random.pick(&[0, 0, 0, 1, 1, 2]);
    for _ in 0..emails {
        let text = texts::subject_text(random, focus, true);
        let mut address = attribute(random, EMAIL_ADDRESS, &text);
        // Its own string type, most of the time (PKCS #9).
        if text.is_ascii() && percent(random, 70) {
            address.string = StringType::Ia5;
        }
        match name.last_mut() {
            Some(last) if percent(random, 20) => last.push(address),
            _ => name.push(vec![address]),
        }
    }
    name
}

/// A directoryName of subjectAltName: at least one RDN.
pub(super) fn name(random: &mut Random, focus: &Focus) -> DirectoryName {
    let depth = 1 + random.below(4);
    tree(random, focus, depth)
}

/// A directoryName as a base: possibly without any RDN.
pub(super) fn base(random: &mut Random, focus: &Focus) -> DirectoryName {
    let depth = random.pick(&[0, 1, 1, 1, 2, 2, 2, 3]);
    tree(random, focus, depth)
}

/// So many levels of one small tree.
fn tree(random: &mut Random, focus: &Focus, depth: usize) -> DirectoryName {
    let country = if percent(random, 80) { focus.country } else { random.pick(&["US", "DE"]) };
    let mut levels = vec![vec![attribute(random, COUNTRY, country)]];
    levels.push(organization(random));
    levels.push(vec![{
        let text = random.pick(&["Clients", "Clients", "Servers"]);
        attribute(random, ORGANIZATIONAL_UNIT, text)
    }]);
    levels.push(vec![{
        let text = random.pick(&["client-1", "client-2"]);
        attribute(random, COMMON_NAME, text)
    }]);
    levels.truncate(depth);
    levels
}

fn organization(random: &mut Random) -> RelativeName {
    let text = match random.below(100) {
        0..65 => "Example",
        65..80 => "Other",
        80..86 => "M\u{fc}ller",
        86..90 => "M\u{dc}LLER",
        90..92 => "M\u{fc}nch",
        // Unlike Example for any reader, alike for an eye.
        92..94 => "Ex\u{430}mple",
        _ => "Example Two",
    };
    let mut attributes = vec![attribute(random, ORGANIZATION, text)];
    match random.below(100) {
        0..6 => attributes.push(attribute(random, ORGANIZATIONAL_UNIT, "Clients")),
        6..8 => attributes.insert(0, attribute(random, ORGANIZATIONAL_UNIT, "M\u{fc}ller")),
        8 => attributes.push(attribute(random, ORGANIZATION, "Example")),
        _ => (),
    }
    attributes
}

/// The attribute in some string type that can hold it, and in some spelling.
fn attribute(random: &mut Random, oid: &'static str, text: &str) -> Attribute {
    let spelled = match random.below(100) {
        0..6 => text.to_ascii_uppercase(),
        6..10 => text.to_ascii_lowercase(),
        10..13 => format!(" {text}"),
        13..16 => format!("{text} "),
        16..19 => text.replace(' ', "  "),
        19 => text.replace(' ', "\t"),
        _ => text.to_owned(),
    };
    let string = if spelled.is_ascii() {
        random.pick(&[
            StringType::Utf8,
            StringType::Utf8,
            StringType::Utf8,
            StringType::Printable,
            StringType::Printable,
            StringType::Bmp,
            StringType::Teletex,
            StringType::Ia5,
        ])
    } else if spelled.chars().all(|character| character <= '\u{ff}') {
        random.pick(&[StringType::Utf8, StringType::Utf8, StringType::Bmp, StringType::Teletex])
    } else {
        random.pick(&[StringType::Utf8, StringType::Bmp])
    };
    Attribute { oid, string, text: spelled }
}
