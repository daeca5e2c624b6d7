//! Name constraints of the CA.

use crate::authority::{self, Authority};
use crate::case::Case;
use crate::extension::{Extension, directory, dns, ip};
use crate::key;
use crate::name::Name;

pub(super) fn cases() -> Vec<Case> {
    let network = || ip(&[10, 0, 0, 0, 255, 0, 0, 0]);
    let permitted_dns = constrained(&[dns("example.com")], &[]);
    let excluded_dns = constrained(&[], &[dns("example.com")]);
    let permitted_ip = constrained(&[network()], &[]);
    let excluded_ip = constrained(&[], &[network()]);
    let permitted_directory = constrained(&[directory(&Name::new(&[("C", "US")]).to_der())], &[]);
    vec![
        satisfied("dns-inside", "a host below the permitted one", &permitted_dns, &[dns("a.example.com")]),
        satisfied("dns-equal", "the permitted host itself", &permitted_dns, &[dns("example.com")]),
        violated("dns-outside", "a host outside the permitted ones", &permitted_dns, &[dns("a.example.org")]),
        violated(
            "dns-suffix",
            "a host that merely ends like the permitted one",
            &permitted_dns,
            &[dns("badexample.com")],
        ),
        violated(
            "dns-one-outside",
            "one host inside and one outside",
            &permitted_dns,
            &[dns("a.example.com"), dns("a.example.org")],
        ),
        satisfied("dns-no-names", "no name of the constrained kind", &permitted_dns, &[]),
        violated("dns-excluded", "a host below the excluded one", &excluded_dns, &[dns("a.example.com")]),
        satisfied("dns-not-excluded", "a host that is not excluded", &excluded_dns, &[dns("a.example.org")]),
        satisfied(
            "ip-inside",
            "an address inside the permitted network",
            &permitted_ip,
            &[ip(&[10, 1, 2, 3])],
        ),
        violated(
            "ip-outside",
            "an address outside the permitted network",
            &permitted_ip,
            &[ip(&[11, 1, 2, 3])],
        ),
        violated(
            "ip-excluded",
            "an address inside the excluded network",
            &excluded_ip,
            &[ip(&[10, 1, 2, 3])],
        ),
        satisfied(
            "ip-not-excluded",
            "an address outside the excluded network",
            &excluded_ip,
            &[ip(&[11, 1, 2, 3])],
        ),
        violated(
            "directory",
            "a constraint on directory names cannot be evaluated: no leaf verifies, not even one that satisfies it",
            &permitted_directory,
            &[],
        ),
    ]
}

fn constrained(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Authority {
    let certificate = authority::root_certificate(Name::example("example-ca"), key::p256_ca())
        .extended(Extension::name_constraints(permitted, excluded));
    Authority::self_signed(certificate, key::p256_ca())
}

fn satisfied(id: &str, description: &str, ca: &Authority, names: &[Vec<u8>]) -> Case {
    Case::success(&format!("name-constraints/{id}"), description, leaf(ca, names)).under(&[ca])
}

fn violated(id: &str, description: &str, ca: &Authority, names: &[Vec<u8>]) -> Case {
    let id = format!("name-constraints/{id}");
    Case::refused(&id, description, leaf(ca, names), &["name_constraints_violated"]).under(&[ca])
}

fn leaf(ca: &Authority, names: &[Vec<u8>]) -> Vec<u8> {
    let client = ca.client();
    ca.issue(&if names.is_empty() {
        client
    } else {
        client.extended(Extension::subject_alternative_names(names))
    })
}
