//! Contents of subjectAltName, issuerAltName and others, and the form of the list of extensions itself.

use issuedby_generator::extension::{self, DIGITAL_SIGNATURE, Extension};
use issuedby_generator::{der, oid};

use super::extension_kinds::slot;
use super::name_kinds::{common_name, to_der};
use super::{Entries, Fault};
use crate::verification::draft::Draft;
use crate::verification::pair::Place;

/// One GeneralName.
const NAMES: Entries<fn() -> Vec<u8>> = &[
    ("dns", || extension::dns("host.a.example")),
    ("dns-upper-case", || extension::dns("HOST.A.EXAMPLE")),
    ("dns-wildcard", || extension::dns("*.a.example")),
    ("dns-partial-wildcard", || extension::dns("h*.a.example")),
    ("dns-underscore", || extension::dns("_service.a.example")),
    ("dns-final-dot", || extension::dns("host.a.example.")),
    ("dns-leading-dot", || extension::dns(".a.example")),
    ("dns-empty", || extension::dns("")),
    ("dns-space", || extension::dns("host a.example")),
    ("dns-nul", || extension::dns("host\0.a.example")),
    ("dns-high-byte", || der::implicit(2, &[b'a', 0xe9])),
    ("dns-long-label", || extension::dns(&format!("{}.a.example", "a".repeat(64)))),
    ("email", || extension::email("user@a.example")),
    ("email-without-at", || extension::email("user")),
    ("email-empty", || extension::email("")),
    ("email-high-byte", || der::implicit(1, &[b'a', 0xe9, b'@', b'b'])),
    ("uri", || extension::uri("spiffe://a.example/client")),
    ("uri-without-scheme", || extension::uri("a.example")),
    ("uri-empty", || extension::uri("")),
    ("uri-high-byte", || der::implicit(6, &[b'a', b':', 0xe9])),
    ("uri-bad-host", || extension::uri("http://[::1/")),
    ("ip-4", || extension::ip(&[192, 0, 2, 1])),
    ("ip-16", || extension::ip(&[0x20; 16])),
    ("ip-5", || extension::ip(&[1; 5])),
    ("ip-8", || extension::ip(&[1; 8])),
    ("ip-empty", || extension::ip(&[])),
    ("directory", || extension::directory(&to_der(&vec![common_name("client")]))),
    ("directory-empty", || extension::directory(&der::sequence::<[u8; 0]>(&[]))),
    ("directory-implicit", || der::explicit(4, &to_der(&vec![common_name("client")])[2..])),
    ("directory-of-null", || der::explicit(4, &der::null())),
    ("registered-id", || extension::registered_id("1.2.3.4")),
    ("registered-id-empty", || der::implicit(8, &[])),
    ("registered-id-padded", || der::implicit(8, &[0x2a, 0x80, 3])),
    ("other-name", || extension::other_name(oid::USER_PRINCIPAL_NAME, &der::element(0x0c, b"user@a"))),
    ("smtp-mailbox", || {
        extension::other_name(oid::SMTP_UTF8_MAILBOX, &der::element(0x0c, "ü@a.example".as_bytes()))
    }),
    ("other-name-without-value", || der::explicit(0, &der::object_identifier("1.2.3.4"))),
    ("other-name-empty", || der::explicit(0, &[])),
    ("x400", || der::explicit(3, &der::sequence(&[[]]))),
    ("edi-party", || der::explicit(5, &der::explicit(1, &der::element(0x0c, b"party")))),
    ("unknown-form", || der::implicit(9, b"a")),
    ("universal-tag", || der::element(0x16, b"a.example")),
    ("dns-constructed", || der::explicit(2, &der::element(0x16, b"a.example"))),
    ("long-form-inside", || vec![0x82, 0x81, 9, b'a', b'.', b'e', b'x', b'a', b'm', b'p', b'l', b'e']),
];

