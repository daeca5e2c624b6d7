//! The extensions of test certificates, right and wrong.

use crate::der;
use crate::key::Key;
use crate::oid;

/// keyUsage digitalSignature, the first bit.
pub const DIGITAL_SIGNATURE: u16 = 0x8000;
/// keyUsage keyAgreement.
pub const KEY_AGREEMENT: u16 = 0x0800;
/// keyUsage keyCertSign.
pub const KEY_CERT_SIGN: u16 = 0x0400;
/// keyUsage cRLSign.
pub const CRL_SIGN: u16 = 0x0200;

/// One extension.
#[derive(Clone)]
pub struct Extension {
    /// The object identifier, as DER.
    pub oid: Vec<u8>,
    /// The `critical` element as DER; nothing for the default.
    pub critical: Vec<u8>,
    /// The contents of the OCTET STRING.
    pub value: Vec<u8>,
}

impl Extension {
    /// An extension that is not critical.
    pub fn new(oid: &str, value: Vec<u8>) -> Self {
        Self { oid: der::object_identifier(oid), critical: Vec::new(), value }
    }

    /// The same extension, critical.
    pub fn critical(self) -> Self {
        Self { critical: der::boolean_true(), ..self }
    }

    /// The extension as DER.
    pub fn to_der(&self) -> Vec<u8> {
        der::sequence(&[self.oid.as_slice(), &self.critical, &der::octet_string(&self.value)])
    }

    /// authorityKeyIdentifier with the identifier of this key.
    pub fn authority_key_identifier(issuer: &Key) -> Self {
        let value = der::sequence(&[der::implicit(0, &issuer.identifier())]);
        Self::new(oid::AUTHORITY_KEY_IDENTIFIER, value)
    }

    /// Critical basicConstraints with cA TRUE.
    pub fn ca() -> Self {
        Self::new(oid::BASIC_CONSTRAINTS, der::sequence(&[der::boolean_true()])).critical()
    }

    /// extKeyUsage with these purposes.
    pub fn extended_key_usage(purposes: &[&str]) -> Self {
        let purposes: Vec<_> = purposes.iter().map(|purpose| der::object_identifier(purpose)).collect();
        Self::new(oid::EXTENDED_KEY_USAGE, der::sequence(&purposes))
    }

    /// Critical keyUsage with these bits, the first at the top.
    pub fn key_usage(bits: u16) -> Self {
        let unused = bits.trailing_zeros() as u8;
        let bytes = bits.to_be_bytes();
        let (unused, bytes) = if unused >= 8 { (unused - 8, &bytes[..1]) } else { (unused, &bytes[..]) };
        let value = der::element(der::BIT_STRING, &[&[unused], bytes].concat());
        Self::new(oid::KEY_USAGE, value).critical()
    }

    /// Critical nameConstraints with these permitted and excluded general names.
    pub fn name_constraints(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Self {
        let subtrees = |number, names: &[Vec<u8>]| {
            let subtrees: Vec<_> = names.iter().map(|name| der::sequence(&[name])).collect();
            if subtrees.is_empty() { Vec::new() } else { der::explicit(number, &der::concatenate(&subtrees)) }
        };
        let value = der::sequence(&[subtrees(0, permitted), subtrees(1, excluded)]);
        Self::new(oid::NAME_CONSTRAINTS, value).critical()
    }

    /// subjectAltName with these general names.
    pub fn subject_alternative_names(names: &[Vec<u8>]) -> Self {
        Self::new(oid::SUBJECT_ALTERNATIVE_NAME, der::sequence(names))
    }

    /// subjectKeyIdentifier of this key.
    pub fn subject_key_identifier(key: &Key) -> Self {
        Self::new(oid::SUBJECT_KEY_IDENTIFIER, der::octet_string(&key.identifier()))
    }

    /// An extension that no implementation knows; each number is another one.
    pub fn unknown(number: u32) -> Self {
        Self::new(&format!("{}.{number}", oid::UNKNOWN), der::null())
    }
}

/// The general name of a host, or the constraint on hosts below it.
pub fn dns(name: &str) -> Vec<u8> {
    der::implicit(2, name.as_bytes())
}

/// The general name of an address, or with a mask behind it the constraint on a network.
pub fn ip(bytes: &[u8]) -> Vec<u8> {
    der::implicit(7, bytes)
}

/// The general name of a mailbox, or the constraint on a mailbox or a host of mailboxes.
pub fn email(name: &str) -> Vec<u8> {
    der::implicit(1, name.as_bytes())
}

/// The general name of a directory entry.
pub fn directory(name: &[u8]) -> Vec<u8> {
    der::explicit(4, name)
}

/// The general name of a URI, or the constraint on its host.
pub fn uri(text: &str) -> Vec<u8> {
    der::implicit(6, text.as_bytes())
}

/// The general name of a type that an object identifier tells, with a value in DER.
pub fn other_name(type_id: &str, value: &[u8]) -> Vec<u8> {
    let parts = [der::object_identifier(type_id), der::explicit(0, value)];
    der::explicit(0, &der::concatenate(&parts))
}

/// The general name that is an object identifier.
pub fn registered_id(oid: &str) -> Vec<u8> {
    let element = der::object_identifier(oid);
    // The contents without tag and length, which is one byte for every identifier here.
    der::implicit(8, &element[2..])
}
