//! Every extension present, absent, doubled, with the other criticality, empty and odd, in leaf and CA.

use issuedby_generator::extension::{self, DIGITAL_SIGNATURE, Extension, KEY_CERT_SIGN};
use issuedby_generator::{der, key, oid};

use super::Fault;

use crate::verification::draft::Draft;
use crate::verification::pair::Place;

/// An extension: its name in tags, its identifier, and a value that is right in this place.
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) oid: &'static str,
    value: fn(Place) -> Vec<u8>,
}

/// The extensions of RFC 5280 and others that certificates have.
pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "basic-constraints",
        oid: oid::BASIC_CONSTRAINTS,
        value: |place| match place {
            Place::Leaf => der::sequence::<[u8; 0]>(&[]),
            Place::Ca => der::sequence(&[der::boolean_true()]),
        },
    },
    Known {
        name: "key-usage",
        oid: oid::KEY_USAGE,
        value: |place| {
            let bits = if place == Place::Leaf { DIGITAL_SIGNATURE } else { KEY_CERT_SIGN };
            Extension::key_usage(bits).value
        },
    },
    Known {
        name: "extended-key-usage",
        oid: oid::EXTENDED_KEY_USAGE,
        value: |_| Extension::extended_key_usage(&[oid::CLIENT_AUTH]).value,
    },
    Known {
        name: "subject-alternative-name",
        oid: oid::SUBJECT_ALTERNATIVE_NAME,
        value: |_| der::sequence(&[extension::dns("client.a.example")]),
    },
    Known {
        name: "issuer-alternative-name",
        oid: "2.5.29.18",
        value: |_| der::sequence(&[extension::dns("ca.a.example")]),
    },
    Known {
        name: "authority-key-identifier",
        oid: oid::AUTHORITY_KEY_IDENTIFIER,
        value: |_| der::sequence(&[der::implicit(0, &key::p256_ca().identifier())]),
    },
    Known {
        name: "subject-key-identifier",
        oid: oid::SUBJECT_KEY_IDENTIFIER,
        value: |_| der::octet_string(&key::p256_client().identifier()),
    },
    Known {
        name: "certificate-policies",
        oid: oid::CERTIFICATE_POLICIES,
        value: |_| der::sequence(&[der::sequence(&[der::object_identifier("1.3.6.1.4.1.32473.9")])]),
    },
    Known {
        name: "policy-constraints",
        oid: oid::POLICY_CONSTRAINTS,
        value: |_| der::sequence(&[der::implicit(0, &[3])]),
    },
    Known { name: "inhibit-any-policy", oid: oid::INHIBIT_ANY_POLICY, value: |_| der::integer(&[1]) },
    Known {
        name: "policy-mappings",
        oid: "2.5.29.33",
        value: |_| {
            let policies = ["1.3.6.1.4.1.32473.9", "1.3.6.1.4.1.32473.10"].map(der::object_identifier);
            der::sequence(&[der::sequence(&policies)])
        },
    },
    Known {
        name: "name-constraints",
        oid: oid::NAME_CONSTRAINTS,
        value: |_| Extension::name_constraints(&[extension::dns("a.example")], &[]).value,
    },
    Known { name: "crl-distribution-points", oid: "2.5.29.31", value: |_| distribution_points() },
    Known { name: "freshest-crl", oid: "2.5.29.46", value: |_| distribution_points() },
    Known {
        name: "authority-information-access",
        oid: "1.3.6.1.5.5.7.1.1",
        value: |_| information_access("1.3.6.1.5.5.7.48.1"),
    },
    Known {
        name: "subject-information-access",
        oid: "1.3.6.1.5.5.7.1.11",
        value: |_| information_access("1.3.6.1.5.5.7.48.5"),
    },
    Known {
        name: "signed-certificate-timestamps",
        oid: oid::SIGNED_CERTIFICATE_TIMESTAMPS,
        value: |_| der::octet_string(&timestamps()),
    },
    Known { name: "precertificate-poison", oid: "1.3.6.1.4.1.11129.2.4.3", value: |_| der::null() },
    Known { name: "tls-feature", oid: "1.3.6.1.5.5.7.1.24", value: |_| der::sequence(&[der::integer(&[5])]) },
    Known { name: "ocsp-nocheck", oid: "1.3.6.1.5.5.7.48.1.5", value: |_| der::null() },
    Known {
        name: "netscape-type",
        oid: "2.16.840.1.113730.1.1",
        value: |place| der::element(der::BIT_STRING, if place == Place::Leaf { &[7, 0x80] } else { &[0, 7] }),
    },
    Known {
        name: "netscape-comment",
        oid: "2.16.840.1.113730.1.13",
        value: |_| der::element(0x16, b"a comment"),
    },
    Known {
        name: "private-key-usage-period",
        oid: "2.5.29.16",
        value: |_| der::sequence(&[der::implicit(0, b"20260101000000Z")]),
    },
    Known {
        name: "subject-directory-attributes",
        oid: "2.5.29.9",
        value: |_| {
            let gender = [der::object_identifier("1.3.6.1.5.5.7.9.3"), der::set(&[der::element(0x13, b"F")])];
            der::sequence(&[der::sequence(&gender)])
        },
    },
    Known { name: "unknown", oid: "1.3.6.1.4.1.32473.1", value: |_| der::null() },
];

