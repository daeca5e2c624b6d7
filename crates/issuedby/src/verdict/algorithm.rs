//! The signature algorithm of a certificate in words: its name, its parameters, and what is wrong with them.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use crate::certificate::Certificate;
use crate::certificate::der::Reader;
use crate::oid_name::{self, NamedOid};
use crate::tag;

/// A family of signature algorithms, for the remedy.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Family {
    /// SHA-1 or MD5, with whatever key.
    BrokenHash,
    /// ECDSA with parameters, which RFC 5758 section 3.2 wants absent.
    EcdsaWithParameters,
    /// RSASSA-PSS (RFC 4055).
    Pss,
    Other,
}

/// The signature algorithm by name where it has a usual one, with its object identifier.
pub(super) fn algorithm(certificate: &Certificate<'_>) -> String {
    let Some(oid) = oid_of(certificate) else {
        return "an AlgorithmIdentifier that cannot be read".to_string();
    };
    NamedOid(oid).to_string()
}

/// The found algorithm with its parameters, and what is accepted.
pub(super) fn unsupported(certificate: &Certificate<'_>) -> String {
    let found = algorithm(certificate);
    match family(certificate) {
        Family::Pss => match PssParameters::read(certificate.signature_algorithm()) {
            Some(parameters) => match parameters.salt_beside_hash() {
                Some((salt, hash)) => format!(
                    "the certificate is signed with {found}, {}: found a salt of {salt} bytes, expected {hash}, as long as the hash",
                    HashName(parameters.hash)
                ),
                None => format!(
                    "the certificate is signed with {found}, {parameters}; SHA-256, SHA-384 or SHA-512 is accepted, MGF1 \
                     with the same, and a salt as long as that: 32, 48 or 64 bytes"
                ),
            },
            None => format!("the certificate is signed with {found}, whose parameters cannot be read"),
        },
        Family::BrokenHash => format!(
            "the certificate is signed with {found}: that hash no longer protects a signature, and is never accepted"
        ),
        Family::EcdsaWithParameters => match parameters_of(certificate) {
            Some(tag::NULL) => format!(
                "the certificate is signed with {found}, which has NULL as its parameters, and RFC 5758 section 3.2 allows \
                 none"
            ),
            Some(found_tag) => format!(
                "the certificate is signed with {found}, which has parameters (tag 0x{found_tag:02x}), and RFC 5758 section \
                 3.2 allows none"
            ),
            None => format!("the certificate is signed with {found}, which is not accepted"),
        },
        Family::Other => format!("the certificate is signed with {found}, which is not accepted"),
    }
}

pub(super) fn family(certificate: &Certificate<'_>) -> Family {
    match oid_of(certificate).and_then(oid_name::of) {
        Some("RSASSA-PSS") => Family::Pss,
        Some("ecdsa-with-SHA1" | "sha1WithRSAEncryption" | "md5WithRSAEncryption" | "dsa-with-sha1") => {
            Family::BrokenHash
        }
        Some(name) if name.starts_with("ecdsa-") && parameters_of(certificate).is_some() => {
            Family::EcdsaWithParameters
        }
        _ => Family::Other,
    }
}

fn oid_of<'a>(certificate: &'a Certificate<'_>) -> Option<&'a [u8]> {
    let mut reader = Reader::new(certificate.signature_algorithm());
    reader.read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok().map(|oid| oid.contents)
}

/// The identifier byte of the parameters, if there are any.
fn parameters_of(certificate: &Certificate<'_>) -> Option<u8> {
    let mut reader = Reader::new(certificate.signature_algorithm());
    reader.read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok()?;
    reader.peek()
}

const WHAT: &str = "the signatureAlgorithm";

/// `RSASSA-PSS-params` (RFC 4055 section 3.1). An absent hash is SHA-1, an absent salt has 20 bytes.
struct PssParameters<'a> {
    hash: &'a [u8],
    mask_hash: &'a [u8],
    /// The length of the salt in bytes; `None` for a number that is not one.
    salt: Option<u64>,
}

impl<'a> PssParameters<'a> {
    const SHA1: &'static [u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
    const DEFAULT_SALT: u64 = 20;

    /// Reads the contents of an AlgorithmIdentifier.
    fn read(identifier: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(identifier);
        reader.read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok()?;
        let mut found = Self { hash: Self::SHA1, mask_hash: Self::SHA1, salt: Some(Self::DEFAULT_SALT) };
        if reader.is_at_end() {
            return Some(found);
        }
        let mut fields = reader.read_tagged(tag::SEQUENCE, WHAT).ok()?.reader();
        while let Some(field) = fields.peek() {
            let contents = fields.read_tagged(field, WHAT).ok()?.reader();
            match field {
                0xa0 => found.hash = hash_of(contents)?,
                0xa1 => {
                    let mut mask = contents.read_only(tag::SEQUENCE, WHAT).ok()?.reader();
                    mask.read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok()?;
                    found.mask_hash = hash_of(mask)?;
                }
                0xa2 => {
                    let number = contents.read_only(tag::INTEGER, WHAT).ok()?.contents;
                    found.salt = number
                        .iter()
                        .try_fold(0_u64, |value, byte| value.checked_mul(256)?.checked_add(u64::from(*byte)));
                }
                _ => {}
            }
        }
        Some(found)
    }

    /// The length of the salt and that of the hash in bytes, where nothing but the salt is wrong.
    fn salt_beside_hash(&self) -> Option<(u64, u64)> {
        let bytes = match oid_name::of(self.hash)? {
            "sha256" => 32,
            "sha384" => 48,
            "sha512" => 64,
            _ => return None,
        };
        let salt = self.salt.filter(|salt| *salt != bytes && self.hash == self.mask_hash)?;
        Some((salt, bytes))
    }
}

/// The object identifier in an AlgorithmIdentifier.
fn hash_of<'a>(reader: Reader<'a>) -> Option<&'a [u8]> {
    let mut algorithm = reader.read_only(tag::SEQUENCE, WHAT).ok()?.reader();
    algorithm.read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok().map(|oid| oid.contents)
}

impl fmt::Display for PssParameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, MGF1 with {} and a salt of ", HashName(self.hash), HashName(self.mask_hash))?;
        match self.salt {
            Some(1) => f.write_str("1 byte"),
            Some(bytes) => write!(f, "{bytes} bytes"),
            None => f.write_str("a length that is no number"),
        }
    }
}

/// A hash as people write it, else by its number.
struct HashName<'a>(&'a [u8]);

impl fmt::Display for HashName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match oid_name::of(self.0) {
            Some("sha1") => f.write_str("SHA-1"),
            Some("sha224") => f.write_str("SHA-224"),
            Some("sha256") => f.write_str("SHA-256"),
            Some("sha384") => f.write_str("SHA-384"),
            Some("sha512") => f.write_str("SHA-512"),
            _ => NamedOid(self.0).fmt(f),
        }
    }
}