/// A change of the whole list of extensions.
const LISTS: Entries<fn(&mut Draft)> = &[
    ("reversed", |draft| draft.extensions.reverse()),
    ("empty", |draft| draft.raw_extensions = Some(der::explicit(3, &der::sequence::<[u8; 0]>(&[])))),
    ("field-empty", |draft| draft.raw_extensions = Some(der::explicit(3, &[]))),
    ("field-primitive", |draft| draft.raw_extensions = Some(vec![0x83, 2, 0x30, 0])),
    ("as-set", |draft| {
        let list: Vec<_> = draft.extensions.iter().map(Extension::to_der).collect();
        draft.raw_extensions = Some(der::explicit(3, &der::set(&list)));
    }),
    ("field-4", |draft| {
        let list: Vec<_> = draft.extensions.iter().map(Extension::to_der).collect();
        draft.raw_extensions = Some(der::explicit(4, &der::sequence(&list)));
    }),
    ("twice", |draft| {
        let list: Vec<_> = draft.extensions.iter().map(Extension::to_der).collect();
        draft.behind_extensions = der::explicit(3, &der::sequence(&list));
    }),
    ("then-more", |draft| draft.behind_extensions = der::null()),
    ("list-twice", |draft| {
        let list: Vec<_> = draft.extensions.iter().map(Extension::to_der).collect();
        let list = der::sequence(&list);
        draft.raw_extensions = Some(der::explicit(3, &[list.clone(), list].concat()));
    }),
    ("64", |draft| fill(draft, 64)),
    ("65", |draft| fill(draft, 65)),
    ("critical-written-false", |draft| with_odd(draft, vec![1, 1, 0])),
    ("critical-as-1", |draft| with_odd(draft, vec![1, 1, 1])),
    ("critical-empty", |draft| with_odd(draft, vec![1, 0])),
    ("critical-of-two", |draft| with_odd(draft, vec![1, 2, 0xff, 0xff])),
    ("critical-twice", |draft| with_odd(draft, vec![1, 1, 0xff, 1, 1, 0xff])),
    ("critical-integer", |draft| with_odd(draft, vec![2, 1, 1])),
    ("value-bits", |draft| raw(draft, &[der::object_identifier(ODD), der::bit_string(&[5, 0])])),
    ("value-missing", |draft| raw(draft, &[der::object_identifier(ODD)])),
    ("value-constructed", |draft| {
        let value = der::element(0x24, &der::octet_string(&[5, 0]));
        raw(draft, &[der::object_identifier(ODD), value]);
    }),
    ("value-twice", |draft| {
        let value = der::octet_string(&[5, 0]);
        raw(draft, &[der::object_identifier(ODD), value.clone(), value]);
    }),
    ("extension-as-set", |draft| {
        let list: Vec<_> = draft.extensions.iter().map(Extension::to_der).collect();
        let odd = der::set(&[der::object_identifier(ODD), der::octet_string(&[5, 0])]);
        draft.raw_extensions = Some(der::explicit(3, &der::sequence(&[list.concat(), odd])));
    }),
    ("oid-empty", |draft| raw(draft, &[vec![6, 0], der::octet_string(&[5, 0])])),
    ("oid-padded", |draft| raw(draft, &[vec![6, 4, 0x55, 0x80, 0x1d, 0x6f], der::octet_string(&[5, 0])])),
    ("oid-cut", |draft| raw(draft, &[vec![6, 2, 0x55, 0x9d], der::octet_string(&[5, 0])])),
    ("oid-of-64-bytes", |draft| raw(draft, &[der::element(6, &[0x2a; 64]), der::octet_string(&[5, 0])])),
    ("oid-of-65-bytes", |draft| raw(draft, &[der::element(6, &[0x2a; 65]), der::octet_string(&[5, 0])])),
    ("oid-relative", |draft| raw(draft, &[vec![0x0d, 1, 0x55], der::octet_string(&[5, 0])])),
    ("large", |draft| {
        draft.extensions.push(Extension::new(ODD, der::octet_string(&vec![0; 60_000])));
    }),
    ("too-large", |draft| {
        draft.extensions.push(Extension::new(ODD, der::octet_string(&vec![0; 66_000])));
    }),
];

