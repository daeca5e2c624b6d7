//! Names of every kind that decodes, and other spellings of them.

use issuedby::name::DistinguishedName;
use proptest::collection::vec;
use proptest::prelude::*;

/// A string type, or an opaque one, with contents that decode.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Utf8(String),
    Bmp(String),
    Universal(String),
    EightBit(u8, Vec<u8>),
    Opaque(u8, Vec<u8>),
}

impl Value {
    pub(crate) fn der(&self) -> Vec<u8> {
        match self {
            Self::Utf8(text) => tlv(12, text.as_bytes()),
            Self::Bmp(text) => tlv(30, &text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()),
            Self::Universal(text) => {
                tlv(28, &text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect::<Vec<_>>())
            }
            Self::EightBit(tag, bytes) | Self::Opaque(tag, bytes) => tlv(*tag, bytes),
        }
    }

    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Utf8(text) | Self::Bmp(text) | Self::Universal(text) => Some(text.clone()),
            Self::EightBit(_, bytes) => Some(bytes.iter().copied().map(char::from).collect()),
            Self::Opaque(..) => None,
        }
    }
}

pub(crate) type Attribute = (Vec<u8>, Value);
pub(crate) type Rdns = Vec<Vec<Attribute>>;

pub(crate) fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
    let significant = length.iter().position(|byte| *byte != 0).unwrap_or(3);
    let mut der = vec![tag];
    if contents.len() >= 0x80 {
        der.push(0x80 | u8::try_from(4 - significant).unwrap());
    }
    der.extend(&length[significant..]);
    der.extend(contents);
    der
}

pub(crate) fn contents(rdns: &Rdns) -> Vec<u8> {
    let attribute = |(oid, value): &Attribute| tlv(0x30, &[tlv(6, oid), value.der()].concat());
    rdns.iter().flat_map(|rdn| tlv(0x31, &rdn.iter().flat_map(attribute).collect::<Vec<_>>())).collect()
}

pub(crate) fn name(rdns: &Rdns) -> DistinguishedName {
    DistinguishedName::from_rdn_sequence(&contents(rdns)).unwrap()
}

/// Characters that print, separate, escape or vanish somewhere.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(
        "aAzZ ,+;\"\\<>=#/\t\n\u{b}\0\u{7f}\u{85}\u{a0}éÉ\u{200b}\u{212a}🔐".chars().collect::<Vec<_>>(),
    );
    vec(prop_oneof![4 => special, 1 => any::<char>()], 0..12).prop_map(String::from_iter)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(Value::Utf8),
        1 => text().prop_map(Value::Bmp),
        1 => text().prop_map(Value::Universal),
        3 => (prop::sample::select(vec![18, 19, 20, 22, 23, 24, 26]), vec(any::<u8>(), 0..12))
            .prop_map(|(tag, bytes)| Value::EightBit(tag, bytes)),
        1 => (prop::sample::select(vec![1, 3, 4, 5, 0x30, 0x80]), vec(any::<u8>(), 0..12))
            .prop_map(|(tag, bytes)| Value::Opaque(tag, bytes)),
    ]
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let oid = prop_oneof![
        prop::sample::select(vec![vec![0x55, 4, 3], vec![0x55, 4, 6], vec![0x55, 4, 10]]),
        vec(0..0x80_u8, 1..20),
    ];
    (oid, value())
}

pub(crate) fn rdns() -> impl Strategy<Value = Rdns> {
    vec(vec(attribute(), 1..4), 0..5)
}

/// Another spelling of a text that compares as equal: letter case, white space, string type.
pub(crate) fn respell(value: &Value, seed: u64) -> Value {
    let Some(text) = value.text() else { return value.clone() };
    let space = ["\t", "  ", "\n ", "\u{b}", " "][usize::try_from(seed % 5).unwrap()];
    let respelled: String = [space, &text, space]
        .concat()
        .chars()
        .flat_map(|character| match character {
            'a'..='z' if seed & 8 == 0 => vec![character.to_ascii_uppercase()],
            'A'..='Z' if seed & 16 == 0 => vec![character.to_ascii_lowercase()],
            ' ' | '\t'..='\r' => space.chars().collect(),
            other => vec![other],
        })
        .collect();
    match seed % 4 {
        0 => Value::Utf8(respelled),
        1 => Value::Bmp(respelled),
        2 => Value::Universal(respelled),
        _ => match respelled.chars().map(u8::try_from).collect() {
            Ok(bytes) => Value::EightBit(20, bytes),
            Err(_) => Value::Utf8(respelled),
        },
    }
}
