//! Names: when two are equal, and what is refused (ARCHITECTURE, "Names").

mod check;
mod random;
pub mod reference;

use issuedby_generator::{der, oid};

use self::check::{Read, Texts, all_pairs, one};
pub use self::random::random;
use self::reference::{Attribute, Structure, Value};
use crate::{Bound, sequences};

/// An attribute type without a keyword.
const UNKNOWN_TYPE: &str = "1.3.6.1.4.1.32473.1";
const TYPES: [&str; 2] = [oid::COMMON_NAME, UNKNOWN_TYPE];

const UNIVERSAL_STRING: u8 = 28;

/// Checks every value, every way to write one, and every small structure; then pairs of them.
///
/// # Errors
///
/// The first name, or pair, about which code and reference disagree.
pub fn exhaustive(bound: Bound) -> Result<usize, String> {
    Ok(values(bound)? + contents(bound)? + structures(bound)?)
}

/// Every text of up to three characters in four string types: alone, and compared with each other.
fn values(bound: Bound) -> Result<usize, String> {
    const CHARACTERS: [char; 7] = ['a', 'A', 'b', ' ', '\t', '\0', 'é'];
    let longest_of_pairs = if bound == Bound::Test { 2 } else { 3 };
    let (mut cases, mut names, mut texts) = (0, Vec::new(), Texts::default());
    sequences::for_each(&CHARACTERS, 3, |characters| {
        for tag in [der::UTF8_STRING, der::PRINTABLE_STRING, der::BMP_STRING, UNIVERSAL_STRING] {
            for kind in TYPES {
                let value = Value { tag, contents: encode_text(tag, characters) };
                let name = read(&vec![vec![Attribute { oid: kind, value }]])?;
                texts.add(&name)?;
                cases += 1;
                // Names of two types are compared below, with the structures.
                if characters.len() <= longest_of_pairs && kind == oid::COMMON_NAME {
                    names.push(name);
                }
            }
        }
        Ok(())
    })?;
    Ok(cases + all_pairs(&names)?)
}

/// Every short byte sequence as the contents of each string type, and of types that are no strings: what does not decode
/// is refused.
fn contents(bound: Bound) -> Result<usize, String> {
    const UTF_8: [u8; 14] =
        [0x00, 0x20, 0x41, 0x61, 0x7f, 0x80, 0x90, 0xa9, 0xbf, 0xc1, 0xc3, 0xe0, 0xed, 0xf4];
    const UTF_16: [u8; 7] = [0x00, 0x20, 0x41, 0x61, 0xd8, 0xdc, 0xe0];
    const UTF_32: [u8; 7] = [0x00, 0x01, 0x10, 0x11, 0x41, 0xd8, 0xe0];
    const OTHER: [u8; 4] = [0x00, 0x20, 0x41, 0xff];
    let longer = usize::from(bound == Bound::Command);
    let mut cases = 0;
    let mut texts = Texts::default();
    for (tag, bytes, longest) in [
        (der::UTF8_STRING, UTF_8.as_slice(), 3 + longer),
        (der::BMP_STRING, &UTF_16, 4 + longer),
        (UNIVERSAL_STRING, &UTF_32, 4 + longer),
        (der::PRINTABLE_STRING, &OTHER, 3 + longer),
        (der::TELETEX_STRING, &OTHER, 3 + longer),
        (der::IA5_STRING, &OTHER, 3 + longer),
        (der::INTEGER, &OTHER, 3),
        (der::OCTET_STRING, &OTHER, 3),
        // Constructed strings, and a SEQUENCE.
        (der::UTF8_STRING | 0x20, &OTHER, 2),
        (der::PRINTABLE_STRING | 0x20, &OTHER, 2),
        (der::SEQUENCE, &OTHER, 2),
    ] {
        sequences::for_each(bytes, longest, |contents| {
            cases += 1;
            let value = Value { tag, contents: contents.to_vec() };
            match one(&vec![vec![Attribute { oid: oid::COMMON_NAME, value }]])? {
                Some(name) => texts.add(&name),
                None => Ok(()),
            }
        })?;
    }
    Ok(cases)
}

/// Every name of up to two RDNs of up to two attributes, and every pair of those with one RDN; an empty RDN is refused.
fn structures(bound: Bound) -> Result<usize, String> {
    let values: &[&str] = if bound == Bound::Test { &["a", "A"] } else { &["", "a", "A", "b"] };
    let mut attributes = Vec::new();
    for oid in TYPES {
        for tag in [der::UTF8_STRING, der::PRINTABLE_STRING, der::BMP_STRING] {
            for value in values {
                let characters: Vec<char> = value.chars().collect();
                attributes
                    .push(Attribute { oid, value: Value { tag, contents: encode_text(tag, &characters) } });
            }
        }
    }
    let rdns = sequences::all(&attributes.iter().collect::<Vec<_>>(), 2);
    let rdns: Vec<Vec<Attribute>> = rdns.into_iter().map(|rdn| rdn.into_iter().cloned().collect()).collect();
    let (mut cases, mut names, mut texts) = (0, Vec::new(), Texts::default());
    sequences::for_each(&rdns.iter().collect::<Vec<_>>(), 2, |rdns| {
        cases += 1;
        let structure: Structure = rdns.iter().map(|rdn| (*rdn).clone()).collect();
        let Some(name) = one(&structure)? else { return Ok(()) };
        texts.add(&name)?;
        if structure.len() < 2 || structure.iter().all(|rdn| rdn.len() == 1 && rdn[0].oid == oid::COMMON_NAME)
        {
            names.push(name);
        }
        Ok(())
    })?;
    Ok(cases + all_pairs(&names)?)
}

/// A name that must be well-formed.
fn read(structure: &Structure) -> Result<Read, String> {
    one(structure)?.ok_or_else(|| format!("both sides refuse {structure:02x?}"))
}

/// Text as a string type holds it.
fn encode_text(tag: u8, characters: &[char]) -> Vec<u8> {
    let text: String = characters.iter().collect();
    match tag {
        der::UTF8_STRING => text.into_bytes(),
        der::BMP_STRING => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        UNIVERSAL_STRING => characters.iter().flat_map(|found| u32::from(*found).to_be_bytes()).collect(),
        // Eight bits for each character: beyond them there is `?`.
        _ => characters.iter().map(|found| u8::try_from(*found).unwrap_or(b'?')).collect(),
    }
}
