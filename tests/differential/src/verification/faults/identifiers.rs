//! Contents of authorityKeyIdentifier and subjectKeyIdentifier (RFC 5280 sections 4.2.1.1 and 4.2.1.2).

use issuedby_generator::extension::{self, Extension};
use issuedby_generator::{der, key, oid};

use super::extension_kinds::slot;
use super::name_kinds::{common_name, to_der};
use super::{Entries, Fault};
use crate::verification::pair::{Pair, Place};

/// The contents of an authorityKeyIdentifier.
const AUTHORITY: Entries<fn(&Pair) -> Vec<u8>> = &[
    ("right", |pair| der::sequence(&[key_identifier(pair)])),
    ("wrong", |_| der::sequence(&[der::implicit(0, &[0x77; 20])])),
    ("of-no-bytes", |_| der::sequence(&[der::implicit(0, &[])])),
    ("of-200-bytes", |_| der::sequence(&[der::implicit(0, &[0x77; 200])])),
    ("issuer-and-serial", |pair| der::sequence(&[issuer(&to_der(&pair.ca_name)), serial(&[0x0a, 0x1b])])),
    ("all-three", |pair| {
        der::sequence(&[key_identifier(pair), issuer(&to_der(&pair.ca_name)), serial(&[0x0a, 0x1b])])
    }),
    ("wrong-serial", |pair| {
        der::sequence(&[key_identifier(pair), issuer(&to_der(&pair.ca_name)), serial(&[9])])
    }),
    ("wrong-issuer", |pair| {
        let other = to_der(&vec![common_name("Somebody")]);
        der::sequence(&[key_identifier(pair), issuer(&other), serial(&[0x0a, 0x1b])])
    }),
    ("issuer-alone", |pair| der::sequence(&[key_identifier(pair), issuer(&to_der(&pair.ca_name))])),
    ("serial-alone", |pair| der::sequence(&[key_identifier(pair), serial(&[0x0a, 0x1b])])),
    ("serial-empty", |pair| {
        der::sequence(&[key_identifier(pair), issuer(&to_der(&pair.ca_name)), serial(&[])])
    }),
    ("serial-negative", |pair| {
        der::sequence(&[key_identifier(pair), issuer(&to_der(&pair.ca_name)), serial(&[0x80])])
    }),
    ("issuer-of-dns", |pair| {
        der::sequence(&[
            key_identifier(pair),
            der::explicit(1, &extension::dns("a.example")),
            serial(&[0x0a, 0x1b]),
        ])
    }),
    ("issuer-empty", |pair| {
        der::sequence(&[key_identifier(pair), der::explicit(1, &[]), serial(&[0x0a, 0x1b])])
    }),
    ("issuer-odd", |pair| {
        der::sequence(&[
            key_identifier(pair),
            der::explicit(1, &[0x84, 1, b'a', 0x8a, 1, 5]),
            serial(&[0x0a, 0x1b]),
        ])
    }),
    ("out-of-order", |pair| {
        der::sequence(&[serial(&[0x0a, 0x1b]), issuer(&to_der(&pair.ca_name)), key_identifier(pair)])
    }),
    ("key-twice", |pair| der::sequence(&[key_identifier(pair), key_identifier(pair)])),
    ("key-constructed", |_| der::sequence(&[der::explicit(0, &der::octet_string(&[1; 20]))])),
    ("unknown-field", |pair| der::sequence(&[key_identifier(pair), der::implicit(3, &[1])])),
    ("bytes", |_| der::octet_string(&[1; 20])),
    ("cut-inside", |_| der::sequence(&[[0x80, 20, 1]])),
];

/// Contents of subjectKeyIdentifier.
const SUBJECT: &[(&str, &[u8])] = &[
    ("other", &[4, 4, 1, 2, 3, 4]),
    ("of-no-bytes", &[4, 0]),
    ("bits", &[3, 3, 0, 1, 2]),
    ("constructed", &[0x24, 3, 4, 1, 1]),
    ("bare", &[1, 2, 3, 4, 5]),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for place in Place::ALL {
        for &(tag, make) in AUTHORITY {
            let tag = format!("{}-authority-key-identifier-{tag}", place.name());
            let weight = if place == Place::Leaf { 8 } else { 4 };
            let apply = move |pair: &mut Pair, random: &mut issuedby_test_support::Random| {
                let extension = Extension::new(oid::AUTHORITY_KEY_IDENTIFIER, make(pair));
                let critical = random.below(12) == 0;
                pair.at(place).set_extension(if critical { extension.critical() } else { extension });
            };
            faults.push(Fault::new(tag, slot(place, "authority-key-identifier"), apply).weighing(weight));
        }
        for &(tag, value) in SUBJECT {
            let tag = format!("{}-subject-key-identifier-{tag}", place.name());
            faults.push(
                Fault::new(tag, slot(place, "subject-key-identifier"), move |pair, _| {
                    let extension = Extension::new(oid::SUBJECT_KEY_IDENTIFIER, value.to_vec());
                    pair.at(place).set_extension(extension);
                })
                .weighing(5),
            );
        }
    }
    faults.push(Fault::new(
        "ca-subject-key-identifier-as-leaf-names-another",
        "leaf authority-key-identifier",
        |pair, _| {
            pair.leaf.set_extension(Extension::authority_key_identifier(key::p256_other_ca()));
        },
    ));
    faults
}

fn key_identifier(pair: &Pair) -> Vec<u8> {
    der::implicit(0, &(pair.signer.key)().identifier())
}

fn issuer(name: &[u8]) -> Vec<u8> {
    der::explicit(1, &extension::directory(name))
}

fn serial(content: &[u8]) -> Vec<u8> {
    der::implicit(2, content)
}
