//! `ca-certificate create`: what it prints, and what it refuses.

use super::common::{der, run, sample};
use super::{RECORD, World, json, keys};

fn is_an_identifier(text: &str) -> bool {
    let letters = text.strip_prefix("mtlsca_").unwrap_or_default();
    letters.len() == 26 && letters.bytes().all(|letter| b"abcdefghijklmnopqrstuvwxyz234567".contains(&letter))
}

#[test]
fn standard_output_has_the_identifier_alone() {
    let world = World::new();
    let run = world.ca(&["create", "--name", "clients", "--cert", "ca.pem"]).exits(0);
    let id = run.out.strip_suffix('\n').expect("one line");
    assert!(is_an_identifier(id), "{id}");
    assert!(run.err.starts_with("certIssuerDN: CN=example-ca,O=Example,C=US\n"), "{}", run.err);
    // The next step can be copied as it stands.
    run.stderr_has("issuedby domain add NAME --account acme");
    world.issuedby(&["domain", "add", "api.example.com"]).exits(0);
    let run = world.ca(&["create", "--name", "others", "--cert", "other-ca.pem"]).exits(0);
    assert!(!run.err.contains("domain add"), "{}", run.err);
}

#[test]
fn standard_input_is_a_certificate_too() {
    let world = World::new();
    let mut command = world.command(&["ca-certificate", "create", "--name", "a", "--cert", "-"]);
    assert!(is_an_identifier(run(&mut command, &sample("ca.pem")).exits(0).out.trim_end()));
    let mut command = world.command(&["ca-certificate", "create", "--name", "b", "--cert", "-"]);
    run(&mut command, &sample("ca.der"))
        .exits(5)
        .stderr_has("error: standard input: ")
        .stderr_has("pem_expected");
}

#[test]
fn json_has_the_keys_of_the_registry_and_what_was_found() {
    let world = World::new();
    let run = world.ca(&["create", "--name", "old", "--cert", "ca-expired.pem", "--format", "json"]);
    let run = run.exits(0).stderr_is_empty();
    assert_eq!(keys(&run.out), [&RECORD[..], &["findings"]].concat());
    let object = json(&run.out);
    assert_eq!(object["account"], "acme");
    assert_eq!(object["name"], "old");
    assert_eq!(object["subject"], "CN=example-ca,O=Example,C=US");
    assert_eq!(object["createdAt"], object["updatedAt"]);
    let pem = issuedby::pem::encode_certificate(&der("ca-expired.pem"));
    assert_eq!(object["pem"], pem.as_str());
    let finding = &object["findings"][0];
    assert_eq!(finding["code"], "ca_has_expired");
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["refusedBy"], serde_json::json!(["go", "issuedby", "openssl"]));
    // What users of hosted gateways type means the same.
    for (alias, format) in
        [(["-o", "json"], "json"), (["--output", "json"], "json"), (["-o", "default"], "text")]
    {
        let aliased = world.ca(&[&["list"][..], &alias].concat()).exits(0);
        assert_eq!(aliased.out, world.ca(&["list", "--format", format]).exits(0).out);
    }
    world.ca(&["list", "-o", "json", "--format", "json"]).exits(2);
    world.ca(&["list", "-o", "xml"]).exits(2);
}

#[test]
fn invalid_names_are_refused_with_a_valid_one() {
    let world = World::new();
    let long = "x".repeat(1_000);
    for (name, code, instead) in [
        ("", "ca_name_empty", ""),
        ("2026ca", "ca_name_digit_first", "help: give `_2026ca`"),
        ("my-ca", "ca_name_bad_character", "help: give `my_ca`"),
        ("Größe", "ca_name_bad_character", "help: give `Gr__e`"),
        ("🔑", "ca_name_bad_character", ""),
        ("a\u{1b}[31mb", "ca_name_bad_character", "help: give `"),
        ("class", "ca_name_reserved_word", "help: give `_class`"),
        (&long, "ca_name_too_long", "help: give `"),
    ] {
        let run = world.ca(&["create", "--name", name, "--cert", "ca.pem"]).exits(2);
        let run = run.stderr_has(&format!("({code})")).stderr_has(instead);
        assert!(run.out.is_empty() && run.err.len() < 500 && !run.err.contains('\u{1b}'), "{}", run.err);
        assert!(run.err.starts_with("error: --name: "), "{}", run.err);
    }
    assert!(!std::path::Path::new(&world.path()).exists(), "nothing was made");
}

