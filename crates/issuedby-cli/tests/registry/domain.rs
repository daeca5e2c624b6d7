//! `issuedby domain`.

use super::{World, json, keys};

#[test]
fn managed_domains_are_active_at_once_custom_ones_later() {
    let world = World::new();
    let run = world.issuedby(&["domain", "add", "API.Example.com."]).exits(0);
    assert_eq!(run.err.lines().count(), 1, "that the registry was made, and no more: {}", run.err);
    assert!(run.out.starts_with("api.example.com ") && run.out.contains("active"), "{}", run.out);
    let run = world.issuedby(&["domain", "add", "Bücher.example", "--custom"]).exits(0);
    let run = run.stderr_has("issuedby domain activate xn--bcher-kva.example --account acme");
    assert!(run.out.starts_with("xn--bcher-kva.example ") && run.out.contains("pending"), "{}", run.out);
    world.issuedby(&["domain", "activate", "bücher.example"]).exits(0).stdout_has("active");
    // Again changes nothing.
    world.issuedby(&["domain", "activate", "bücher.example"]).exits(0).stdout_has("active");
    let run = world.issuedby(&["domain", "list"]).exits(0).stderr_is_empty();
    assert_eq!(run.out.lines().filter(|line| line.contains("active")).count(), 2);
    world
        .issuedby(&["domain", "remove", "bücher.example"])
        .exits(0)
        .stdout_has("removed xn--bcher-kva.example");
    assert_eq!(world.issuedby(&["domain", "list"]).exits(0).out.lines().count(), 1);
}

#[test]
fn json_has_one_line_for_each() {
    let world = World::new();
    for arguments in [
        ["domain", "add", "b.example"].as_slice(),
        &["domain", "add", "a.example", "--custom"],
        &["domain", "list"],
        &["domain", "activate", "a.example"],
        &["domain", "remove", "a.example"],
    ] {
        let run = world.issuedby(&[arguments, &["--format", "json"]].concat()).exits(0).stderr_is_empty();
        for line in run.out.lines() {
            assert_eq!(keys(line), ["name", "account", "kind", "state", "createdAt", "updatedAt"]);
        }
    }
    let run = world.issuedby(&["domain", "list", "-o", "json"]).exits(0);
    let domain = json(run.out.trim_end());
    assert_eq!(
        (&domain["name"], &domain["kind"], &domain["state"]),
        (&"b.example".into(), &"managed".into(), &"active".into())
    );
}

#[test]
fn what_names_no_host_is_refused() {
    let world = World::new();
    for (name, code, instead) in [
        ("", "domain_empty", ""),
        ("*.example.com", "domain_is_a_wildcard", "each domain by its name"),
        ("192.0.2.1", "domain_is_an_address", ""),
        ("https://api.example.com/", "domain_not_alone", "give `api.example.com`"),
        ("api.example.com:443", "domain_not_alone", "give `api.example.com`"),
        ("a b.example", "domain_malformed", ""),
        ("🔑\u{1b}.example", "domain_malformed", ""),
        (&"x".repeat(1_000), "domain_too_long", ""),
    ] {
        let run = world.issuedby(&["domain", "add", "--", name]).exits(2);
        let run = run.stderr_has(&format!("({code})")).stderr_has(instead);
        assert!(run.out.is_empty() && run.err.len() < 500 && !run.err.contains('\u{1b}'), "{}", run.err);
    }
    assert!(!std::path::Path::new(&world.path()).exists(), "nothing was made");
}

#[test]
fn what_is_unknown_is_not_found_and_what_is_there_a_conflict() {
    let world = World::new();
    world.issuedby(&["domain", "activate", "api.example.com"]).exits(3).stderr_has("(registry_missing)");
    world.issuedby(&["domain", "add", "api.example.com"]).exits(0);
    world.issuedby(&["domain", "add", "api.example.com"]).exits(4).stderr_has("(domain_exists)");
    for action in ["activate", "remove"] {
        let run = world.issuedby(&["domain", action, "api.exmaple.com"]).exits(3);
        run.stderr_has("(unknown_domain)").stderr_has("did you mean api.example.com?");
    }
    world.issuedby(&["domain", "list", "--account", "acm"]).exits(3).stderr_has("did you mean `acme`?");
    world.issuedby(&["domain", "remove", "api.example.com"]).exits(0);
    // The account stays.
    world.issuedby(&["domain", "list"]).exits(0).stderr_has("no domains");
}
