//! The rules, without an edge.

use std::path::Path;

use super::*;

/// The routes of a configuration with these `[[upstream]]` tables; ports tell them apart.
fn routes(upstreams: &str) -> Result<Routes, String> {
    let text = format!(
        "listen = [\"127.0.0.1:0\"]\nregistry = \"r\"\n[[certificate]]\nchain = \"c\"\nkey = \"k\"\n{upstreams}"
    );
    let config = Config::parse(&text, Path::new("edge.toml")).map_err(|error| error.to_string())?;
    Routes::new(&config).map_err(|error| error.to_string())
}

fn upstreams(tables: &[&str]) -> String {
    tables.iter().map(|keys| format!("[[upstream]]\naddress = \"http://127.0.0.1:9\"\n{keys}\n")).collect()
}

fn account(name: &str) -> AccountName {
    AccountName::parse(name).unwrap()
}

fn find(routes: &Routes, domain: &str, of: &str) -> Result<usize, NoRoute> {
    routes.find(&DomainName::parse(domain).unwrap(), &account(of))
}

#[test]
fn the_first_rule_that_applies_decides() {
    let routes = routes(&upstreams(&[
        "domains = [\"Bücher.example.\"]",
        "domains = [\"a.example\"]\naccount = \"acme\"",
        "account = \"acme\"",
        "accounts = \"all\"",
    ]))
    .unwrap();
    assert_eq!(find(&routes, "xn--bcher-kva.example", "acme"), Ok(0));
    assert_eq!(find(&routes, "a.example", "acme"), Ok(1));
    // Neither the account's own upstream nor the default rescues what a rule before them refuses.
    assert_eq!(find(&routes, "a.example", "other"), Err(NoRoute::DomainOfOtherAccount));
    assert_eq!(find(&routes, "b.example", "acme"), Ok(2));
    assert_eq!(find(&routes, "b.example", "ACME"), Ok(3), "accounts differ in case");
    assert!(!routes.depend_on_accounts());
}

#[test]
fn a_default_without_accounts_serves_one_account() {
    let routes = routes(&upstreams(&[""])).unwrap();
    assert!(routes.depend_on_accounts() && routes.wait_for_account());
    assert_eq!(find(&routes, "a.example", "acme"), Err(NoRoute::DefaultOfOtherAccount));
    assert_eq!(routes.take_accounts(&[], Change::Refused), Ok(()));
    assert!(routes.wait_for_account());
    assert_eq!(routes.take_accounts(&[account("acme")], Change::Refused), Ok(()));
    assert_eq!(find(&routes, "a.example", "acme"), Ok(0));
    // A second one is not served, and does not end the first.
    let ambiguous = routes.take_accounts(&[account("acme"), account("other")], Change::Allowed).unwrap_err();
    assert!(
        ambiguous.event().contains("accounts = \"all\"") && ambiguous.event().contains("account = \"acme\"")
    );
    assert_eq!(find(&routes, "a.example", "acme"), Ok(0));
    assert_eq!(find(&routes, "b.example", "other"), Err(NoRoute::DefaultOfOtherAccount));
    // The only one that is left takes its place when the operator says so, and not before.
    assert_eq!(routes.take_accounts(&[account("other")], Change::Refused), Ok(()));
    assert_eq!(find(&routes, "b.example", "other"), Err(NoRoute::DefaultOfOtherAccount));
    assert_eq!(routes.take_accounts(&[account("other")], Change::Allowed), Ok(()));
    assert_eq!(find(&routes, "b.example", "other"), Ok(0));
    assert_eq!(find(&routes, "a.example", "acme"), Err(NoRoute::DefaultOfOtherAccount));
}

#[test]
fn without_a_default_what_is_not_named_has_no_upstream() {
    let routes = routes(&upstreams(&["account = \"acme\""])).unwrap();
    assert_eq!(find(&routes, "a.example", "acme"), Ok(0));
    assert_eq!(find(&routes, "b.example", "other"), Err(NoRoute::NotConfigured));
    assert!(!routes.depend_on_accounts());
}

#[test]
fn upstreams_that_claim_the_same_are_refused() {
    for (tables, line) in [
        (&["domains = [\"a.example\", \"A.example.\"]"][..], "line 8"),
        (&["domains = [\"a.example\"]", "domains = [\"A.EXAMPLE\"]\naccount = \"acme\""], "line 11"),
        (&["account = \"acme\"", "account = \"acme\""], "line 11"),
        (&["", ""], "edge.toml"),
        (&["", "accounts = \"all\""], "edge.toml"),
        (&["accounts = \"all\"\naccount = \"acme\""], "line 8"),
        (&["accounts = \"all\"\ndomains = [\"a.example\"]"], "line 8"),
        (&["accounts = \"some\""], "line 8"),
        (&["accounts = [\"acme\"]"], "line 8"),
        (&["account = \"\""], "line 8"),
        (&["account = \"ac me\""], "line 8"),
        (&["account = \"acme\\n\""], "line 8"),
        (&["domains = [\"a.example..\"]"], "line 8"),
        (&["domains = [\"*.example\"]"], "line 8"),
    ] {
        let error = routes(&upstreams(tables)).expect_err(tables[0]);
        assert!(error.contains(line), "{tables:?}: {error}");
    }
    assert!(routes(&upstreams(&["account = \"acme\"", "account = \"ACME\"", "accounts = \"all\""])).is_ok());
}

#[test]
fn a_moved_domain_loses_its_upstream_until_a_reload() {
    let routes =
        routes(&upstreams(&["domains = [\"a.example\"]", "account = \"other\"", "accounts = \"all\""]))
            .unwrap();
    assert_eq!(find(&routes, "a.example", "acme"), Ok(0));
    for _ in 0..2 {
        assert_eq!(find(&routes, "a.example", "other"), Err(NoRoute::DomainChangedHands));
        assert_eq!(find(&routes, "a.example", "acme"), Ok(0));
    }
    // What cannot be read frees nothing.
    assert_eq!(routes.bind_owners(|_| Err(())), Err(()));
    assert_eq!(find(&routes, "a.example", "other"), Err(NoRoute::DomainChangedHands));
    routes.bind_owners(|_| Ok::<_, ()>(Some(account("other")))).unwrap();
    assert_eq!(find(&routes, "a.example", "other"), Ok(0));
    assert_eq!(find(&routes, "a.example", "acme"), Err(NoRoute::DomainChangedHands));
    // A domain that no account has is for the first account that asks.
    routes.bind_owners(|_| Ok::<_, ()>(None)).unwrap();
    assert_eq!(find(&routes, "a.example", "acme"), Ok(0));
    assert_eq!(find(&routes, "a.example", "other"), Err(NoRoute::DomainChangedHands));
}
