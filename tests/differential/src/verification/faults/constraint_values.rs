//! Name constraints that cannot be read or cannot be evaluated, and names of the leaf that stand elsewhere than in subjectAltName.

use issuedby_generator::extension::{self, Extension};
use issuedby_generator::{der, oid};

use super::name_kinds::{Attribute, to_der};
use super::{Entries, Fault};
use crate::verification::pair::{Pair, Place};

/// Contents of nameConstraints.
const VALUES: Entries<fn() -> Vec<u8>> = &[
    ("minimum-0", || permitted(&[dns("a.example"), der::implicit(0, &[0])])),
    ("minimum-1", || permitted(&[dns("a.example"), der::implicit(0, &[1])])),
    ("minimum-padded", || permitted(&[dns("a.example"), der::implicit(0, &[0, 1])])),
    ("minimum-of-no-bytes", || permitted(&[dns("a.example"), der::implicit(0, &[])])),
    ("minimum-negative", || permitted(&[dns("a.example"), der::implicit(0, &[0xff])])),
    ("maximum-0", || permitted(&[dns("a.example"), der::implicit(1, &[0])])),
    ("maximum-5", || permitted(&[dns("a.example"), der::implicit(1, &[5])])),
    ("maximum-before-minimum", || {
        permitted(&[dns("a.example"), der::implicit(1, &[5]), der::implicit(0, &[1])])
    }),
    ("minimum-of-other-form", || permitted(&[extension::email("b.example"), der::implicit(0, &[1])])),
    ("third-field", || permitted(&[dns("a.example"), der::implicit(2, &[0])])),
    ("base-missing", || permitted(&[der::implicit(0, &[1])])),
    ("base-universal", || permitted(&[der::element(0x16, b"a.example")])),
    ("base-unknown-form", || permitted(&[der::implicit(9, b"a")])),
    ("base-constructed", || permitted(&[der::explicit(2, &der::element(0x16, b"a.example"))])),
    ("dns-wildcard", || permitted(&[dns("*.a.example")])),
    ("dns-final-dot", || permitted(&[dns("a.example.")])),
    ("dns-upper-case", || permitted(&[dns("A.EXAMPLE")])),
    ("dns-high-byte", || permitted(&[der::implicit(2, &[b'a', 0xe9])])),
    ("dns-space", || permitted(&[dns("a example")])),
    ("email-empty", || permitted(&[extension::email("")])),
    ("uri-empty", || permitted(&[extension::uri("")])),
    ("ip-empty", || permitted(&[extension::ip(&[])])),
    ("ip-7", || permitted(&[extension::ip(&[10, 0, 0, 0, 255, 0, 0])])),
    ("directory-odd", || permitted(&[der::explicit(4, &der::null())])),
    ("directory-bad-utf8", || {
        let kind = der::object_identifier(oid::COMMON_NAME);
        let attribute = Attribute { kind, tag: 0x0c, value: vec![0xff] };
        permitted(&[extension::directory(&to_der(&vec![attribute]))])
    }),
    ("permitted-of-none", || der::sequence(&[der::explicit(0, &[])])),
    ("excluded-of-none", || der::sequence(&[der::explicit(1, &[])])),
    ("swapped", || {
        let subtree = der::sequence(&[dns("b.example")]);
        der::sequence(&[der::explicit(1, &subtree), der::explicit(0, &subtree)])
    }),
    ("permitted-twice", || {
        let subtree = der::sequence(&[dns("a.example")]);
        der::sequence(&[der::explicit(0, &subtree), der::explicit(0, &subtree)])
    }),
    ("field-2", || der::sequence(&[der::explicit(2, &der::sequence(&[dns("a.example")]))])),
    ("field-primitive", || der::sequence(&[der::implicit(0, &der::sequence(&[dns("a.example")]))])),
    ("field-universal", || der::sequence(&[der::sequence(&[der::sequence(&[dns("a.example")])])])),
    ("subtree-as-set", || der::sequence(&[der::explicit(0, &der::set(&[dns("a.example")]))])),
    ("permitted-and-excluded", || {
        let inside = der::sequence(&[dns("a.example")]);
        let apart = der::sequence(&[dns("client.a.example")]);
        der::sequence(&[der::explicit(0, &inside), der::explicit(1, &apart)])
    }),
    ("permitted-1000", || {
        let subtrees: Vec<_> =
            (0..1_000).map(|number| der::sequence(&[dns(&format!("h{number}.example"))])).collect();
        der::sequence(&[der::explicit(0, &subtrees.concat())])
    }),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for &(tag, value) in VALUES {
        for place in Place::ALL {
            let tag = format!("{}-name-constraints-{tag}", place.name());
            let weight = if place == Place::Ca { 7 } else { 3 };
            let apply = move |pair: &mut Pair, random: &mut issuedby_test_support::Random| {
                let extension = Extension::new(oid::NAME_CONSTRAINTS, value());
                let critical = random.below(4) > 0;
                pair.at(place).set_extension(if critical { extension.critical() } else { extension });
            };
            let slot = format!("{} name-constraints", place.name());
            faults.push(Fault::new(tag, slot, apply).weighing(weight));
        }
    }
    for (side, is_permitted) in [("permitted", true), ("excluded", false)] {
        for (tag, kind, mailbox) in [
            ("ia5", 0x16, "user@a.example"),
            ("utf8", 0x0c, "user@a.example"),
            ("other", 0x16, "user@b.example"),
            ("no-mailbox", 0x16, "nobody"),
        ] {
            let apply = move |pair: &mut Pair, _: &mut issuedby_test_support::Random| {
                let base = vec![extension::email("a.example")];
                let (permitted, excluded) =
                    if is_permitted { (base, Vec::new()) } else { (Vec::new(), base) };
                let constraints = Extension::name_constraints(&permitted, &excluded);
                pair.cas[0].draft.set_extension(constraints);
                let kind = Attribute {
                    kind: der::object_identifier(oid::EMAIL_ADDRESS),
                    tag: kind,
                    value: mailbox.into(),
                };
                pair.leaf.subject = to_der(&[pair.client_name.as_slice(), &[kind]].concat());
            };
            let tag = format!("nc-{side}-subject-email-{tag}");
            faults.push(Fault::new(tag, "ca name-constraints,subject", apply).weighing(5));
        }
        let apply = move |pair: &mut Pair, _: &mut issuedby_test_support::Random| {
            let base = vec![extension::email("a.example")];
            let (permitted, excluded) = if is_permitted { (base, Vec::new()) } else { (Vec::new(), base) };
            pair.cas[0].draft.set_extension(Extension::name_constraints(&permitted, &excluded));
            let value = der::element(0x0c, b"user@a.example");
            let name = extension::other_name(oid::SMTP_UTF8_MAILBOX, &value);
            pair.leaf.set_extension(Extension::subject_alternative_names(&[name]));
        };
        faults.push(
            Fault::new(
                format!("nc-{side}-smtp-mailbox"),
                "ca name-constraints,leaf subject-alternative-name",
                apply,
            )
            .weighing(5),
        );
        let apply = move |pair: &mut Pair, _: &mut issuedby_test_support::Random| {
            // More comparisons than the limit: 400 names beside 400 subtrees.
            let names: Vec<_> = (0..400).map(|n| extension::dns(&format!("n{n}.a.example"))).collect();
            let bases: Vec<_> = (0..400).map(|n| extension::dns(&format!("n{n}.b.example"))).collect();
            let (permitted, excluded) = if is_permitted { (bases, Vec::new()) } else { (Vec::new(), bases) };
            pair.cas[0].draft.set_extension(Extension::name_constraints(&permitted, &excluded));
            pair.leaf.set_extension(Extension::subject_alternative_names(&names));
        };
        faults.push(
            Fault::new(
                format!("nc-{side}-too-complex"),
                "ca name-constraints,leaf subject-alternative-name",
                apply,
            )
            .weighing(2),
        );
    }
    faults
}

fn dns(name: &str) -> Vec<u8> {
    extension::dns(name)
}

/// Constraints of one permitted subtree with these elements.
fn permitted(subtree: &[Vec<u8>]) -> Vec<u8> {
    der::sequence(&[der::explicit(0, &der::sequence(subtree))])
}
