//! The extension as its own value: its lists, and what keeps a subtree from being evaluated.

use std::collections::BTreeSet;

use issuedby::name_constraints::NameConstraintFault;
use issuedby::{GeneralNameForm, NameConstraints};

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut der = vec![tag, u8::try_from(contents.len()).expect("a short length")];
    der.extend(contents);
    der
}

/// `GeneralSubtree` with a base, and what follows it.
fn subtree(tag: u8, base: &[u8], distances: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(tag, base)[..], distances].concat())
}

fn read(permitted: &[u8], excluded: &[u8]) -> NameConstraints {
    let list = |tag, subtrees: &[u8]| if subtrees.is_empty() { Vec::new() } else { tlv(tag, subtrees) };
    let der = tlv(0x30, &[list(0xa0, permitted), list(0xa1, excluded)].concat());
    NameConstraints::from_der(&der).unwrap_or_else(|error| panic!("{der:02x?}: {error}"))
}

#[test]
fn each_list_has_its_subtrees_in_order() {
    let permitted =
        [subtree(0x82, b"a.example", &[]), subtree(0x87, &[10, 0, 0, 0, 255, 0, 0, 0], &[])].concat();
    let excluded = [subtree(0x81, b"b.example", &[]), subtree(0x86, b".c.example", &[])].concat();
    let found = read(&permitted, &excluded);
    let shown = |list: &[issuedby::name_constraints::NameConstraint]| -> Vec<(GeneralNameForm, String)> {
        list.iter().map(|constraint| (constraint.form(), constraint.to_string())).collect()
    };
    assert_eq!(
        shown(found.permitted()),
        [(GeneralNameForm::DnsName, "a.example".into()), (GeneralNameForm::IpAddress, "10.0.0.0/8".into())]
    );
    assert_eq!(
        shown(found.excluded()),
        [
            (GeneralNameForm::Rfc822Name, "b.example".into()),
            (GeneralNameForm::UniformResourceIdentifier, ".c.example".into())
        ]
    );
    assert!(read(&permitted, &[]).excluded().is_empty() && read(&[], &excluded).permitted().is_empty());
    assert!(GeneralNameForm::ALL.iter().all(|form| !found.refuse_form(*form)));
}

/// Each code, from a permitted subtree that has the fault, and the forms that it keeps from being verified.
#[test]
fn each_fault_has_the_published_code_and_refuses_its_form_alone() {
    use GeneralNameForm as Form;

    let mut seen = BTreeSet::new();
    for (tag, base, distances, code, form) in [
        (0x82, &b"\xc3\xbc.example"[..], &[][..], "not_ascii", Form::DnsName),
        (0x82, b"*.example", &[], "wildcard", Form::DnsName),
        (0x86, b"https://a.example", &[], "whole_uri", Form::UniformResourceIdentifier),
        (0x82, b"a..example", &[], "not_a_name", Form::DnsName),
        (0x81, b"", &[], "empty_permitted", Form::Rfc822Name),
        (0x86, b"", &[], "empty_permitted", Form::UniformResourceIdentifier),
        (0x82, b"a.example.", &[], "final_dot", Form::DnsName),
        (0x87, &[10, 0, 0, 0, 255], &[], "address_size", Form::IpAddress),
        (0x87, &[10, 0, 0, 0, 255, 0, 255, 0], &[], "mask_not_contiguous", Form::IpAddress),
        (0x82, b"a.example", &[0x80, 1, 1], "minimum_not_zero", Form::DnsName),
        (0x82, b"a.example", &[0x81, 1, 3], "maximum_present", Form::DnsName),
        (0x88, &[0x2a, 3], &[], "form_without_rule", Form::RegisteredId),
        (0xa3, &[0x30, 0], &[], "form_without_rule", Form::X400Address),
        (0xa5, &[0xa1, 0], &[], "form_without_rule", Form::EdiPartyName),
    ] {
        let found = read(&subtree(tag, base, distances), &[]);
        let [constraint] = found.permitted() else { panic!("one subtree") };
        let fault = constraint.fault().unwrap_or_else(|| panic!("{code}: no fault"));
        assert_eq!((fault.code(), constraint.form()), (code, form));
        for other in Form::ALL {
            assert_eq!(found.refuse_form(other), other == form, "{code}: {other}");
        }
        seen.insert(fault.code());
    }
    let all: BTreeSet<_> = NameConstraintFault::ALL.iter().map(|fault| fault.code()).collect();
    assert_eq!(seen, all);
    assert_eq!(all.len(), NameConstraintFault::ALL.len());
}

#[test]
fn each_fault_has_an_end_of_a_sentence_of_its_own() {
    let sentences: BTreeSet<_> = NameConstraintFault::ALL.iter().map(|fault| fault.to_string()).collect();
    assert_eq!(sentences.len(), NameConstraintFault::ALL.len());
    for sentence in sentences {
        assert!(sentence.is_ascii() && !sentence.ends_with('.'), "{sentence}");
    }
}

/// An empty excluded base covers every name; a minimum of 0 that is written out says nothing new.
#[test]
fn what_can_be_evaluated_has_no_fault() {
    for (permitted, excluded) in [
        (subtree(0x82, b"", &[]), vec![]),
        (subtree(0x82, b"a.example", &[0x80, 1, 0]), vec![]),
        (subtree(0xa4, &[0x30, 0], &[]), vec![]),
        (vec![], subtree(0x81, b"", &[])),
        (vec![], subtree(0x86, b"", &[])),
        (vec![], subtree(0x82, b"a.example.", &[])),
    ] {
        let found = read(&permitted, &excluded);
        let all: Vec<_> = found.permitted().iter().chain(found.excluded()).collect();
        assert!(all.len() == 1 && all.iter().all(|constraint| constraint.fault().is_none()), "{all:?}");
    }
}

#[test]
fn what_is_no_name_constraints_says_where_and_what_was_expected() {
    for (der, words) in [
        (tlv(0x30, &[]), "permitted or excluded subtrees"),
        (tlv(0x30, &tlv(0xa0, &[])), "at least one subtree"),
        (tlv(0x30, &tlv(0xa0, &tlv(0x30, &[0x89, 1, 0]))), "a GeneralName"),
        // X.509 has no tag number above 30; a reader that skipped one would go on at another place.
        (
            tlv(0x30, &tlv(0xa0, &tlv(0x30, &[0x9f, 0x1f, 0]))),
            "found the high form of a tag number, expected the low one",
        ),
        (tlv(0x31, &[]), "a SEQUENCE"),
        ([tlv(0x30, &tlv(0xa0, &subtree(0x82, b"a", &[]))), vec![0]].concat(), "bytes"),
    ] {
        let error = NameConstraints::from_der(&der).expect_err("a refusal");
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.to_string().contains("nameConstraints") && error.offset() <= der.len(), "{error}");
    }
}

#[test]
fn forms_have_the_names_of_rfc_5280() {
    let names = GeneralNameForm::ALL.map(|form| form.to_string());
    assert_eq!(
        names,
        [
            "otherName",
            "rfc822Name",
            "dNSName",
            "x400Address",
            "directoryName",
            "ediPartyName",
            "uniformResourceIdentifier",
            "iPAddress",
            "registeredID"
        ]
    );
}
