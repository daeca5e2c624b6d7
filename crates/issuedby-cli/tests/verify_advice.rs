//! Advice of `verify` that only whoever has the files gets: the file of `--chain`, the time of `--at`, the issuer to allow.

mod common;

use common::*;

#[test]
fn the_issuer_in_the_chain_that_is_no_given_ca_is_named() {
    let run = |chain: &str| {
        let arguments =
            ["verify", "--at", AT, "--ca", "other-ca.pem", "--chain", chain, "client-via-intermediate.pem"];
        issuedby(&arguments).exits(1)
    };
    run("intermediate.pem").stdout_has("only if it is your own").stdout_has("`--ca intermediate.pem`");
    // Of a bundle that one alone.
    let scratch = Scratch::new();
    let bundle = [common::sample("ca-rsa.pem"), common::sample("intermediate.pem")].concat();
    let path = scratch.file("bundle.pem", bundle);
    let said = run(&path);
    assert!(said.out.contains("bundle-only.pem") && said.out.contains("sed -n"), "{}", said.out);
    // A CA of another name, and one that did not sign it.
    assert!(!run("ca-rsa.pem").out.contains("only if it is your own"));
}

#[test]
fn a_given_time_is_doubted_before_the_certificate() {
    let at = |time: &str| issuedby(&["verify", "--ca", "ca.pem", "--at", time, "client.pem"]).exits(1);
    for time in ["2110-01-01T00:00:00Z", "2001-01-01T00:00:00Z"] {
        at(time).stdout_has("correct the time of `--at` if it is a mistake; else ");
    }
    let now = issuedby(&["verify", "--ca", "ca.pem", "client-expired.pem"]).exits(1);
    assert!(!now.out.contains("--at"), "{}", now.out);
}

#[test]
fn the_name_of_the_issuer_is_given_as_a_person_types_it() {
    let run =
        issuedby(&["verify", "--at", AT, "--ca", "ca.pem", "--cert-issuer-dn", "CN=other", "client.pem"]);
    run.exits(1).stdout_has("`--cert-issuer-dn 'CN=example-ca,O=Example,C=US'`");
}

#[test]
fn a_ca_that_was_made_wrongly_differs_from_a_wrong_file() {
    // What has no cA TRUE is the issuer of none of the samples.
    let run = issuedby(&["verify", "--at", AT, "--ca", "client.pem", "client-rsa.pem"]).exits(5);
    assert!(!run.err.contains("it is the right CA") && !run.err.contains("exchanged"), "{}", run.err);
    let run = issuedby(&["verify", "--at", AT, "--ca", "client.pem", "ca.pem"]).exits(5);
    run.stderr_has("the files are exchanged").stderr_has("issuedby verify --ca ca.pem client.pem");
}
