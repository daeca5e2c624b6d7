//! Certificates that ask for much work: what a reader of trees or lists would do in exponential or quadratic time.

use std::time::{Duration, Instant};

use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{element, extension, integer, oid, sequence};
use issuedby_conformance::outcome::verifier;
use issuedby_conformance::template::{Template, extension_id, subject_alternative_name};

use crate::certificate_parts::answer;

/// Far more than a machine under load needs for one certificate of the largest size, and far less than a tree.
const LONG: Duration = Duration::from_secs(5);

/// policyConstraints (RFC 5280 section 4.2.1.11).
const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 36];
/// policyMappings (RFC 5280 section 4.2.1.5).
const POLICY_MAPPINGS: &[u8] = &[0x55, 0x1d, 33];

/// The policy 1.2.3.`number`.
fn policy(number: usize) -> Vec<u8> {
    oid(&[0x2a, 3, 0x80 | (number >> 7) as u8, (number & 0x7f) as u8])
}

fn in_time(what: &str, work: impl FnOnce() -> String) -> String {
    let start = Instant::now();
    let answer = work();
    assert!(start.elapsed() < LONG, "{what}: {:?}", start.elapsed());
    answer
}

/// CVE-2023-0464: a tree of policies that doubles with every certificate. Here nothing is built: one policy is enough.
#[test]
fn many_policies_build_no_tree() {
    let issuer = Issuer::new();
    let asks = extension(POLICY_CONSTRAINTS, true, &sequence(&[&element(0x80, &[0])]));
    let ca = issuer.template().with_extension(asks).sign(&issuer.key);
    let policies: Vec<u8> = (128..3_000).flat_map(|number| sequence(&[&policy(number)])).collect();
    let mappings: Vec<u8> =
        (128..1_500).flat_map(|number| sequence(&[&policy(number), &policy(number + 1)])).collect();
    let client = issuer
        .client()
        .with_extension(extension(extension_id::CERTIFICATE_POLICIES, false, &element(0x30, &policies)))
        .with_extension(extension(POLICY_MAPPINGS, false, &element(0x30, &mappings)));
    let leaf = issuer.issue(&client);
    let verifier = verifier(&ca).expect("a CA");
    assert_eq!(in_time("policies", || answer(&verifier, &leaf)), "SUCCESS");
    let without = issuer.issue(&issuer.client());
    assert_eq!(answer(&verifier, &without), "authenticated: certificate_policies_missing");
}

/// CVE-2026-27145: each name was compared anew with the labels of a host.
#[test]
fn many_alternative_names_are_read_once() {
    let issuer = Issuer::new();
    let names: Vec<String> = (0..4_000).map(|number| format!("h{number}.example")).collect();
    let names: Vec<(u8, &[u8])> = names.iter().map(|name| (0x82, name.as_bytes())).collect();
    let leaf = issuer.issue(&issuer.client().with_extension(subject_alternative_name(&names)));
    let verifier = verifier(&issuer.certificate()).expect("a CA");
    assert_eq!(in_time("names", || answer(&verifier, &leaf)), "SUCCESS");
}

/// Elements inside one another take no stack: nothing is read to a depth that the certificate chooses.
#[test]
fn deep_nesting_takes_no_stack() {
    let mut nested = integer(&[1]);
    for _ in 0..6_000 {
        nested = element(0x30, &nested);
    }
    let issuer = Issuer::new();
    let verifier = verifier(&issuer.certificate()).expect("a CA");
    let inside = issuer.client().with_extension(extension(extension_id::UNKNOWN, false, &nested));
    assert_eq!(in_time("an extension", || answer(&verifier, &issuer.issue(&inside))), "SUCCESS");
    let subject = Template { subject: nested.clone(), ..issuer.client() };
    assert_eq!(
        in_time("a subject", || answer(&verifier, &issuer.issue(&subject))),
        "authenticated: malformed_subject"
    );
    assert_eq!(in_time("a certificate", || answer(&verifier, &nested)), "not authenticated: malformed");
}
