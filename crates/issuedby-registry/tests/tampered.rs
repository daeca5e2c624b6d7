//! Registries and backups whose schema somebody changed: what was added never runs, and is found.

mod common;

use std::fs;

use common::place::{Place, count, create, open};
use common::{account, certificates_of, domains_of};
use issuedby::ErrorDetails;
use issuedby_registry::{Existing, Registry};
use rusqlite::Connection;

/// Gives another account's domain to `acme` whenever the registry changes.
const TRIGGER: &str = "CREATE TRIGGER more AFTER UPDATE ON registry BEGIN \
     UPDATE domain SET account = (SELECT key FROM account WHERE name = 'zenith'); END";

const CHANGES: [&str; 7] = [
    TRIGGER,
    "CREATE VIEW more AS SELECT * FROM account",
    "CREATE TABLE more (account INTEGER REFERENCES account (key) ON DELETE CASCADE)",
    "CREATE INDEX more ON account (created_at)",
    "DROP INDEX domain_by_account",
    "ALTER TABLE domain ADD COLUMN more TEXT AS (state)",
    "ALTER TABLE account RENAME TO accounts; CREATE VIEW account AS SELECT * FROM accounts",
];

fn by_hand(place: &Place, name: &str, statement: &str) {
    Connection::open(place.path(name)).and_then(|it| it.execute_batch(statement)).expect("a statement");
}

#[test]
fn a_trigger_in_a_registry_never_runs() {
    let place = Place::new();
    create(&mut place.registry(), "zenith", 2);
    by_hand(&place, "registry", TRIGGER);
    create(&mut place.registry(), "acme", 3);
    let domains = |name| domains_of(&mut place.registry(), &account(name)).expect("it is there").len();
    assert_eq!((domains("acme"), domains("zenith")), (1, 0));
}

#[test]
fn what_an_account_has_goes_with_it_though_triggers_are_off() {
    let place = Place::new();
    place.registry().remove_account(&account("acme")).expect("it is there");
    assert!(certificates_of(&mut place.registry(), &account("acme")).is_err());
    let report = place.registry().check().expect("it can be read");
    assert_eq!(report.defects, []);
    assert_eq!((report.counts.ca_certificates, report.counts.domains), (0, 0));
}

#[test]
fn a_check_finds_every_change_of_the_schema() {
    for change in CHANGES {
        let place = Place::new();
        by_hand(&place, "registry", change);
        let report = place.registry().check().expect("it can be read");
        let codes: Vec<_> = report.defects.iter().map(|one| one.code()).collect();
        assert!(
            !codes.is_empty() && codes.iter().all(|code| *code == "schema_altered"),
            "{change}: {codes:?}"
        );
        assert!(report.damage().is_some(), "{change}");
    }
}

#[test]
fn a_constraint_taken_from_the_schema_is_found() {
    let place = Place::new();
    let open = Connection::open(place.path("registry")).expect("a database");
    open.execute_batch(
        "PRAGMA writable_schema = on; \
         UPDATE sqlite_schema SET sql = replace(sql, 'ON DELETE CASCADE', '') WHERE name = 'ca_certificate'",
    )
    .expect("a statement");
    drop(open);
    let report = place.registry().check().expect("it can be read");
    assert_eq!(report.damage().map(|one| one.code()), Some("schema_altered"));
}

#[test]
fn a_backup_with_another_schema_is_refused_and_changes_nothing() {
    let place = Place::new();
    let backup = place.path("backup");
    for change in CHANGES {
        place.registry().backup(&backup, Existing::Replaced).expect("room");
        by_hand(&place, "backup", change);
        let before = fs::read(place.path("registry")).expect("a file");
        assert_eq!(place.restore("backup").expect_err(change).code(), "registry_damaged", "{change}");
        assert_eq!(fs::read(place.path("registry")).expect("a file"), before, "{change}");
        assert_eq!(count(&mut place.registry()), 1, "{change}");
    }
}

#[test]
fn no_backup_is_made_of_a_registry_with_another_schema() {
    let place = Place::new();
    by_hand(&place, "registry", TRIGGER);
    let error = open(&place.path("registry")).backup(&place.path("backup"), Existing::Refused);
    assert_eq!(error.expect_err("it has a trigger").code(), "registry_damaged");
    assert!(!place.path("backup").exists());
}
