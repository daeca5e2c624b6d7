//! Names of CAs that read like the name of another CA, as text.

use issuedby::policy::{Decision, PolicyOptions};
use issuedby::{
    CaCertificate, CaSet, DistinguishedName, EdgeReport, MtlsAuthInbound, Reason, Verifier, check_time,
};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{element, oid, sequence};
use issuedby_conformance::outcome::{seconds, verifier};
use issuedby_conformance::template::NOW;

use crate::certificate_parts::answer;

const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const ORGANIZATION: &[u8] = &[0x55, 4, 10];
const UTF8: u8 = 0x0c;

fn attribute(kind: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &element(tag, value)])
}

/// A Name of RDNs, each the attributes of a SET.
fn name(rdns: &[&[Vec<u8>]]) -> Vec<u8> {
    element(0x30, &rdns.iter().flat_map(|rdn| element(0x31, &rdn.concat())).collect::<Vec<u8>>())
}

/// `CN=ca,O=Example` as RFC 4514 writes it: the name that is loaded and configured.
fn victim() -> Vec<u8> {
    name(&[&[attribute(ORGANIZATION, UTF8, b"Example")], &[attribute(COMMON_NAME, UTF8, b"ca")]])
}

/// Names of another structure or other values, which some readers print, cut or compare like the name of the victim.
fn look_alikes() -> Vec<(&'static str, Vec<u8>)> {
    let cn = |value: &[u8]| attribute(COMMON_NAME, UTF8, value);
    let o = |value: &[u8]| attribute(ORGANIZATION, UTF8, value);
    let example = || o(b"Example");
    vec![
        ("NUL and more behind the value", name(&[&[example()], &[cn(b"ca\0.attacker")]])),
        ("NUL at the end", name(&[&[example()], &[cn(b"ca\0")]])),
        ("NUL in front", name(&[&[example()], &[cn(b"\0ca")]])),
        ("a comma in one value", name(&[&[cn(b"ca,O=Example")]])),
        ("a comma and a blank in one value", name(&[&[cn(b"ca, O=Example")]])),
        ("the same in the other order", name(&[&[o(b"Example,CN=ca")]])),
        ("an escaped comma in one value", name(&[&[cn(b"ca\\,O=Example")]])),
        ("a quoted value", name(&[&[cn(b"\"ca\",O=\"Example\"")]])),
        ("a slash in one value", name(&[&[o(b"Example/CN=ca")]])),
        ("a line break in one value", name(&[&[cn(b"ca\nO=Example")]])),
        ("a semicolon in one value", name(&[&[cn(b"ca;O=Example")]])),
        ("one RDN of both", name(&[&[cn(b"ca"), example()]])),
        ("a plus sign in one value", name(&[&[example()], &[cn(b"ca+CN=attacker")]])),
        ("the RDNs in the other order", name(&[&[cn(b"ca")], &[example()]])),
        ("a second CN", name(&[&[example()], &[cn(b"attacker")], &[cn(b"ca")]])),
        ("another type", name(&[&[example()], &[attribute(&[0x55, 4, 4], UTF8, b"ca")]])),
        ("letters of another script", name(&[&[example()], &[cn("c\u{430}".as_bytes())]])),
        ("an invisible character", name(&[&[example()], &[cn("c\u{200b}a".as_bytes())]])),
        ("a character that turns the text", name(&[&[example()], &[cn("\u{202e}ac".as_bytes())]])),
        ("the text as opaque bytes", name(&[&[example()], &[attribute(COMMON_NAME, 4, b"ca")]])),
        ("the text of the value's hexadecimal form", name(&[&[example()], &[cn(b"#0c026361")]])),
    ]
}

#[test]
fn a_look_alike_ca_issues_nothing_for_the_loaded_name() {
    let loaded = Issuer::named(victim());
    let verifier = verifier(&loaded.certificate()).expect("a CA");
    assert_eq!(answer(&verifier, &loaded.issue(&loaded.client())), "SUCCESS");
    for (what, name) in look_alikes() {
        let look_alike = Issuer::named(name);
        let leaf = look_alike.issue(&look_alike.client());
        assert_eq!(answer(&verifier, &leaf), "not authenticated: no_matching_ca", "{what}");
    }
}

/// The look-alike CA is loaded too, as one of several. The policy names the issuer, and the look-alike is another one.
#[test]
fn the_policy_tells_a_look_alike_issuer_apart() {
    let names = ["CN=ca,O=Example", "cn = ca , o = Example", "CN=\"ca\",O=Example"];
    for (what, name) in look_alikes() {
        let look_alike = Issuer::named(name);
        let ca = CaCertificate::from_der(&look_alike.certificate()).expect("a CA");
        let verifier = Verifier::new(CaSet::new([ca]).expect("a P-256 key"));
        let leaf = look_alike.issue(&look_alike.client());
        let verdict = verifier.evaluate(Some(&leaf), check_time(seconds(NOW)));
        assert!(verdict.verified(), "{what}: {verdict}");
        for configured in names {
            let policy =
                MtlsAuthInbound::new(PolicyOptions::new().cert_issuer_dn(configured)).expect("options");
            let decision = policy.decide(&EdgeReport::from(&verdict));
            assert!(matches!(decision, Decision::Reject { .. }), "{what}: {configured}");
            assert_eq!(decision.reason(), Some(Reason::IssuerNotAllowed), "{what}: {configured}");
        }
    }
}

/// The printed name, which operators paste, leads back to this name alone.
#[test]
fn a_printed_look_alike_reads_back_as_itself() {
    let victim = DistinguishedName::from_der(&victim()).expect("a name");
    let mut printed = vec![victim.to_string()];
    for (what, name) in look_alikes() {
        let name = DistinguishedName::from_der(&name).expect("a name");
        assert_ne!(name, victim, "{what}");
        let text = name.to_string();
        assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{what}: {text:?}");
        assert_eq!(DistinguishedName::parse(&text).expect(what).into_name(), name, "{what}: {text}");
        printed.push(text);
    }
    let count = printed.len();
    printed.sort();
    printed.dedup();
    assert_eq!(printed.len(), count, "two names are printed alike");
}