impl Known {
    /// The extension with a value that is right in this place, not critical.
    pub(super) fn extension(&self, place: Place) -> Extension {
        Extension::new(self.oid, (self.value)(place))
    }

    /// The slot of its faults.
    pub(super) fn slot(&self, place: Place) -> String {
        slot(place, self.name)
    }
}

/// The slot of the faults of an extension.
pub(super) fn slot(place: Place, name: &str) -> String {
    format!("{} {name}", place.name())
}

fn distribution_points() -> Vec<u8> {
    let full_name = der::explicit(0, &extension::uri("http://a.example/crl"));
    der::sequence(&[der::sequence(&[der::explicit(0, &full_name)])])
}

fn information_access(method: &str) -> Vec<u8> {
    let location = extension::uri("http://a.example/ocsp");
    der::sequence(&[der::sequence(&[der::object_identifier(method), location])])
}

/// A list of one timestamp of version 1, with a signature of two bytes.
fn timestamps() -> Vec<u8> {
    let timestamp = [&[0][..], &[7; 32], &[0; 8], &[0, 0], &[4, 3, 0, 2, 0x30, 0]].concat();
    let size = u8::try_from(timestamp.len()).expect("some fifty bytes");
    [&[0, size + 2, 0, size], timestamp.as_slice()].concat()
}

/// A change of an extension.
type Kind = (&'static str, usize, fn(&mut Draft, &Known, Place));

const KINDS: &[Kind] = &[
    ("present", 6, |draft, known, place| draft.set_extension(known.extension(place))),
    ("critical", 6, |draft, known, place| draft.set_extension(known.extension(place).critical())),
    ("doubled", 3, |draft, known, place| {
        draft.set_extension(known.extension(place));
        draft.extensions.push(known.extension(place));
    }),
    ("empty", 3, |draft, known, place| with_value(draft, known, place, |_| Vec::new())),
    ("critical-empty", 3, |draft, known, place| {
        with_value(draft, known, place, |_| Vec::new());
        make_critical(draft, known);
    }),
    ("null", 3, |draft, known, place| with_value(draft, known, place, |_| der::null())),
    ("empty-sequence", 3, |draft, known, place| {
        with_value(draft, known, place, |_| der::sequence::<[u8; 0]>(&[]));
    }),
    ("critical-empty-sequence", 3, |draft, known, place| {
        with_value(draft, known, place, |_| der::sequence::<[u8; 0]>(&[]));
        make_critical(draft, known);
    }),
    ("trailing", 3, |draft, known, place| with_value(draft, known, place, |value| [value, vec![0]].concat())),
    ("critical-trailing", 3, |draft, known, place| {
        with_value(draft, known, place, |value| [value, vec![0]].concat());
        make_critical(draft, known);
    }),
    ("cut", 3, |draft, known, place| {
        with_value(draft, known, place, |value| value[..value.len() - 1].to_vec());
    }),
    ("as-set", 3, |draft, known, place| {
        with_value(draft, known, place, |value| [vec![der::SET], value[1..].to_vec()].concat());
    }),
    ("long-form", 3, |draft, known, place| {
        with_value(draft, known, place, |value| [vec![value[0], 0x81], value[1..].to_vec()].concat());
    }),
];

fn with_value(draft: &mut Draft, known: &Known, place: Place, change: fn(Vec<u8>) -> Vec<u8>) {
    let critical = draft.extension(known.oid).map(|old| old.critical.clone()).unwrap_or_default();
    let extension = known.extension(place);
    draft.set_extension(Extension { value: change(extension.value), critical, ..extension });
}

fn make_critical(draft: &mut Draft, known: &Known) {
    let extension = draft.extension(known.oid).expect("it was just set").clone();
    draft.set_extension(extension.critical());
}

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for place in Place::ALL {
        for known in KNOWN {
            for &(kind, weight, apply) in KINDS {
                let tag = format!("{}-{}-{kind}", place.name(), known.name);
                faults.push(
                    Fault::new(tag, known.slot(place), move |pair, _| apply(pair.at(place), known, place))
                        .weighing(weight),
                );
            }
        }
        faults.extend(absent(place));
    }
    faults
}

/// The extensions of a plain case, left out.
fn absent(place: Place) -> impl Iterator<Item = Fault> {
    let names: &[_] = match place {
        Place::Leaf => &[
            "key-usage",
            "extended-key-usage",
            "subject-alternative-name",
            "authority-key-identifier",
            "subject-key-identifier",
        ],
        Place::Ca => &["basic-constraints", "key-usage", "subject-key-identifier"],
    };
    let known = KNOWN.iter().filter(|known| names.contains(&known.name));
    known.map(move |known| {
        let tag = format!("{}-{}-absent", place.name(), known.name);
        Fault::new(tag, known.slot(place), move |pair, _| pair.at(place).remove_extension(known.oid))
            .weighing(20)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_every_value_is_one_byte() {
        // `long-form` relies on it.
        for known in KNOWN {
            assert!((known.value)(Place::Leaf)[1] < 0x80, "{}", known.name);
        }
    }
}
