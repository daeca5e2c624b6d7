//! Certificate policies and what a CA asks of them (RFC 5280 sections 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14 and 6.1).

use issuedby_generator::extension::Extension;
use issuedby_generator::{der, oid};

use super::extension_kinds::slot;
use super::{Entries, Fault};
use crate::verification::pair::{Pair, Place};

const POLICY: &str = "1.3.6.1.4.1.32473.9";
const ANY_POLICY: &str = "2.5.29.32.0";

/// Contents of policyConstraints.
const CONSTRAINTS: &[(&str, &[u8])] = &[
    ("explicit-0", &[0x30, 3, 0x80, 1, 0]),
    ("explicit-1", &[0x30, 3, 0x80, 1, 1]),
    ("explicit-2", &[0x30, 3, 0x80, 1, 2]),
    ("explicit-300", &[0x30, 4, 0x80, 2, 1, 0x2c]),
    ("mapping-0", &[0x30, 3, 0x81, 1, 0]),
    ("explicit-0-mapping-0", &[0x30, 6, 0x80, 1, 0, 0x81, 1, 0]),
    ("out-of-order", &[0x30, 6, 0x81, 1, 0, 0x80, 1, 0]),
    ("explicit-negative", &[0x30, 3, 0x80, 1, 0xff]),
    ("explicit-padded", &[0x30, 4, 0x80, 2, 0, 0]),
    ("explicit-of-no-bytes", &[0x30, 2, 0x80, 0]),
    ("explicit-large", &[0x30, 11, 0x80, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
    ("explicit-constructed", &[0x30, 5, 0xa0, 3, 2, 1, 0]),
    ("unknown-field", &[0x30, 6, 0x80, 1, 0, 0x82, 1, 0]),
];

/// Contents of inhibitAnyPolicy.
const INHIBIT: &[(&str, &[u8])] = &[
    ("0", &[2, 1, 0]),
    ("2", &[2, 1, 2]),
    ("negative", &[2, 1, 0x80]),
    ("padded", &[2, 2, 0, 1]),
    ("of-no-bytes", &[2, 0]),
    ("large", &[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
    ("bytes", &[4, 1, 0]),
];

/// The contents of a leaf's certificatePolicies.
const POLICIES: Entries<fn() -> Vec<u8>> = &[
    ("one", || der::sequence(&[information(POLICY)])),
    ("any", || der::sequence(&[information(ANY_POLICY)])),
    ("any-and-one", || der::sequence(&[information(ANY_POLICY), information(POLICY)])),
    ("one-twice", || der::sequence(&[information(POLICY), information(POLICY)])),
    ("qualified", || der::sequence(&[qualified(POLICY)])),
    ("any-qualified", || der::sequence(&[qualified(ANY_POLICY)])),
    ("no-policy-inside", || der::sequence(&[der::sequence::<[u8; 0]>(&[])])),
    ("padded-policy", || der::sequence(&[der::sequence(&[[6, 3, 0x2b, 0x80, 1]])])),
    ("null-policy", || der::sequence(&[der::null()])),
    ("empty-policy", || der::sequence(&[der::sequence(&[[6, 0]])])),
    ("qualifiers-empty", || {
        der::sequence(&[der::sequence(&[der::object_identifier(POLICY), der::sequence::<[u8; 0]>(&[])])])
    }),
    ("qualifiers-odd", || der::sequence(&[der::sequence(&[der::object_identifier(POLICY), der::null()])])),
    ("more-inside", || {
        let parts = [der::object_identifier(POLICY), der::sequence::<[u8; 0]>(&[]), der::null()];
        der::sequence(&[der::sequence(&parts)])
    }),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for place in Place::ALL {
        for &(tag, value) in CONSTRAINTS {
            faults
                .push(set(place, "policy-constraints", tag, oid::POLICY_CONSTRAINTS, move || value.to_vec()));
        }
        for &(tag, value) in INHIBIT {
            faults
                .push(set(place, "inhibit-any-policy", tag, oid::INHIBIT_ANY_POLICY, move || value.to_vec()));
        }
        for &(tag, value) in POLICIES {
            faults.push(set(place, "certificate-policies", tag, oid::CERTIFICATE_POLICIES, value));
        }
    }
    faults.extend(asked_for());
    faults
}

fn set(
    place: Place,
    extension: &'static str,
    tag: &str,
    oid: &'static str,
    value: impl Fn() -> Vec<u8> + Send + Sync + 'static,
) -> Fault {
    let tag = format!("{}-{extension}-{tag}", place.name());
    Fault::new(tag, slot(place, extension), move |pair, random| {
        let extension = Extension::new(oid, value());
        let often = place == Place::Ca && oid != oid::CERTIFICATE_POLICIES;
        let critical = random.below(8) < if often { 6 } else { 1 };
        pair.at(place).set_extension(if critical { extension.critical() } else { extension });
    })
    .weighing(4)
}

/// A CA that asks for a policy, and a leaf with some: two independent draws seldom meet.
fn asked_for() -> Vec<Fault> {
    let mut faults = Vec::new();
    for &(tag, value) in POLICIES {
        for inhibited in [false, true] {
            let tag = format!("asked-policy-{tag}{}", if inhibited { "-inhibited" } else { "" });
            let apply = move |pair: &mut Pair, random: &mut issuedby_test_support::Random| {
                let explicit = der::sequence(&[der::implicit(0, &[random.pick(&[0, 0, 1])])]);
                let constraints = Extension::new(oid::POLICY_CONSTRAINTS, explicit).critical();
                pair.cas[0].draft.set_extension(constraints);
                if inhibited {
                    let inhibit = Extension::new(oid::INHIBIT_ANY_POLICY, der::integer(&[0])).critical();
                    pair.cas[0].draft.set_extension(inhibit);
                }
                pair.leaf.set_extension(Extension::new(oid::CERTIFICATE_POLICIES, value()));
            };
            faults.push(
                Fault::new(
                    tag,
                    "ca policy-constraints,ca inhibit-any-policy,leaf certificate-policies",
                    apply,
                )
                .weighing(4),
            );
        }
    }
    faults
}

fn information(policy: &str) -> Vec<u8> {
    der::sequence(&[der::object_identifier(policy)])
}

fn qualified(policy: &str) -> Vec<u8> {
    let practice = [der::object_identifier("1.3.6.1.5.5.7.2.1"), der::element(0x16, b"http://a.example/cps")];
    let qualifiers = der::sequence(&[der::sequence(&practice)]);
    der::sequence(&[der::object_identifier(policy), qualifiers])
}
