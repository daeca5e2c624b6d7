//! Conditions that need the connection itself: a full disk, a lock, an account with thousands of CAs.

use issuedby::ErrorDetails;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use issuedby_test_support::certificates::CaMaker;
use rusqlite::{Connection, TransactionBehavior};
use tempfile::TempDir;

use super::SqliteRegistry;
use crate::limits::MAX_CA_CERTIFICATES;
use crate::{
    AccountName, CaName, DomainKind, DomainName, ErrorClass, Incarnation, MemoryRegistry, NewCaCertificate,
    Registry, RegistryError, StorageErrorKind,
};

/// A registry in a folder that lives as long as it.
fn registry() -> (TempDir, SqliteRegistry) {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = SqliteRegistry::open_or_create(folder.path().join("registry")).expect("a registry");
    (folder, registry)
}

fn account() -> AccountName {
    AccountName::parse("acme").expect("a name")
}

fn create(registry: &mut dyn Registry, number: usize) -> Result<(), RegistryError> {
    let der = CaMaker::new().make(number.try_into().expect("a small number"), 0);
    let ca = issuedby::CaCertificate::from_der(&der).expect("a fit CA");
    let name = CaName::parse(&format!("ca{number}")).expect("a name");
    let new = NewCaCertificate::new(account(), name, ca, issuedby::check_time(0)).expect("an identifier");
    registry.create_ca_certificate(&new).map(drop)
}

fn count(registry: &mut dyn Registry) -> usize {
    let mut count = 0;
    let visited = registry.for_each_ca_certificate(&account(), &mut |_| {
        count += 1;
        ControlFlow::Continue(())
    });
    visited.expect("the account is there");
    count
}

fn storage_kind(error: RegistryError) -> StorageErrorKind {
    match error {
        RegistryError::Storage(error) => error.kind().clone(),
        other => panic!("{other:?}"),
    }
}

/// A setting of the connection, also where the file is opened anew.
fn set(registry: &mut SqliteRegistry, name: &'static str, value: &str) {
    registry.settings.retain(|(other, _)| *other != name);
    registry.settings.push((name, value.to_owned()));
    registry.forget();
}

fn limit(registry: &mut SqliteRegistry, pages: i64) {
    set(registry, "max_page_count", &pages.to_string());
}

#[test]
fn a_full_disk_refuses_whole_operations_and_loses_nothing() {
    let (folder, mut registry) = registry();
    create(&mut registry, 0).expect("room");
    let pages: i64 =
        registry.connection.query_row("PRAGMA page_count", (), |row| row.get(0)).expect("a count");
    limit(&mut registry, pages + 4);
    let mut acknowledged = 1;
    let error = loop {
        match create(&mut registry, acknowledged) {
            Ok(()) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(acknowledged > 1);
    assert_eq!((error.code(), error.class()), ("registry_full", ErrorClass::Unacceptable));
    assert_eq!(storage_kind(error), StorageErrorKind::Full);

    // Every table and index has as many rows as were acknowledged, and the generation counts no refusal.
    let check = |registry: &mut SqliteRegistry, acknowledged: usize| {
        assert_eq!(count(registry), acknowledged);
        assert_eq!(registry.generation().map(|generation| generation.number()), Ok(acknowledged as u64));
        let sound: String =
            registry.connection.query_row("PRAGMA integrity_check", (), |row| row.get(0)).expect("an answer");
        assert_eq!(sound, "ok");
    };
    check(&mut registry, acknowledged);
    let mut other = SqliteRegistry::open(folder.path().join("registry")).expect("it can be opened");
    check(&mut other, acknowledged);

    limit(&mut registry, pages + 1_000);
    create(&mut registry, acknowledged).expect("room again");
    check(&mut other, acknowledged + 1);
}

#[test]
fn a_disk_that_is_full_from_the_start_makes_no_half_registry() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    std::fs::write(&path, "").expect("a file");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("a mode");
    let mut connection = Connection::open(&path).expect("a database");
    connection.pragma_update(None, "max_page_count", 3).expect("a limit");
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).expect("a lock");
    assert!(super::schema::migrate(&transaction, 0, Incarnation::default()).is_err());
    drop(transaction);
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0)).expect("a count");
    assert_eq!(tables, 0);
    drop(connection);
    let mut registry = SqliteRegistry::open_or_create(&path).expect("now there is room");
    create(&mut registry, 1).expect("it is a registry");
}

