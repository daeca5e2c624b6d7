//! Constraints on mailboxes that have a local part in common.

use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{element, extension, sequence};
use issuedby_conformance::outcome::verifier;
use issuedby_conformance::template::{extension_id, subject_alternative_name};

use crate::certificate_parts::answer;

const HOSTS: [&str; 3] = ["a.example", "b.example", "c.example"];

/// The answer to the mailbox `alice@` at this host, where the CA has a list of subtrees with this tag.
fn answer_to(host: &str, tag: u8, constrained: &[&str]) -> String {
    let issuer = Issuer::new();
    let mailbox = |host: &str| format!("alice@{host}");
    let subtrees: Vec<u8> =
        constrained.iter().flat_map(|host| sequence(&[&element(0x81, mailbox(host).as_bytes())])).collect();
    let value = sequence(&[&element(tag, &subtrees)]);
    let ca = issuer.template().with_extension(extension(extension_id::NAME_CONSTRAINTS, true, &value));
    let mailbox = mailbox(host);
    let names = subject_alternative_name(&[(0x81, mailbox.as_bytes())]);
    let leaf = issuer.issue(&issuer.client().with_extension(names));
    answer(&verifier(&ca.sign(&issuer.key)).expect("a CA"), &leaf)
}

/// CVE-2026-27137: of several such constraints the last alone was kept.
#[test]
fn each_mailbox_constraint_with_one_local_part_counts() {
    let violated = "authenticated: name_constraints_violated";
    for host in HOSTS {
        assert_eq!(answer_to(host, 0xa0, &HOSTS), "SUCCESS", "permitted: {host}");
        assert_eq!(answer_to(host, 0xa1, &HOSTS), violated, "excluded: {host}");
    }
    for (position, host) in HOSTS.into_iter().enumerate() {
        let others: Vec<&str> = HOSTS.into_iter().filter(|other| *other != host).collect();
        assert_eq!(answer_to(host, 0xa0, &others), violated, "not permitted: {position}");
        assert_eq!(answer_to(host, 0xa1, &others), "SUCCESS", "not excluded: {position}");
    }
}
