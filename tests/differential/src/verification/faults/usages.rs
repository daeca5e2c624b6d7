//! Contents of basicConstraints, keyUsage and extKeyUsage (RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12).

use issuedby_generator::extension::{DIGITAL_SIGNATURE, Extension, KEY_AGREEMENT, KEY_CERT_SIGN};
use issuedby_generator::{der, oid};

use super::Fault;
use super::extension_kinds::slot;
use crate::verification::pair::Place;

const BASIC_CONSTRAINTS: &[(&str, &[u8])] = &[
    ("ca-true", &[0x30, 3, 1, 1, 0xff]),
    ("ca-true-as-1", &[0x30, 3, 1, 1, 1]),
    ("ca-false-written", &[0x30, 3, 1, 1, 0]),
    ("ca-empty-boolean", &[0x30, 2, 1, 0]),
    ("ca-boolean-of-two", &[0x30, 4, 1, 2, 0xff, 0xff]),
    ("path-length", &[0x30, 6, 1, 1, 0xff, 2, 1, 0]),
    ("path-length-1", &[0x30, 6, 1, 1, 0xff, 2, 1, 1]),
    ("path-length-negative", &[0x30, 6, 1, 1, 0xff, 2, 1, 0xff]),
    ("path-length-padded", &[0x30, 7, 1, 1, 0xff, 2, 2, 0, 1]),
    ("path-length-large", &[0x30, 14, 1, 1, 0xff, 2, 9, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ("path-length-empty", &[0x30, 5, 1, 1, 0xff, 2, 0]),
    ("path-length-alone", &[0x30, 3, 2, 1, 0]),
    ("more-inside", &[0x30, 6, 1, 1, 0xff, 1, 1, 0xff]),
];

/// Elements in the place of the BIT STRING of keyUsage.
const KEY_USAGES: &[(&str, &[u8])] = &[
    ("only-agreement", &[3, 2, 3, 8]),
    ("only-cert-sign", &[3, 2, 2, 4]),
    ("all", &[3, 3, 7, 0xff, 0x80]),
    ("non-repudiation", &[3, 2, 6, 0x40]),
    ("no-bits", &[3, 1, 0]),
    ("zero-bits", &[3, 2, 7, 0]),
    ("trailing-zero-bits", &[3, 2, 0, 0x80]),
    ("trailing-zero-byte", &[3, 3, 0, 0x84, 0]),
    ("padding-set", &[3, 2, 7, 0xff]),
    ("unused-8", &[3, 2, 8, 0x80]),
    ("unused-without-bits", &[3, 1, 5]),
    ("without-unused", &[3, 0]),
    ("bytes-3", &[3, 4, 0, 0x84, 0, 1]),
    ("sign-and-cert-sign", &[3, 2, 2, 0x84]),
    ("constructed", &[0x23, 4, 3, 2, 7, 0x80]),
];

/// Lists of purposes.
const PURPOSES: &[(&str, &[&str])] = &[
    ("server", &[oid::SERVER_AUTH]),
    ("any", &[oid::ANY_EXTENDED_KEY_USAGE]),
    ("any-and-server", &[oid::ANY_EXTENDED_KEY_USAGE, oid::SERVER_AUTH]),
    ("any-and-client", &[oid::ANY_EXTENDED_KEY_USAGE, oid::CLIENT_AUTH]),
    ("server-and-client", &[oid::SERVER_AUTH, oid::CLIENT_AUTH]),
    ("client-twice", &[oid::CLIENT_AUTH, oid::CLIENT_AUTH]),
    ("code-signing", &[oid::CODE_SIGNING]),
    ("unknown-and-client", &["1.3.6.1.4.1.32473.3", oid::CLIENT_AUTH]),
    ("below-client", &["1.3.6.1.5.5.7.3.2.1"]),
    ("above-client", &["1.3.6.1.5.5.7.3"]),
];

/// Contents of extKeyUsage that are no list of purposes.
const ODD_PURPOSES: &[(&str, &[u8])] = &[
    ("empty-purpose", &[0x30, 2, 6, 0]),
    ("padded-purpose", &[0x30, 14, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2, 6, 2, 0x80, 1]),
    ("cut-purpose", &[0x30, 14, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2, 6, 2, 0x2b, 0x86]),
    ("null-purpose", &[0x30, 12, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2, 5, 0]),
    ("client-padded", &[0x30, 11, 6, 9, 0x80, 0x2b, 6, 1, 5, 5, 7, 3, 2]),
    ("client-as-string", &[0x30, 10, 0x0c, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2]),
    ("client-bare", &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2]),
    ("nested", &[0x30, 12, 0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2]),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults: Vec<_> = Place::ALL.into_iter().flat_map(at).collect();
    for (tag, bits) in
        [("key-agreement", KEY_AGREEMENT), ("cert-sign-with-signature", DIGITAL_SIGNATURE | KEY_CERT_SIGN)]
    {
        let name = format!("leaf-key-usage-{tag}");
        faults.push(Fault::new(name, slot(Place::Leaf, "key-usage"), move |pair, _| {
            pair.leaf.set_extension(Extension::key_usage(bits));
        }));
    }
    faults
}

fn at(place: Place) -> Vec<Fault> {
    let name = place.name();
    let mut faults = Vec::new();
    let mut value = |extension: &str, tag: &str, oid: &'static str, value: Vec<u8>| {
        faults.push(
            Fault::new(format!("{name}-{extension}-{tag}"), slot(place, extension), move |pair, random| {
                let extension = Extension::new(oid, value.clone());
                let critical = oid != oid::EXTENDED_KEY_USAGE && random.below(4) > 0;
                pair.at(place).set_extension(if critical { extension.critical() } else { extension });
            })
            .weighing(6),
        );
    };
    for &(tag, content) in BASIC_CONSTRAINTS {
        value("basic-constraints", tag, oid::BASIC_CONSTRAINTS, content.to_vec());
    }
    for &(tag, content) in KEY_USAGES {
        value("key-usage", tag, oid::KEY_USAGE, content.to_vec());
    }
    for &(tag, purposes) in PURPOSES {
        let content = Extension::extended_key_usage(purposes).value;
        value("extended-key-usage", tag, oid::EXTENDED_KEY_USAGE, content);
    }
    for &(tag, content) in ODD_PURPOSES {
        value("extended-key-usage", tag, oid::EXTENDED_KEY_USAGE, content.to_vec());
    }
    let many = || der::sequence(&vec![der::object_identifier(oid::SERVER_AUTH); 200]);
    value("extended-key-usage", "server-200-times", oid::EXTENDED_KEY_USAGE, many());
    let long = der::sequence(&[der::object_identifier(oid::CLIENT_AUTH), der::element(6, &[0x2a; 65])]);
    value("extended-key-usage", "purpose-of-65-bytes", oid::EXTENDED_KEY_USAGE, long);
    faults
}