#[test]
fn a_lock_that_stays_is_an_error_and_passes() {
    let (folder, mut registry) = registry();
    create(&mut registry, 0).expect("free");
    let mut other = Connection::open(folder.path().join("registry")).expect("the same file");
    let lock = other.transaction_with_behavior(TransactionBehavior::Immediate).expect("a lock");
    let mut registry = registry.with_timeout(Duration::from_millis(20));
    let error = create(&mut registry, 1).expect_err("it is locked");
    assert_eq!(storage_kind(error), StorageErrorKind::Busy);
    // Readers wait for the end of a write alone, when it goes into the file.
    assert_eq!(count(&mut registry), 1);
    drop(lock);
    create(&mut registry, 1).expect("free again");
    assert_eq!(count(&mut registry), 2);
}

#[test]
fn a_certificate_beyond_the_limit_of_an_account_is_refused() {
    let (_folder, mut registry) = registry();
    // How lasting thousands of rows are is not the question here.
    set(&mut registry, "synchronous", "off");
    for registry in [&mut registry as &mut dyn Registry, &mut MemoryRegistry::new()] {
        for number in 0..MAX_CA_CERTIFICATES {
            create(registry, number).expect("below the limit");
        }
        let error = create(registry, MAX_CA_CERTIFICATES).expect_err("one too many");
        assert_eq!((error.code(), error.class()), ("too_many_ca_certificates", ErrorClass::Unacceptable));
    }
}

#[test]
fn every_commit_is_synced() {
    let (_folder, registry) = registry();
    let setting = |name: &str| -> String {
        registry
            .connection
            .query_row(&format!("PRAGMA {name}"), (), |row| {
                row.get(0).or_else(|_| row.get::<_, i64>(0).map(|number| number.to_string()))
            })
            .expect("a setting")
    };
    assert_eq!(setting("journal_mode"), "truncate");
    assert_eq!(setting("synchronous"), "2", "FULL");
    assert_eq!(setting("foreign_keys"), "1");
}

#[test]
fn a_generation_is_seen_by_who_did_not_write_it() {
    let (folder, mut registry) = registry();
    let mut other = SqliteRegistry::open(folder.path().join("registry")).expect("the same file");
    for number in 0..3 {
        create(&mut registry, number).expect("free");
        let own = registry.generation().expect("a generation");
        assert_eq!(other.generation(), Ok(own));
        assert_eq!(other.generation(), Ok(own), "asked again, without a change");
        let domain = DomainName::parse(&format!("d{number}.example")).expect("a name");
        other.add_domain(&account(), &domain, DomainKind::Managed, issuedby::check_time(0)).expect("free");
        let theirs = other.generation().expect("a generation");
        assert!(theirs > own);
        assert_eq!(registry.generation(), Ok(theirs));
    }
}

/// A domain is looked up by its normal form: a row in another spelling would be listed and never found.
#[test]
fn a_stored_domain_in_another_spelling_is_an_error() {
    let (_folder, mut registry) = registry();
    let domain = DomainName::parse("a.example").expect("a name");
    registry.add_domain(&account(), &domain, DomainKind::Managed, issuedby::check_time(0)).expect("free");
    for spelling in ["A.example", "a.example.", "ａ.example"] {
        registry.connection.execute("UPDATE domain SET name = ?1", [spelling]).expect("a row");
        let listed = registry.for_each_domain(&account(), &mut |_| ControlFlow::Continue(()));
        assert_eq!(listed.expect_err(spelling).class(), ErrorClass::Unacceptable, "{spelling}");
        assert_eq!(registry.snapshot(&domain).map(|found| found.is_some()), Ok(false), "{spelling}");
    }
}

