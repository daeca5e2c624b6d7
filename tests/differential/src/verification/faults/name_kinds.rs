//! Names as sequences of attributes, and the ways in which a name can be written otherwise with the same meaning or another.

use issuedby_generator::der::{self, PRINTABLE_STRING, UTF8_STRING};
use issuedby_generator::oid;

/// One attribute: its type as encoded, the tag of its value and the bytes.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The encoded object identifier.
    pub kind: Vec<u8>,
    /// The tag of the value.
    pub tag: u8,
    /// The bytes of the value.
    pub value: Vec<u8>,
}

/// A name: RDNs of one attribute each, from which the kinds below start.
pub type Rdns = Vec<Attribute>;

/// countryName.
pub fn country(value: &str) -> Attribute {
    Attribute { kind: der::object_identifier(oid::COUNTRY), tag: PRINTABLE_STRING, value: value.into() }
}

/// organizationName.
pub fn organization(value: &str) -> Attribute {
    Attribute { kind: der::object_identifier(oid::ORGANIZATION), tag: UTF8_STRING, value: value.into() }
}

/// commonName.
pub fn common_name(value: &str) -> Attribute {
    Attribute { kind: der::object_identifier(oid::COMMON_NAME), tag: UTF8_STRING, value: value.into() }
}

impl Attribute {
    /// AttributeTypeAndValue.
    pub fn to_der(&self) -> Vec<u8> {
        der::sequence(&[self.kind.clone(), der::element(self.tag, &self.value)])
    }
}

/// The name with one attribute in each RDN.
pub fn to_der(name: &Rdns) -> Vec<u8> {
    der::sequence(&name.iter().map(|attribute| der::set(&[attribute.to_der()])).collect::<Vec<_>>())
}

/// A way to write a name.
pub type Write = fn(&Rdns) -> Vec<u8>;

/// The same name in normal form, or a name that differs and is well-formed.
pub const WELL_FORMED: &[(&str, Write)] = &[
    ("lower-case", |name| last(name, |value| value.to_ascii_lowercase())),
    ("upper-case", |name| last(name, |value| value.to_ascii_uppercase())),
    ("padded", |name| last(name, |value| [b"  ", value, b" "].concat())),
    ("tab-around", |name| last(name, |value| [b"\t", value, b"\n"].concat())),
    ("space-doubled", |name| spaced(name, b"  ")),
    ("space-once", |name| spaced(name, b" ")),
    ("space-as-tab", |name| spaced(name, b"\t")),
    ("no-break-space", |name| spaced(name, "\u{a0}".as_bytes())),
    ("printable", |name| retagged(name, 0x13, <[u8]>::to_vec)),
    ("ia5", |name| retagged(name, 0x16, <[u8]>::to_vec)),
    ("teletex", |name| retagged(name, 0x14, <[u8]>::to_vec)),
    ("visible", |name| retagged(name, 0x1a, <[u8]>::to_vec)),
    ("bmp", |name| retagged(name, 0x1e, |value| wide(value, 2))),
    ("universal", |name| retagged(name, 0x1c, |value| wide(value, 4))),
    ("reversed", |name| to_der(&name.iter().rev().cloned().collect())),
    ("grouped", |name| {
        let mut attributes: Vec<_> = name.iter().map(Attribute::to_der).collect();
        attributes.sort();
        der::sequence(&[der::set(&attributes)])
    }),
    ("rdn-missing", |name| to_der(&name[1..].to_vec())),
    ("rdn-doubled", |name| to_der(&[&name[..1], name].concat())),
    ("other-value", |name| last(name, |value| [value, b"x"].concat())),
    ("other-type", |name| to_der(&with_last(name, |one| one.kind = der::object_identifier("2.5.4.41")))),
    ("unknown-type", |name| {
        to_der(&with_last(name, |one| one.kind = der::object_identifier("1.3.6.1.4.1.32473.7")))
    }),
    ("beyond-ascii", |name| last(name, |value| [value, "É".as_bytes()].concat())),
    ("beyond-ascii-lower", |name| last(name, |value| [value, "é".as_bytes()].concat())),
    ("beyond-bmp", |name| last(name, |value| [value, "\u{1f600}".as_bytes()].concat())),
    ("teletex-high-byte", |name| retagged(name, 0x14, |value| [value, &[0xe9]].concat())),
    ("empty-value", |name| last(name, |_| Vec::new())),
    ("blank-value", |name| last(name, |_| b"   ".to_vec())),
    ("long-value", |name| last(name, |value| value.repeat(500))),
    ("nul", |name| last(name, |value| [value, b"\0.example"].concat())),
    ("control", |name| last(name, |value| [value, b"\x1b[2J\x7f"].concat())),
    ("comma", |name| last(name, |value| [value, b",O=Other"].concat())),
    ("empty", |_| der::sequence::<[u8; 0]>(&[])),
    ("rdns-128", |name| many(name, 128)),
    ("attribute-twice-in-rdn", |name| {
        let one = name[0].to_der();
        [der::sequence(&[der::set(&[one.clone(), one])])].concat()
    }),
    ("email", |name| {
        let kind = der::object_identifier(oid::EMAIL_ADDRESS);
        let email = Attribute { kind, tag: 0x16, value: b"user@a.example".to_vec() };
        to_der(&[name.as_slice(), &[email]].concat())
    }),
    ("country-of-three", |name| {
        let mut changed = name.clone();
        changed[0].value = b"USA".to_vec();
        to_der(&changed)
    }),
];

/// The name with its last value changed.
pub fn last(name: &Rdns, change: fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    to_der(&with_last(name, |attribute| attribute.value = change(&attribute.value)))
}

/// The name with its last attribute changed.
pub fn with_last(name: &Rdns, change: impl FnOnce(&mut Attribute)) -> Rdns {
    let mut changed = name.clone();
    change(changed.last_mut().expect("a name from which kinds start has attributes"));
    changed
}

/// The name with its last value in another string type.
pub fn retagged(name: &Rdns, tag: u8, value: fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    to_der(&with_last(name, |attribute| {
        attribute.tag = tag;
        attribute.value = value(&attribute.value);
    }))
}

/// The name with so many RDNs.
pub fn many(name: &Rdns, count: usize) -> Vec<u8> {
    to_der(&name.iter().cycle().take(count).cloned().collect())
}

/// Each byte as a character of so many bytes.
pub fn wide(value: &[u8], size: usize) -> Vec<u8> {
    value.iter().flat_map(|&byte| [vec![0; size - 1], vec![byte]].concat()).collect()
}

fn spaced(name: &Rdns, space: &[u8]) -> Vec<u8> {
    let mut changed = name.clone();
    changed[1].value = [b"Exam", space, b"ple"].concat();
    to_der(&changed)
}
