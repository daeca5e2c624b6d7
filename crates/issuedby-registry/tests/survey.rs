//! A look over all accounts: domains in every state, and CA certificates whose time is over, near its end or to come.

use std::ops::ControlFlow;

use issuedby::{CaCertificate, check_time};
use issuedby_registry::{
    AccountName, CaName, DomainKind, DomainName, DomainState, MemoryRegistry, NewCaCertificate, Registry,
    SqliteRegistry,
};
use issuedby_test_support::certificates::CaMaker;

fn account(name: &str) -> AccountName {
    AccountName::parse(name).unwrap()
}

fn domain(name: &str) -> DomainName {
    DomainName::parse(name).unwrap()
}

/// Runs a test on an empty registry of each kind.
fn on_each(test: impl Fn(&mut dyn Registry)) {
    let folder = tempfile::tempdir().unwrap();
    test(&mut SqliteRegistry::open_or_create(folder.path().join("registry")).unwrap());
    test(&mut MemoryRegistry::new());
}

fn add_domains(registry: &mut dyn Registry) {
    for (of, name, kind) in [
        ("other", "c.example", DomainKind::Managed),
        ("acme", "b.example", DomainKind::Custom),
        ("acme", "a.example", DomainKind::Managed),
    ] {
        registry.add_domain(&account(of), &domain(name), kind, check_time(0)).unwrap();
    }
}

#[test]
fn domains_of_all_accounts_are_found_in_every_state_and_cut_off() {
    on_each(|registry| {
        add_domains(registry);
        let all = registry.domains(9).unwrap();
        let all: Vec<_> = all.iter().map(|it| (it.name.as_str(), it.account.as_str(), it.state)).collect();
        let (active, pending) = (DomainState::Active, DomainState::Pending);
        let expected =
            [("a.example", "acme", active), ("b.example", "acme", pending), ("c.example", "other", active)];
        assert_eq!(all, expected);
        assert_eq!(registry.domains(2).unwrap().len(), 2);
        let found =
            |registry: &mut dyn Registry, name| registry.domain(&domain(name)).unwrap().map(|it| it.state);
        assert_eq!(found(registry, "b.example"), Some(pending));
        assert_eq!(found(registry, "c.example"), Some(active));
        assert_eq!(found(registry, "d.example"), None);
    });
}

#[test]
fn a_ca_is_shown_unless_it_is_valid_all_the_time() {
    on_each(|registry| {
        add_domains(registry);
        let ca = CaCertificate::from_der(&CaMaker::new().make(1, 0)).unwrap();
        let (first, last) = (ca.not_before().as_secs().cast_signed(), ca.not_after().as_secs().cast_signed());
        for (of, name) in [("acme", "one"), ("other", "two")] {
            let name = CaName::parse(name).unwrap();
            let new = NewCaCertificate::new(account(of), name, ca.clone(), check_time(first)).unwrap();
            registry.create_ca_certificate(&new).unwrap();
        }
        for (from, until, limit, expected) in [
            (first, last, 9, ""),
            (first, last + 1, 9, "one two"),
            (first - 1, last, 9, "one two"),
            (last + 1, last + 2, 9, "one two"),
            (last + 1, last + 2, 1, "one"),
        ] {
            let mut shown = Vec::new();
            let looked_at = registry.for_each_ca_not_valid_throughout(
                (check_time(from), check_time(until)),
                limit,
                &mut |ca| {
                    assert_eq!(
                        (ca.not_before.as_secs(), ca.not_after.as_secs()),
                        (first.cast_unsigned(), last.cast_unsigned())
                    );
                    shown.push(ca.name.as_str().to_owned());
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(
                (looked_at, shown.join(" ")),
                (Ok(limit.min(2)), expected.to_owned()),
                "{from} {until} {limit}"
            );
        }
        let stopped = registry.for_each_ca_not_valid_throughout(
            (check_time(last + 1), check_time(last + 1)),
            9,
            &mut |_| ControlFlow::Break(()),
        );
        assert_eq!(stopped, Ok(1));
    });
}

#[test]
fn an_account_with_an_active_domain_and_no_ca_is_named_and_one_with_a_ca_and_no_active_domain() {
    on_each(|registry| {
        let ca = CaCertificate::from_der(&CaMaker::new().make(1, 0)).unwrap();
        let now = ca.not_before();
        for (of, domain, kind) in [
            ("with-ca", "a.example", DomainKind::Managed),
            ("without-ca", "b.example", DomainKind::Managed),
            ("pending", "c.example", DomainKind::Custom),
        ] {
            registry.add_domain(&account(of), &DomainName::parse(domain).unwrap(), kind, now).unwrap();
        }
        let new = NewCaCertificate::new(account("with-ca"), CaName::parse("one").unwrap(), ca, now).unwrap();
        registry.create_ca_certificate(&new).unwrap();
        assert_eq!(registry.accounts_without_ca(9), Ok(vec![account("without-ca")]));
        assert_eq!(registry.accounts_without_ca(0), Ok(Vec::new()));
        assert_eq!(registry.accounts_without_domain(9), Ok(Vec::new()));
        for of in ["pending", "no-domain"] {
            let ca = CaCertificate::from_der(&CaMaker::new().make(1, 0)).unwrap();
            let new = NewCaCertificate::new(account(of), CaName::parse("one").unwrap(), ca, now).unwrap();
            registry.create_ca_certificate(&new).unwrap();
        }
        assert_eq!(registry.accounts_without_domain(9), Ok(vec![account("no-domain"), account("pending")]));
        assert_eq!(registry.accounts_without_domain(1), Ok(vec![account("no-domain")]));
    });
}
