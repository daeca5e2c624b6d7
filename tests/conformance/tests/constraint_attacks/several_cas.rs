//! More than one CA with one name, and CAs below a constrained one.

use issuedby::{CaCertificate, CaSet, Reason, Status, Verifier, check_time};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{UTF8_STRING, common_name, extension};
use issuedby_conformance::outcome::seconds;
use issuedby_conformance::template::{NOW, Template, extension_id};

use crate::constrained::*;

/// The operator loaded a certificate of the same CA that allows more: it is no way past the constraints, which bind
/// only where every certificate of the CA has them.
#[test]
fn an_unconstrained_twin_that_is_loaded_allows_what_it_allows() {
    let constrained = Constrained::new(&constraints(&[dns("example.com")], &[]));
    let leaf = constrained.leaf(client(), &[dns("evil.test")]);
    let twin = Template { serial_number: vec![9], ..constrained.issuer.template() };
    let twin = CaCertificate::from_der(&twin.sign(&constrained.issuer.key)).expect("a fit CA");
    let other = Constrained::new(&constraints(&[email("example.com")], &[]));
    let verdict = |cas: Vec<CaCertificate>| {
        let verifier = Verifier::new(CaSet::new(cas).expect("P-256 keys"));
        let verdict = verifier.evaluate(Some(&leaf), check_time(seconds(NOW)));
        (verdict.status(), verdict.reason(), verdict.ca().map(CaCertificate::fingerprint))
    };
    assert_eq!(verdict(vec![constrained.load()]).1, Some(Reason::NameConstraintsViolated));
    // One with the same name and another key neither helps nor harms.
    assert_eq!(verdict(vec![other.load(), constrained.load()]).1, Some(Reason::NameConstraintsViolated));
    for cas in [[constrained.load(), twin.clone()], [twin.clone(), constrained.load()]] {
        assert_eq!(verdict(cas.into()), (Status::Success, None, Some(twin.fingerprint())));
    }
}

/// Two certificates of one CA, each of which allows one of two names: neither allows the leaf that has both.
#[test]
fn constraints_of_twins_do_not_add_up() {
    let constrained = Constrained::new(&constraints(&[dns("a.example")], &[]));
    let twin = extension(extension_id::NAME_CONSTRAINTS, true, &constraints(&[dns("b.example")], &[]));
    let twin = constrained.issuer.template().with_extension(twin).sign(&constrained.issuer.key);
    let twin = CaCertificate::from_der(&twin).expect("a fit CA");
    let verifier = Verifier::new(CaSet::new([constrained.load(), twin]).expect("P-256 keys"));
    let reason = |names: &[Vec<u8>]| {
        let leaf = constrained.leaf(client(), names);
        verifier.evaluate(Some(&leaf), check_time(seconds(NOW))).reason()
    };
    assert_eq!(reason(&[dns("a.example")]), None);
    assert_eq!(reason(&[dns("b.example")]), None);
    assert_eq!(reason(&[dns("a.example"), dns("b.example")]), Some(Reason::NameConstraintsViolated));
}

/// No message says to load an intermediate that would then be free of what binds its CA.
#[test]
fn no_constrained_ca_vouches_for_an_intermediate() {
    const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 36];
    let root = Issuer::new();
    let below = Issuer::named(common_name(UTF8_STRING, "intermediate"));
    let intermediate = Template { issuer: root.name.clone(), ..below.template() }.sign(&root.key);
    let leaf = below.issue(&below.client());
    let names = extension(extension_id::NAME_CONSTRAINTS, false, &constraints(&[email("example.com")], &[]));
    let policies = |skipped| extension(POLICY_CONSTRAINTS, true, &[0x30, 3, 0x80, 1, skipped]);
    for (binds, expected) in [
        (None, Reason::NotDirectlySigned),
        (Some(names), Reason::NoMatchingCa),
        (Some(policies(0)), Reason::NoMatchingCa),
        (Some(policies(2)), Reason::NoMatchingCa),
    ] {
        let ca = root.template();
        let ca = match &binds {
            Some(binds) => ca.with_extension(binds.clone()),
            None => ca,
        };
        let ca = CaCertificate::from_der(&ca.sign(&root.key)).expect("a fit CA");
        let verifier = Verifier::new(CaSet::new([ca]).expect("a P-256 key"));
        let verdict = verifier.evaluate_with_chain(Some(&leaf), check_time(seconds(NOW)), &[&intermediate]);
        assert_eq!(verdict.reason(), Some(expected), "{binds:02x?}");
    }
}

/// 64 certificates of one CA must not cost 64 times what one may.
#[test]
fn the_limit_on_comparisons_holds_over_all_twins() {
    let hosts = |domain: &str| (0..200).map(|number| dns(&format!("h{number}.{domain}"))).collect::<Vec<_>>();
    let constrained = Constrained::new(&constraints(&hosts("a.example"), &[]));
    let twin = |domain: &str| {
        let permitted = extension(extension_id::NAME_CONSTRAINTS, true, &constraints(&hosts(domain), &[]));
        let twin = constrained.issuer.template().with_extension(permitted).sign(&constrained.issuer.key);
        CaCertificate::from_der(&twin).expect("a fit CA")
    };
    let codes = |cas: Vec<CaCertificate>, names: &[Vec<u8>]| {
        let verifier = Verifier::new(CaSet::new(cas).expect("P-256 keys"));
        let leaf = constrained.leaf(client(), names);
        let verdict = verifier.evaluate(Some(&leaf), check_time(seconds(NOW)));
        verdict.reasons().map(|entry| entry.reason).collect::<Vec<_>>()
    };
    let (violated, too_complex) = (Reason::NameConstraintsViolated, Reason::NameConstraintsTooComplex);
    let outside = hosts("c.example");
    assert_eq!(codes(vec![constrained.load()], &outside), [violated]);
    assert_eq!(codes(vec![constrained.load(), twin("b.example")], &outside), [violated, too_complex]);
    // A few names under a few twins are far from it.
    let few = &hosts("b.example")[..20];
    assert_eq!(codes(vec![constrained.load(), twin("b.example")], few), []);
}
