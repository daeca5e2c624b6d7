//! The one suite that every registry passes, whatever holds it.

use std::ops::ControlFlow;

use issuedby::ErrorDetails;
use issuedby_registry::limits::{MAX_CA_CERTIFICATES_WITH_SUBJECT, MAX_DOMAINS};
use issuedby_registry::{
    AccountName, CaCertificateRecord, CertId, DomainKind, DomainState, ErrorClass, Generation,
    NewCaCertificate, Registry, RegistryError,
};

use super::certificates::ca;
use super::{account, at, ca_name, certificates_of, domain_name, domains_of};

/// A property, and what shows it in an empty registry.
pub(crate) type Case = (&'static str, fn(&mut dyn Registry));

/// Every case.
pub(crate) const CASES: &[Case] = &[
    ("a certificate is read back as it was created", created_is_read_back),
    ("a list is in the order of names and ends when the caller breaks", list_is_ordered),
    ("only the name and its time change", only_the_name_changes),
    ("a name is free again once it is given up", names_are_free_again),
    ("the same certificate twice is a conflict that names the first", duplicates_are_conflicts),
    ("a taken name is a conflict that names its holder", taken_names_are_conflicts),
    ("a refusal makes no account", refusals_make_no_account),
    ("the same name and certificate may stand in two accounts", accounts_share_nothing),
    ("what another account has is not found", others_are_not_found),
    ("the CA after the last that a verification tries is refused", same_subject_is_limited),
    ("the CAs with one subject are found together", same_subject_is_found),
    ("an unknown account is not found, and the closest is named", an_unknown_account_has_the_closest_name),
    ("a domain belongs to one account", domains_are_unique),
    ("a managed domain serves at once, a custom one when activated", custom_domains_wait),
    ("as many domains as the limit says", domains_are_limited),
    ("a snapshot has the CAs of its account alone", snapshots_are_of_one_account),
    ("no snapshot where no active domain is", no_snapshot_without_domain),
    ("every change gives a greater generation, and nothing else does", generations_grow),
    ("a generation is never used again", generations_are_not_reused),
    ("with an account goes all that it has", accounts_are_removed_whole),
];

/// A certificate in an account. Gives the record.
fn create(registry: &mut dyn Registry, whose: &str, name: &str, which: (u32, u32)) -> CaCertificateRecord {
    try_create(registry, whose, name, which).expect("it can be created")
}

fn try_create(
    registry: &mut dyn Registry,
    whose: &str,
    name: &str,
    (subject, number): (u32, u32),
) -> Result<CaCertificateRecord, RegistryError> {
    let new = NewCaCertificate::new(account(whose), ca_name(name), ca(subject, number), at(0));
    registry.create_ca_certificate(&new.expect("an identifier"))
}

fn names(registry: &mut dyn Registry, whose: &AccountName) -> Vec<String> {
    let all = certificates_of(registry, whose).expect("the account is there");
    all.iter().map(|record| record.name.to_string()).collect()
}

fn generation(registry: &mut dyn Registry) -> Generation {
    registry.generation().expect("a generation")
}

fn created_is_read_back(registry: &mut dyn Registry) {
    let record = create(registry, "acme", "clients", (1, 1));
    let original = ca(1, 1);
    assert_eq!(record.subject, "CN=0000000001,O=Example,C=US");
    assert_eq!(record.der, original.certificate().der());
    assert_eq!(record.sha256_fingerprint, original.fingerprint());
    assert_eq!((record.not_before, record.not_after), (original.not_before(), original.not_after()));
    assert_eq!((record.created_at, record.updated_at), (at(0), at(0)));
    assert_eq!(registry.ca_certificate(&account("acme"), &record.id), Ok(record.clone()));
    assert_eq!(certificates_of(registry, &account("acme")), Ok(vec![record.clone()]));
    assert_eq!(issuedby::pem::single_certificate(record.pem().as_bytes()), Ok(record.der.clone()));
    assert_eq!(record.to_ca_certificate().expect("fit").id(), Some(record.id.as_str()));
}

fn list_is_ordered(registry: &mut dyn Registry) {
    for (number, name) in ["b", "a", "_", "Z", "a1", "$"].into_iter().enumerate() {
        create(registry, "acme", name, (1, number.try_into().expect("a small number")));
    }
    assert_eq!(names(registry, &account("acme")), ["$", "Z", "_", "a", "a1", "b"]);
    let mut seen = 0;
    let done = registry.for_each_ca_certificate(&account("acme"), &mut |_| {
        seen += 1;
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((done, seen), (Ok(()), 2));
}

fn only_the_name_changes(registry: &mut dyn Registry) {
    let record = create(registry, "acme", "before", (1, 1));
    let renamed = registry.rename_ca_certificate(&account("acme"), &record.id, &ca_name("after"), at(5));
    let mut expected = record.clone();
    expected.name = ca_name("after");
    expected.updated_at = at(5);
    assert_eq!(renamed, Ok(expected.clone()));
    let again = registry.rename_ca_certificate(&account("acme"), &record.id, &ca_name("after"), at(9));
    assert_eq!(again, Ok(expected.clone()));
    assert_eq!(registry.ca_certificate(&account("acme"), &record.id), Ok(expected));
}

fn names_are_free_again(registry: &mut dyn Registry) {
    let first = create(registry, "acme", "a", (1, 1));
    let second = create(registry, "acme", "b", (1, 2));
    registry.rename_ca_certificate(&account("acme"), &first.id, &ca_name("c"), at(1)).expect("free");
    registry.rename_ca_certificate(&account("acme"), &second.id, &ca_name("a"), at(2)).expect("free again");
    let deleted = registry.delete_ca_certificate(&account("acme"), &second.id).expect("there");
    assert_eq!((deleted.id, deleted.name), (second.id, ca_name("a")));
    let new = create(registry, "acme", "a", (1, 2));
    assert_eq!(names(registry, &account("acme")), ["a", "c"]);
    assert_ne!(new.id, first.id);
}

fn duplicates_are_conflicts(registry: &mut dyn Registry) {
    let first = create(registry, "acme", "a", (1, 1));
    // Also under the name that it has.
    for name in ["b", "a"] {
        let error = try_create(registry, "acme", name, (1, 1)).expect_err("a duplicate");
        assert_eq!((error.code(), error.class()), ("certificate_exists", ErrorClass::Conflict));
        assert!(matches!(error, RegistryError::CertificateExists { existing, .. } if existing == first.id));
    }
    assert_eq!(names(registry, &account("acme")), ["a"]);
}

fn taken_names_are_conflicts(registry: &mut dyn Registry) {
    let first = create(registry, "acme", "a", (1, 1));
    let second = create(registry, "acme", "b", (1, 2));
    let errors = [
        try_create(registry, "acme", "a", (1, 3)).expect_err("taken"),
        registry
            .rename_ca_certificate(&account("acme"), &second.id, &ca_name("a"), at(1))
            .expect_err("taken"),
    ];
    for error in errors {
        assert_eq!((error.code(), error.class()), ("name_taken", ErrorClass::Conflict));
        assert!(matches!(error, RegistryError::NameTaken { existing, .. } if existing == first.id));
    }
    assert_eq!(names(registry, &account("acme")), ["a", "b"]);
    // Case is a difference.
    create(registry, "acme", "A", (1, 3));
}

fn refusals_make_no_account(registry: &mut dyn Registry) {
    registry
        .add_domain(&account("acme"), &domain_name("a.example"), DomainKind::Managed, at(0))
        .expect("free");
    let error = registry.add_domain(&account("zenith"), &domain_name("a.example"), DomainKind::Custom, at(0));
    assert_eq!(error.expect_err("taken").code(), "domain_taken");
    let error = certificates_of(registry, &account("zenith")).expect_err("it was not made");
    assert_eq!(error.code(), "unknown_account");
}

fn accounts_share_nothing(registry: &mut dyn Registry) {
    let one = create(registry, "acme", "clients", (1, 1));
    let other = create(registry, "zenith", "clients", (1, 1));
    assert_ne!(one.id, other.id);
    registry.delete_ca_certificate(&account("acme"), &one.id).expect("its own");
    assert_eq!(registry.ca_certificate(&account("zenith"), &other.id), Ok(other));
    assert_eq!(names(registry, &account("acme")), [""; 0]);
}

fn others_are_not_found(registry: &mut dyn Registry) {
    let theirs = create(registry, "acme", "clients", (1, 1));
    create(registry, "zenith", "own", (2, 1));
    let (zenith, domain) = (account("zenith"), domain_name("a.example"));
    registry.add_domain(&account("acme"), &domain, DomainKind::Custom, at(0)).expect("free");
    let errors = [
        registry.ca_certificate(&zenith, &theirs.id).expect_err("not its own"),
        registry.rename_ca_certificate(&zenith, &theirs.id, &ca_name("x"), at(1)).expect_err("not its own"),
        registry.delete_ca_certificate(&zenith, &theirs.id).expect_err("not its own"),
        registry
            .ca_certificate(&zenith, &CertId::random().expect("an identifier"))
            .expect_err("it is not theirs"),
    ];
    for error in errors {
        assert_eq!((error.code(), error.class()), ("unknown_ca_certificate", ErrorClass::NotFound));
    }
    let errors = [
        registry.activate_domain(&zenith, &domain, at(1)).expect_err("not its own"),
        registry.remove_domain(&zenith, &domain).expect_err("not its own"),
        registry.remove_domain(&zenith, &domain_name("b.example")).expect_err("it is not theirs"),
    ];
    for error in errors {
        assert_eq!((error.code(), error.class()), ("unknown_domain", ErrorClass::NotFound));
    }
    assert_eq!(registry.ca_certificate(&account("acme"), &theirs.id), Ok(theirs));
    assert_eq!(domains_of(registry, &account("acme")).map(|all| all.len()), Ok(1));
}

fn same_subject_is_limited(registry: &mut dyn Registry) {
    let limit = u32::try_from(MAX_CA_CERTIFICATES_WITH_SUBJECT).expect("a small number");
    for number in 0..limit {
        create(registry, "acme", &format!("ca{number}"), (1, number));
    }
    let error = try_create(registry, "acme", "one_more", (1, limit)).expect_err("one too many");
    assert_eq!((error.code(), error.class()), ("too_many_with_subject", ErrorClass::Unacceptable));
    create(registry, "acme", "another_subject", (2, limit));
    create(registry, "zenith", "another_account", (1, limit));
}

fn same_subject_is_found(registry: &mut dyn Registry) {
    create(registry, "acme", "b", (1, 1));
    create(registry, "acme", "other", (2, 2));
    create(registry, "acme", "a", (1, 3));
    create(registry, "zenith", "c", (1, 4));
    let mut found = |whose: &str| {
        let found = registry.ca_certificates_with_subject_of(&account(whose), &ca(1, 9)).expect("an answer");
        found.iter().map(|record| record.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("acme"), ["a", "b"]);
    assert_eq!(found("unknown"), [""; 0]);
}

fn an_unknown_account_has_the_closest_name(registry: &mut dyn Registry) {
    create(registry, "acme", "a", (1, 1));
    create(registry, "zenith", "a", (1, 1));
    let (typo, other, id) = (account("amce"), account("somebody"), CertId::random().expect("an identifier"));
    let domain = domain_name("a.example");
    for (wanted, expected) in [(typo, Some(account("acme"))), (other, None)] {
        let errors = [
            registry.ca_certificate(&wanted, &id).expect_err("unknown"),
            certificates_of(registry, &wanted).expect_err("unknown"),
            registry.rename_ca_certificate(&wanted, &id, &ca_name("x"), at(1)).expect_err("unknown"),
            registry.delete_ca_certificate(&wanted, &id).expect_err("unknown"),
            domains_of(registry, &wanted).expect_err("unknown"),
            registry.activate_domain(&wanted, &domain, at(1)).expect_err("unknown"),
            registry.remove_domain(&wanted, &domain).expect_err("unknown"),
            registry.remove_account(&wanted).expect_err("unknown"),
        ];
        for error in errors {
            assert_eq!((error.code(), error.class()), ("unknown_account", ErrorClass::NotFound));
            assert!(
                matches!(&error, RegistryError::UnknownAccount { closest_name, .. } if *closest_name == expected),
                "{error:?}"
            );
        }
    }
}

fn domains_are_unique(registry: &mut dyn Registry) {
    let (acme, zenith) = (account("acme"), account("zenith"));
    let domain = domain_name("Bücher.example.");
    registry.add_domain(&acme, &domain, DomainKind::Custom, at(0)).expect("free");
    create(registry, "zenith", "a", (1, 1));
    let same = domain_name("xn--bcher-kva.EXAMPLE");
    let error = registry.add_domain(&acme, &same, DomainKind::Managed, at(1)).expect_err("its own");
    assert_eq!((error.code(), error.class()), ("domain_exists", ErrorClass::Conflict));
    let error = registry.add_domain(&zenith, &same, DomainKind::Managed, at(1)).expect_err("another's");
    assert_eq!((error.code(), error.class()), ("domain_taken", ErrorClass::Conflict));
    assert!(
        !error.to_string().contains("acme") && error.remedy().is_none_or(|text| !text.contains("acme")),
        "{error}"
    );
    registry.remove_domain(&acme, &domain).expect("there");
    let moved = registry.add_domain(&zenith, &domain, DomainKind::Managed, at(2)).expect("free again");
    assert_eq!((&moved.account, moved.state), (&zenith, DomainState::Active));
    assert_eq!(domains_of(registry, &acme), Ok(Vec::new()));
}

fn custom_domains_wait(registry: &mut dyn Registry) {
    let acme = account("acme");
    let (managed, custom) = (domain_name("acme.gateway.example"), domain_name("api.acme.example"));
    create(registry, "acme", "clients", (1, 1));
    let record = registry.add_domain(&acme, &managed, DomainKind::Managed, at(0)).expect("free");
    assert_eq!(record.state, DomainState::Active);
    let record = registry.add_domain(&acme, &custom, DomainKind::Custom, at(0)).expect("free");
    assert_eq!(record.state, DomainState::Pending);
    assert!(registry.snapshot(&managed).expect("an answer").is_some());
    assert!(registry.snapshot(&custom).expect("an answer").is_none());
    assert_eq!(registry.generation_at(&custom), Ok(None));
    let active = registry.activate_domain(&acme, &custom, at(7)).expect("there");
    assert_eq!((active.state, active.created_at, active.updated_at), (DomainState::Active, at(0), at(7)));
    assert_eq!(registry.activate_domain(&acme, &custom, at(9)), Ok(active.clone()));
    let snapshot = registry.snapshot(&custom).expect("an answer").expect("active");
    assert_eq!((snapshot.domain(), snapshot.cas().len()), (&active, 1));
    assert_eq!(domains_of(registry, &acme).expect("there"), [record_of(&managed, at(0)), active]);

    fn record_of(
        name: &issuedby_registry::DomainName,
        time: issuedby_registry::UnixTime,
    ) -> issuedby_registry::DomainRecord {
        let mut memory = issuedby_registry::MemoryRegistry::new();
        memory.add_domain(&account("acme"), name, DomainKind::Managed, time).expect("free")
    }
}

fn domains_are_limited(registry: &mut dyn Registry) {
    let acme = account("acme");
    for number in 0..MAX_DOMAINS {
        let domain = domain_name(&format!("d{number}.example"));
        registry.add_domain(&acme, &domain, DomainKind::Managed, at(0)).expect("below the limit");
    }
    let error = registry.add_domain(&acme, &domain_name("more.example"), DomainKind::Managed, at(0));
    let error = error.expect_err("one too many");
    assert_eq!((error.code(), error.class()), ("too_many_domains", ErrorClass::Unacceptable));
    registry
        .add_domain(&account("zenith"), &domain_name("more.example"), DomainKind::Managed, at(0))
        .expect("another account has its own limit");
}

fn snapshots_are_of_one_account(registry: &mut dyn Registry) {
    let domain = domain_name("a.example");
    registry.add_domain(&account("acme"), &domain, DomainKind::Managed, at(0)).expect("free");
    let own = [create(registry, "acme", "b", (1, 1)).id, create(registry, "acme", "a", (2, 2)).id];
    create(registry, "zenith", "c", (3, 3));
    let snapshot = registry.snapshot(&domain).expect("an answer").expect("active");
    let ids: Vec<_> = snapshot.cas().iter().filter_map(|ca| ca.id()).collect();
    assert_eq!(ids, [own[1].as_str(), own[0].as_str()]);
    assert_eq!(snapshot.account(), &account("acme"));
    assert!(snapshot.left_out().is_empty());
    let provider = std::sync::Arc::new(issuedby::provider::AwsLcRs);
    let (set, left_out) = snapshot.into_ca_set(provider).expect("a set");
    assert_eq!((set.len(), left_out.len()), (2, 0));
}

fn no_snapshot_without_domain(registry: &mut dyn Registry) {
    let domain = domain_name("a.example");
    let nothing = |registry: &mut dyn Registry| {
        assert!(registry.snapshot(&domain).expect("an answer").is_none());
        assert_eq!(registry.generation_at(&domain), Ok(None));
    };
    nothing(registry);
    registry.add_domain(&account("acme"), &domain, DomainKind::Managed, at(0)).expect("free");
    let snapshot = registry.snapshot(&domain).expect("an answer").expect("active");
    assert_eq!(snapshot.cas().len(), 0);
    registry.remove_domain(&account("acme"), &domain).expect("there");
    nothing(registry);
}

fn generations_grow(registry: &mut dyn Registry) {
    let (acme, domain) = (account("acme"), domain_name("a.example"));
    let mut before = generation(registry);
    let mut grew = |registry: &mut dyn Registry| {
        let now = generation(registry);
        let grew = now > before;
        assert!(now >= before);
        before = now;
        grew
    };
    let record = create(registry, "acme", "a", (1, 1));
    assert!(grew(registry), "create");
    assert!(try_create(registry, "acme", "b", (1, 1)).is_err() && !grew(registry), "a refused create");
    registry.rename_ca_certificate(&acme, &record.id, &ca_name("b"), at(1)).expect("free");
    assert!(grew(registry), "rename");
    registry.rename_ca_certificate(&acme, &record.id, &ca_name("b"), at(2)).expect("its own");
    assert!(!grew(registry), "rename to the same name");
    registry.add_domain(&acme, &domain, DomainKind::Custom, at(0)).expect("free");
    assert!(grew(registry), "add a domain");
    registry.activate_domain(&acme, &domain, at(1)).expect("there");
    assert!(grew(registry), "activate");
    registry.activate_domain(&acme, &domain, at(2)).expect("there");
    assert!(!grew(registry), "activate again");
    certificates_of(registry, &acme).expect("there");
    registry.snapshot(&domain).expect("an answer").expect("active");
    assert!(!grew(registry), "reading");
    registry.delete_ca_certificate(&acme, &record.id).expect("there");
    assert!(grew(registry), "delete");
    assert!(registry.delete_ca_certificate(&acme, &record.id).is_err() && !grew(registry), "delete again");
    registry.remove_domain(&acme, &domain).expect("there");
    assert!(grew(registry), "remove a domain");
    registry.remove_account(&acme).expect("there");
    assert!(grew(registry), "remove an account");
}

fn generations_are_not_reused(registry: &mut dyn Registry) {
    let (acme, zenith, domain) = (account("acme"), account("zenith"), domain_name("a.example"));
    let mut seen = Vec::new();
    for _ in 0..3 {
        registry.add_domain(&acme, &domain, DomainKind::Managed, at(0)).expect("free");
        seen.push(registry.generation_at(&domain).expect("an answer").expect("active"));
        let record = create(registry, "acme", "a", (1, 1));
        seen.push(registry.generation_at(&domain).expect("an answer").expect("active"));
        // A change elsewhere is none here.
        create(registry, "zenith", "a", (1, 1));
        assert_eq!(registry.generation_at(&domain), Ok(seen.last().copied()));
        let snapshot = registry.snapshot(&domain).expect("an answer").expect("active");
        assert_eq!(Some(&snapshot.generation()), seen.last());
        registry.delete_ca_certificate(&acme, &record.id).expect("there");
        seen.push(registry.generation_at(&domain).expect("an answer").expect("active"));
        registry.remove_account(&acme).expect("there");
        registry.add_domain(&zenith, &domain, DomainKind::Managed, at(0)).expect("free");
        seen.push(registry.generation_at(&domain).expect("an answer").expect("active"));
        registry.remove_account(&zenith).expect("there");
    }
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
}

fn accounts_are_removed_whole(registry: &mut dyn Registry) {
    let (acme, domain) = (account("acme"), domain_name("a.example"));
    let record = create(registry, "acme", "a", (1, 1));
    registry.add_domain(&acme, &domain, DomainKind::Managed, at(0)).expect("free");
    let other = create(registry, "zenith", "a", (1, 1));
    registry.remove_account(&acme).expect("there");
    assert_eq!(certificates_of(registry, &acme).expect_err("gone").code(), "unknown_account");
    assert!(registry.snapshot(&domain).expect("an answer").is_none());
    assert_eq!(certificates_of(registry, &account("zenith")), Ok(vec![other]));
    let again = create(registry, "acme", "a", (1, 1));
    assert_ne!(again.id, record.id);
    assert_eq!(domains_of(registry, &acme), Ok(Vec::new()));
}