/// An extension that no verifier knows.
const ODD: &str = "1.3.6.1.4.1.32473.2";

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for &(tag, make) in NAMES {
        let tag = format!("san-{tag}");
        let apply = move |pair: &mut crate::verification::pair::Pair, random: &mut _| {
            set_names(&mut pair.leaf, random, der::sequence(&[make()]));
        };
        faults.push(Fault::new(tag, slot(Place::Leaf, "subject-alternative-name"), apply).weighing(7));
        let apply = move |pair: &mut crate::verification::pair::Pair, _: &mut _| {
            pair.leaf.set_extension(Extension::new("2.5.29.18", der::sequence(&[make()])));
        };
        let tag = format!("ian-{}", faults.last().expect("just pushed").tag.trim_start_matches("san-"));
        faults.push(Fault::new(tag, slot(Place::Leaf, "issuer-alternative-name"), apply).weighing(3));
        let tag = faults.last().expect("just pushed").tag.replace("ian-", "ca-san-");
        let apply = move |pair: &mut crate::verification::pair::Pair, random: &mut _| {
            set_names(&mut pair.cas[0].draft, random, der::sequence(&[make()]));
        };
        faults.push(Fault::new(tag, slot(Place::Ca, "subject-alternative-name"), apply).weighing(3));
    }
    faults.push(Fault::new(
        "subject-empty-with-critical-san",
        "subject,leaf subject-alternative-name",
        |pair, _| {
            pair.leaf.subject = der::sequence::<[u8; 0]>(&[]);
            let names = Extension::subject_alternative_names(&[extension::dns("host.a.example")]);
            pair.leaf.set_extension(names.critical());
        },
    ));
    faults.push(Fault::new(
        "subject-empty-without-san",
        "subject,leaf subject-alternative-name",
        |pair, _| {
            pair.leaf.subject = der::sequence::<[u8; 0]>(&[]);
            pair.leaf.remove_extension(oid::SUBJECT_ALTERNATIVE_NAME);
        },
    ));
    for place in Place::ALL {
        for &(tag, apply) in LISTS {
            let tag = format!("{}-extensions-{tag}", place.name());
            let weight = if tag.ends_with("large") { 2 } else { 5 };
            let slot = format!("{} extensions", place.name());
            faults.push(Fault::new(tag, slot, move |pair, _| apply(pair.at(place))).weighing(weight));
        }
    }
    faults.push(Fault::new("leaf-extensions-none", "leaf extensions", |pair, _| {
        pair.leaf.extensions.clear();
    }));
    faults.push(Fault::new("leaf-extensions-only-usage", "leaf extensions", |pair, _| {
        pair.leaf.extensions = vec![Extension::key_usage(DIGITAL_SIGNATURE)];
    }));
    faults
}

fn set_names(draft: &mut Draft, random: &mut issuedby_test_support::Random, value: Vec<u8>) {
    let extension = Extension::new(oid::SUBJECT_ALTERNATIVE_NAME, value);
    let critical = random.below(4) == 0;
    draft.set_extension(if critical { extension.critical() } else { extension });
}

/// Extensions that no verifier knows, up to so many in all.
fn fill(draft: &mut Draft, count: u32) {
    let mut number = 100;
    while draft.extensions.len() < count as usize {
        draft.extensions.push(Extension::unknown(number));
        number += 1;
    }
}

fn with_odd(draft: &mut Draft, critical: Vec<u8>) {
    draft.extensions.push(Extension { critical, ..Extension::new(ODD, der::null()) });
}

/// One more extension, of these elements.
fn raw(draft: &mut Draft, parts: &[Vec<u8>]) {
    let mut list: Vec<_> = draft.extensions.iter().map(Extension::to_der).collect();
    list.push(der::sequence(parts));
    draft.raw_extensions = Some(der::explicit(3, &der::sequence(&list)));
}