thread_local! {
    /// Every statement that this thread has prepared.
    pub(super) static PREPARED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Queries whose cost must not grow with the registry use an index, and in the order in which they are shown: also
/// what goes with an account.
#[test]
fn no_query_scans_a_table() {
    let (_folder, mut registry) = registry();
    every_operation(&mut registry);
    let statements = PREPARED.with_borrow_mut(std::mem::take);
    assert!(statements.len() > 20, "{statements:#?}");
    // Foreign keys look for what goes with an account by themselves.
    let cascades = ["ca_certificate", "domain"].map(|table| format!("DELETE FROM {table} WHERE account = 1"));
    for statement in statements.into_iter().chain(cascades).filter(|all| !all.starts_with("PRAGMA")) {
        let mut explained =
            registry.connection.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).expect("a statement");
        for parameter in 1..=explained.parameter_count() {
            explained.raw_bind_parameter(parameter, 1).expect("a parameter");
        }
        let mut plan = explained.raw_query();
        while let Some(step) = plan.next().expect("a plan") {
            let step: String = step.get(3).expect("a step");
            let is_bounded = match step.as_str() {
                // The one row that has the generation.
                "SCAN registry" => true,
                // At most `MAX_CA_CERTIFICATES_WITH_SUBJECT` rows are put in order.
                "USE TEMP B-TREE FOR ORDER BY" => statement.contains("subject_hash = "),
                // Whether an account has a domain: a search for each.
                "CORRELATED SCALAR SUBQUERY 1" => true,
                // In order of the index, and cut off.
                "SCAN account USING COVERING INDEX sqlite_autoindex_account_1"
                | "SCAN domain"
                | "SCAN ca" => statement.contains("LIMIT"),
                other => other.starts_with("SEARCH"),
            };
            assert!(is_bounded, "{statement}: {step}");
        }
    }
}

/// All that a registry does, and what it refuses after having looked for something.
fn every_operation(registry: &mut SqliteRegistry) {
    let (account, now) = (account(), issuedby::check_time(0));
    create(registry, 1).expect("free");
    create(registry, 1).expect_err("it is there");
    let ca = issuedby::CaCertificate::from_der(&CaMaker::new().make(1, 0)).expect("a fit CA");
    let found = registry.ca_certificates_with_subject_of(&account, &ca).expect("the account is there");
    let id = &found.first().expect("it is there").id;
    registry.ca_certificate(&account, id).expect("it is there");
    let name = CaName::parse("renamed").expect("a name");
    registry.rename_ca_certificate(&account, id, &name, now).expect("the name is free");
    assert_eq!(count(registry), 1);
    let domain = DomainName::parse("a.example").expect("a name");
    registry.add_domain(&account, &domain, DomainKind::Custom, now).expect("free");
    registry.add_domain(&account, &domain, DomainKind::Custom, now).expect_err("it is there");
    registry.activate_domain(&account, &domain, now).expect("it is there");
    registry.for_each_domain(&account, &mut |_| ControlFlow::Continue(())).expect("the account is there");
    assert_eq!(registry.accounts_with_domains(2), Ok(vec![account.clone()]));
    registry.generation().expect("a number");
    assert!(registry.generation_at(&domain).expect("a number").is_some());
    assert!(registry.snapshot(&domain).expect("it is active").is_some());
    assert!(registry.domain(&domain).expect("it is there").is_some());
    assert_eq!(registry.domains(9).expect("it is there").len(), 1);
    let all = registry.for_each_ca_not_valid_throughout((now, now), 9, &mut |_| ControlFlow::Continue(()));
    assert_eq!(all, Ok(1));
    registry.remove_domain(&account, &domain).expect("it is there");
    registry.delete_ca_certificate(&account, id).expect("it is there");
    registry.remove_account(&account).expect("it is there");
    registry.remove_account(&account).expect_err("it is gone");
}

/// A path that leads to a file rather than to a name, as where the file itself is mounted.
#[cfg(target_os = "linux")]
#[test]
fn a_path_that_still_leads_to_a_replaced_file_is_refused() {
    use std::os::fd::AsRawFd;

    let (folder, mut registry) = registry();
    create(&mut registry, 0).expect("room");
    let mounted = std::fs::File::open(folder.path().join("registry")).expect("a file");
    registry.path = format!("/proc/self/fd/{}", mounted.as_raw_fd()).into();
    registry.forget();
    let (_other, mut another) = self::registry();
    create(&mut another, 1).expect("room");
    std::fs::rename(another.path.clone(), folder.path().join("registry")).expect("a file system");
    let stamp = super::stamp::FileStamp::of(&registry.path, "registry");
    assert_eq!(stamp.expect_err("it has no name").code(), "registry_deleted");
    for settled in [false, true] {
        registry.is_settled = settled;
        let error = registry.generation().expect_err("it is not what is at the path");
        assert_eq!(error.code(), "registry_deleted");
        assert_eq!(create(&mut registry, 2).expect_err("it would be lost").code(), "registry_deleted");
    }
}