#[test]
fn accounts_that_are_no_names_are_refused() {
    let world = World::new();
    for account in ["", "a b", "müller", "-acme", &"x".repeat(65)] {
        let option = format!("--account={account}");
        let run = world.ca(&["create", &option, "--name", "a", "--cert", "ca.pem"]).exits(2);
        run.stderr_has("error: --account: ").stderr_has("(account_name_");
    }
    let mut command = world.command(&["ca-certificate", "list"]);
    run(command.env_remove("ISSUEDBY_ACCOUNT"), b"").exits(2).stderr_has("--account");
}

#[test]
fn files_that_are_no_ca_are_refused_and_make_no_registry() {
    for (file, code) in [
        ("ca.der", "pem_expected"),
        ("two-cas.pem", "several_certificates"),
        ("ca-with-key.pem", "private_key_found"),
        ("client.pem", "not_a_ca"),
        ("README.md", "pem_expected"),
    ] {
        let world = World::new();
        let copy = world.scratch.file(file, sample(file));
        let run = world.ca(&["create", "--name", "clients", "--cert", &copy]).exits(5);
        let run = run
            .stderr_has(&format!("error: `{copy}`: "))
            .stderr_has(&format!("({code})"))
            .stderr_has("\nhelp: ");
        assert_eq!(run.out, "");
        assert!(!std::path::Path::new(&world.path()).exists(), "nothing was made");
    }
    World::new().ca(&["create", "--name", "a", "--cert", "none.pem"]).exits(5).stderr_has("no such file");
}

#[test]
fn a_misspelt_account_is_noticed_and_the_remedy_takes_the_certificate_out_again() {
    let world = World::new();
    let create = |name: &str, file: &str, account: &str| {
        world
            .issuedby(&["ca-certificate", "create", "--name", name, "--cert", file, "--account", account])
            .exits(0)
    };
    let before = create("first", "ca.pem", "acmee");
    assert!(!before.err.contains("warning: found"), "nothing is similar yet: {}", before.err);
    world.issuedby(&["domain", "add", "api.example.com", "--account", "acme"]).exits(0);
    let run = create("second", "other-ca.pem", "acmee");
    let run = run.stderr_has("found no domain in the account `acmee`, and domains in `acme`");
    let id = run.out.trim().to_owned();
    let delete = format!("issuedby ca-certificate delete --cert-id {id} --account acmee");
    run.stderr_has(&delete).stderr_has("then create it with --account acme\n");
    world.issuedby(&["ca-certificate", "delete", "--cert-id", &id, "--account", "acmee"]).exits(0);
    for (name, account) in [("third", "acme"), ("fourth", "zenith")] {
        let run = create(name, "ca.pem", account);
        assert!(!run.err.contains("warning: found"), "{account}: {}", run.err);
    }
}

#[test]
fn warnings_are_said_and_with_strict_they_refuse() {
    let world = World::new();
    let run = world.ca(&["create", "--name", "old", "--cert", "ca-expired.pem", "--strict"]).exits(5);
    let run =
        run.stderr_has("error: `ca-expired.pem`: ").stderr_has("(ca_has_expired)").stderr_has("--strict");
    assert_eq!(run.out, "");
    world.ca(&["list"]).exits(3);
    let run = world.ca(&["create", "--name", "old", "--cert", "ca-expired.pem"]).exits(0);
    run.stderr_has("\nwarning: ").stderr_has("(ca_has_expired)").stderr_has("\nhelp: ");
    // A renewal is as it should be.
    world
        .ca(&["create", "--name", "current", "--cert", "ca.pem", "--strict"])
        .exits(0)
        .stderr_has("(renewal)");
}

#[test]
fn a_public_ca_is_refused_unless_the_operator_insists() {
    let world = World::new();
    let root = webpki_root_certs::TLS_SERVER_ROOT_CERTS.first().expect("a public CA");
    let file = world.scratch.file("public.pem", issuedby::pem::encode_certificate(root));
    let run = world.ca(&["create", "--name", "public_ca", "--cert", &file]).exits(5);
    assert_eq!(run.stderr_has("(public_ca)").stderr_has("--force").out, "");
    world.ca(&["list"]).exits(3);
    let run = world.ca(&["create", "--name", "public_ca", "--cert", &file, "--force"]).exits(0);
    run.stderr_has("warning: ").stderr_has("(public_ca)");
}
