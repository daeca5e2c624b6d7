//! Extensions that are not well-formed.

use super::{issue, malformed};
use crate::case::Case;
use crate::extension::Extension;
use crate::{authority, der, oid};
pub(super) fn cases() -> Vec<Case> {
    let extended = |extension: Extension| issue(|client| client.extensions.push(extension));
    let replaced = |extension: Extension| {
        let ca = authority::example();
        ca.issue(&ca.client().replacing(extension))
    };
    let element = |content: &[u8]| der::explicit(3, content);
    let duplicate = |id: &str, description: &str, leaf: Vec<u8>| {
        Case::refused(&format!("structure/{id}"), description, leaf, &["duplicate_extension"])
    };
    vec![
        malformed(
            "basic-constraints-not-a-sequence",
            "basicConstraints holds an INTEGER",
            extended(Extension::new(oid::BASIC_CONSTRAINTS, der::integer(&[1]))),
        ),
        malformed(
            "basic-constraints-trailing",
            "bytes behind the content of basicConstraints",
            extended(Extension::new(oid::BASIC_CONSTRAINTS, vec![0x30, 0, 0])),
        ),
        malformed(
            "key-usage-not-a-bit-string",
            "keyUsage holds an OCTET STRING",
            replaced(Extension::new(oid::KEY_USAGE, der::octet_string(&[0x80]))),
        ),
        malformed(
            "extended-key-usage-empty",
            "extKeyUsage without any purpose (RFC 5280 4.2.1.12: at least one)",
            replaced(Extension::extended_key_usage(&[])),
        ),
        malformed(
            "extended-key-usage-not-oids",
            "extKeyUsage holds an INTEGER",
            replaced(Extension::new(oid::EXTENDED_KEY_USAGE, der::sequence(&[der::integer(&[1])]))),
        ),
        malformed(
            "subject-alternative-name-not-a-sequence",
            "subjectAltName holds an OCTET STRING",
            extended(Extension::new(oid::SUBJECT_ALTERNATIVE_NAME, der::octet_string(b"client"))),
        ),
        malformed(
            "critical-not-der",
            "critical is written 01, which must not be read as FALSE",
            extended(Extension { critical: der::element(der::BOOLEAN, &[1]), ..Extension::unknown(1) }),
        ),
        malformed(
            "extension-identifier-padded",
            "an extension's object identifier has a padded arc",
            extended(Extension {
                oid: der::element(der::OBJECT_IDENTIFIER, &[0x2a, 0x80, 3]),
                ..Extension::unknown(1)
            }),
        ),
        malformed(
            "extension-identifier-cut",
            "an extension's object identifier ends inside an arc",
            extended(Extension {
                oid: der::element(der::OBJECT_IDENTIFIER, &[0x2a, 0x83]),
                ..Extension::unknown(1)
            }),
        ),
        malformed(
            "extension-identifier-empty",
            "an extension's object identifier is empty",
            extended(Extension { oid: der::element(der::OBJECT_IDENTIFIER, &[]), ..Extension::unknown(1) }),
        ),
        malformed(
            "extended-key-usage-padded",
            "an extKeyUsage has a padded arc beside clientAuth",
            replaced(Extension::new(
                oid::EXTENDED_KEY_USAGE,
                der::sequence(&[
                    der::object_identifier(oid::CLIENT_AUTH),
                    der::element(der::OBJECT_IDENTIFIER, &[0x2b, 0x80, 6]),
                ]),
            )),
        ),
        malformed(
            "extension-without-value",
            "an extension that is an object identifier alone",
            issue(|client| {
                let lone = der::sequence(&[der::object_identifier(oid::UNKNOWN)]);
                client.raw_extensions = Some(element(&der::sequence(&[lone])));
            }),
        ),
        malformed(
            "extensions-trailing",
            "bytes behind the list of extensions",
            issue(|client| {
                let list = der::sequence(&[Extension::unknown(1).to_der()]);
                client.raw_extensions = Some(element(&[list.as_slice(), &der::null()].concat()));
            }),
        ),
        duplicate(
            "duplicate-known-extension",
            "extKeyUsage twice, the same both times",
            extended(Extension::extended_key_usage(&[oid::CLIENT_AUTH])),
        ),
        duplicate(
            "duplicate-unknown-extension",
            "an unknown extension twice",
            issue(|client| client.extensions.extend([Extension::unknown(1), Extension::unknown(1)])),
        ),
    ]
}
