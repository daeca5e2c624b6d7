//! The rule of ARCHITECTURE, "Names", step by step, with nothing done at once and nothing shortened.

use issuedby_generator::der;

/// An attribute value: a tag and content bytes, right or wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Value {
    /// The identifier byte.
    pub tag: u8,
    /// The content bytes.
    pub contents: Vec<u8>,
}

/// AttributeTypeAndValue.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attribute {
    /// The attribute type, dotted.
    pub oid: &'static str,
    /// The value.
    pub value: Value,
}

/// A Name: RDNs in the order of their encoding, of attributes in the order of theirs.
pub type Structure = Vec<Vec<Attribute>>;

/// The DER of the name. The attributes of an RDN stay in their order: readers take any.
pub fn encode(name: &[Vec<Attribute>]) -> Vec<u8> {
    let rdns: Vec<_> = name
        .iter()
        .map(|rdn| {
            let attributes = rdn.iter().map(|attribute| {
                let value = der::element(attribute.value.tag, &attribute.value.contents);
                der::sequence(&[der::object_identifier(attribute.oid), value])
            });
            der::set(&attributes.collect::<Vec<_>>())
        })
        .collect();
    der::sequence(&rdns)
}

/// The compared part of a value.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum NormalValue {
    /// The normalized text of a string type.
    Text(String),
    /// The DER element of any other type.
    Opaque(Vec<u8>),
}

/// The compared parts of an attribute: the type, and the value.
pub type NormalAttribute = (&'static str, NormalValue);

/// The compared part of a name.
pub type Normal = Vec<Vec<NormalAttribute>>;

/// The compared part of a name; `None` for a malformed one.
pub fn normal(name: &[Vec<Attribute>]) -> Option<Normal> {
    name.iter()
        .map(|rdn| match rdn.is_empty() {
            true => None,
            false => {
                rdn.iter().map(|attribute| Some((attribute.oid, normal_value(&attribute.value)?))).collect()
            }
        })
        .collect()
}

/// True where the RDNs are the same in the same order, each as a multiset.
pub fn are_equal(a: &Normal, b: &Normal) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| are_same_multiset(a, b))
}

/// Each attribute of one is taken out of the other, and nothing is left.
pub fn are_same_multiset(a: &[NormalAttribute], b: &[NormalAttribute]) -> bool {
    let mut left = b.to_vec();
    for attribute in a {
        match left.iter().position(|other| other == attribute) {
            Some(place) => left.remove(place),
            None => return false,
        };
    }
    left.is_empty()
}

/// The bytes that `name/normalize.rs` documents.
pub fn normal_form(name: &Normal) -> Vec<u8> {
    let count = |items: usize| (items as u16).to_be_bytes();
    let mut out = vec![1];
    out.extend(count(name.len()));
    for rdn in name {
        out.extend(count(rdn.len()));
        let mut attributes: Vec<Vec<u8>> = rdn.iter().map(attribute_form).collect();
        attributes.sort();
        out.extend(attributes.concat());
    }
    out
}

fn attribute_form((oid, value): &NormalAttribute) -> Vec<u8> {
    // Without its tag: the contents behind one length byte.
    let mut out = der::object_identifier(oid)[1..].to_vec();
    let (kind, contents) = match value {
        NormalValue::Text(text) => (0, text.as_bytes()),
        NormalValue::Opaque(element) => (1, element.as_slice()),
    };
    out.push(kind);
    out.extend((contents.len() as u32).to_be_bytes());
    out.extend(contents);
    out
}

fn normal_value(value: &Value) -> Option<NormalValue> {
    const CONSTRUCTED: u8 = 0x20;
    match text(value.tag, &value.contents) {
        Some(decoded) => decoded.map(|characters| NormalValue::Text(normal_text(&characters))),
        // A constructed string is no DER.
        None if text(value.tag & !CONSTRUCTED, &[]).is_some() => None,
        None => Some(NormalValue::Opaque(der::element(value.tag, &value.contents))),
    }
}

/// ASCII A to Z in lower case, white space trimmed and each run of it one space.
pub fn normal_text(characters: &[char]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for character in characters {
        match character {
            ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' => words.push(std::mem::take(&mut word)),
            'A'..='Z' => word.push(char::from(*character as u8 + 32)),
            other => word.push(*other),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// The characters of a string type, or `Some(None)` where the bytes are not of it; `None` for a tag of no string type.
pub fn text(tag: u8, bytes: &[u8]) -> Option<Option<Vec<char>>> {
    match tag {
        der::UTF8_STRING => Some(utf_8(bytes)),
        // NumericString, PrintableString, TeletexString, IA5String, both times, VisibleString: as Latin-1.
        18 | 19 | 20 | 22 | 23 | 24 | 26 => Some(Some(bytes.iter().map(|byte| char::from(*byte)).collect())),
        28 => Some(utf_32(bytes)),
        30 => Some(utf_16(bytes)),
        _ => None,
    }
}

/// RFC 3629 section 3: the first byte tells how many follow and what the least character of that length is.
fn utf_8(bytes: &[u8]) -> Option<Vec<char>> {
    let mut characters = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let first = u32::from(bytes[place]);
        let (following, least, bits) = match first {
            0x00..=0x7f => (0, 0, first),
            0xc0..=0xdf => (1, 0x80, first & 0x1f),
            0xe0..=0xef => (2, 0x800, first & 0x0f),
            0xf0..=0xf7 => (3, 0x1_0000, first & 0x07),
            _ => return None,
        };
        let mut code = bits;
        for offset in 1..=following {
            let byte = u32::from(*bytes.get(place + offset)?);
            if byte & 0xc0 != 0x80 {
                return None;
            }
            code = code * 64 + (byte & 0x3f);
        }
        if code < least {
            return None;
        }
        characters.push(scalar(code)?);
        place += 1 + following;
    }
    Some(characters)
}

/// Pairs of bytes, the high one first; a high surrogate and a low one are one character (RFC 2781 section 2.2).
fn utf_16(bytes: &[u8]) -> Option<Vec<char>> {
    let mut units: Vec<u32> = Vec::new();
    for pair in bytes.chunks(2) {
        match pair {
            [high, low] => units.push(u32::from(*high) * 256 + u32::from(*low)),
            _ => return None,
        }
    }
    let mut characters = Vec::new();
    let mut units = units.into_iter();
    while let Some(unit) = units.next() {
        match unit {
            0xd800..=0xdbff => match units.next() {
                Some(low @ 0xdc00..=0xdfff) => {
                    characters.push(scalar(0x1_0000 + (unit - 0xd800) * 0x400 + (low - 0xdc00))?);
                }
                _ => return None,
            },
            _ => characters.push(scalar(unit)?),
        }
    }
    Some(characters)
}

fn utf_32(bytes: &[u8]) -> Option<Vec<char>> {
    bytes
        .chunks(4)
        .map(|unit| match unit {
            [a, b, c, d] => {
                scalar(((u32::from(*a) * 256 + u32::from(*b)) * 256 + u32::from(*c)) * 256 + u32::from(*d))
            }
            _ => None,
        })
        .collect()
}

/// A Unicode scalar value: no surrogate, nothing above U+10FFFF.
fn scalar(code: u32) -> Option<char> {
    match code {
        0xd800..=0xdfff | 0x11_0000.. => None,
        _ => char::from_u32(code),
    }
}
