//! The ways in which a name is not a name.

use issuedby_generator::der;

use super::name_kinds::{Attribute, Write, last, many, retagged, to_der, with_last};

/// Names that are not well-formed, or above a limit.
pub(super) const MALFORMED: &[(&str, Write)] = &[
    ("rdns-129", |name| many(name, 129)),
    ("attributes-256", |name| grouped(&name[..1], 256)),
    ("attributes-257", |name| grouped(&name[..1], 257)),
    ("rdn-empty", |name| spliced(name, |rdns| rdns.push(der::set::<[u8; 0]>(&[])))),
    ("rdn-as-sequence", |name| spliced(name, |rdns| rdns.push(der::sequence(&[name[0].to_der()])))),
    ("rdn-of-null", |name| spliced(name, |rdns| rdns.push(der::set(&[der::null()])))),
    ("trailing-null", |name| spliced(name, |rdns| rdns.push(der::null()))),
    ("as-set", |name| {
        let mut whole = to_der(name);
        whole[0] = der::SET;
        whole
    }),
    ("set-unsorted", |name| {
        let mut attributes: Vec<_> = name.iter().map(Attribute::to_der).collect();
        attributes.sort();
        attributes.reverse();
        der::sequence(&[der::set(&attributes)])
    }),
    ("bad-utf8", |name| last(name, |value| [value, &[0xff]].concat())),
    ("overlong-utf8", |name| last(name, |value| [value, &[0xc0, 0x80]].concat())),
    ("surrogate-utf8", |name| last(name, |value| [value, &[0xed, 0xa0, 0x80]].concat())),
    ("cut-utf8", |name| last(name, |value| [value, &[0xe2, 0x82]].concat())),
    ("bmp-odd", |name| retagged(name, 0x1e, |_| vec![0, b'a', 0])),
    ("bmp-surrogate", |name| retagged(name, 0x1e, |_| vec![0, b'a', 0xd8, 0x3d])),
    ("bmp-surrogate-pair", |name| retagged(name, 0x1e, |_| vec![0, b'a', 0xd8, 0x3d, 0xde, 0x00])),
    ("universal-odd", |name| retagged(name, 0x1c, |_| vec![0, 0, 0, b'a', 0])),
    ("universal-beyond", |name| retagged(name, 0x1c, |_| vec![0, 0x11, 0, 0])),
    ("universal-surrogate", |name| retagged(name, 0x1c, |_| vec![0, 0, 0xd8, 0])),
    ("printable-odd-character", |name| retagged(name, 0x13, |value| [value, b"@*"].concat())),
    ("printable-high-byte", |name| retagged(name, 0x13, |value| [value, &[0xe9]].concat())),
    ("ia5-high-byte", |name| retagged(name, 0x16, |value| [value, &[0xe9]].concat())),
    ("numeric", |name| retagged(name, 0x12, |_| b"12 34".to_vec())),
    ("numeric-letters", |name| retagged(name, 0x12, |_| b"ab".to_vec())),
    ("graphic", |name| retagged(name, 0x19, <[u8]>::to_vec)),
    ("general", |name| retagged(name, 0x1b, <[u8]>::to_vec)),
    ("value-integer", |name| retagged(name, 0x02, |_| vec![5])),
    ("value-null", |name| retagged(name, 0x05, |_| Vec::new())),
    ("value-sequence", |name| retagged(name, 0x30, |_| vec![0x0c, 1, b'a'])),
    ("value-octets", |name| retagged(name, 0x04, <[u8]>::to_vec)),
    ("value-bits", |name| retagged(name, 0x03, |_| vec![6, 0x40])),
    ("value-context", |name| retagged(name, 0x80, <[u8]>::to_vec)),
    ("value-constructed-string", |name| retagged(name, 0x2c, |_| vec![0x0c, 1, b'a'])),
    ("type-padded", |name| to_der(&with_last(name, |one| one.kind = vec![6, 4, 0x55, 4, 0x80, 3]))),
    ("type-cut", |name| to_der(&with_last(name, |one| one.kind = vec![6, 3, 0x55, 4, 0x83]))),
    ("type-empty", |name| to_der(&with_last(name, |one| one.kind = vec![6, 0]))),
    ("type-of-64-bytes", |name| to_der(&with_last(name, |one| one.kind = der::element(6, &[0x2a; 64])))),
    ("type-of-65-bytes", |name| to_der(&with_last(name, |one| one.kind = der::element(6, &[0x2a; 65])))),
    ("type-as-string", |name| to_der(&with_last(name, |one| one.kind[0] = 0x0c))),
    ("attribute-without-value", |name| {
        spliced(name, |rdns| rdns.push(der::set(&[der::sequence(&[&name[0].kind])])))
    }),
    ("attribute-of-three", |name| {
        let attribute = der::sequence(&[name[0].kind.clone(), vec![0x0c, 1, b'a'], vec![0x0c, 1, b'b']]);
        spliced(name, |rdns| rdns.push(der::set(&[attribute])))
    }),
    ("attribute-as-set", |name| {
        let mut attribute = name[0].to_der();
        attribute[0] = der::SET;
        spliced(name, |rdns| rdns.push(der::set(&[attribute])))
    }),
    ("long-form-length", |name| {
        let attribute = der::sequence(&[name[0].kind.clone(), vec![0x0c, 0x81, 1, b'a']]);
        spliced(name, |rdns| rdns.push(der::set(&[attribute])))
    }),
];

/// The name with a change to the list of its encoded RDNs.
fn spliced(name: &[Attribute], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut rdns: Vec<_> = name.iter().map(|attribute| der::set(&[attribute.to_der()])).collect();
    change(&mut rdns);
    der::sequence(&rdns)
}

/// A name of one RDN with so many attributes, in the order of DER.
fn grouped(name: &[Attribute], count: u16) -> Vec<u8> {
    let numbered = (0..count).map(|number| {
        let [first, second] = number.to_be_bytes();
        let value = vec![b'a' + (first & 15), b'a' + (second >> 4), b'a' + (second & 15)];
        Attribute { value, ..name[0].clone() }.to_der()
    });
    der::sequence(&[der::set(&numbered.collect::<Vec<_>>())])
}
