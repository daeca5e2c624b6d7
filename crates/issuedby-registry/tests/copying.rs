//! A registry that is copied, replaced or overwritten while it is open, and files of earlier versions.

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use common::account;
use common::place::{Place, count, create, generation, open};
use issuedby::ErrorDetails;
use issuedby_registry::{Incarnation, Registry, SqliteRegistry};
use rusqlite::Connection;

/// The files that the write-ahead log of an earlier version leaves.
fn make_wal(path: &Path) -> Connection {
    let open = Connection::open(path).expect("a database");
    open.pragma_update(None, "journal_mode", "wal").expect("a journal");
    open.pragma_update(None, "wal_autocheckpoint", 0).expect("a setting");
    open
}

#[test]
fn a_copy_of_the_one_file_after_a_deletion_lacks_the_deleted_ca() {
    let place = Place::new();
    let mut open_meanwhile = place.registry();
    assert_eq!(count(&mut open_meanwhile), 1);
    place.delete();
    fs::copy(place.path("registry"), place.path("copy")).expect("a copy");
    assert_eq!(count(&mut open(&place.path("copy"))), 0);
    assert_eq!(count(&mut open_meanwhile), 0);
    assert_eq!(place.files(), ["copy", "registry", "registry-journal"]);
    assert_eq!(fs::metadata(place.path("registry-journal")).expect("a file").len(), 0);
}

#[test]
fn a_write_ahead_log_is_converted_by_a_user_with_the_right() {
    let place = Place::new();
    let path = place.path("registry");
    let wal = make_wal(&path);
    wal.execute("DELETE FROM ca_certificate", ()).expect("a row");
    drop(wal);
    // As an earlier version leaves it that was killed.
    let wal = make_wal(&path);
    wal.execute("UPDATE account SET created_at = 7", ()).expect("a row");
    for name in ["registry", "registry-wal"] {
        fs::copy(place.path(name), place.path(&name.replace("registry", "killed"))).expect("a copy");
    }
    let killed = place.path("killed");
    fs::set_permissions(&killed, fs::Permissions::from_mode(0o600)).expect("a mode");
    let mut registry = open(&killed);
    assert_eq!(registry.export(None).expect("it can be read")[0].created_at, issuedby::check_time(7));
    assert!(!place.path("killed-wal").exists());
    let bytes = fs::read(&killed).expect("a file");
    assert_eq!(bytes[18..20], [1, 1], "the header names a rollback journal");

    // Only a registry that no other program has open is converted.
    let busy = SqliteRegistry::open(&path).expect_err("an earlier version has it open");
    assert_eq!(busy.code(), "registry_busy");
    drop(wal);
    open(&path);
}

#[test]
fn a_write_ahead_log_is_read_by_who_may_only_read() {
    let place = Place::new();
    let path = place.path("registry");
    let wal = make_wal(&path);
    wal.execute("DELETE FROM ca_certificate", ()).expect("a row");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).expect("a mode");
    let mut registry = open(&path);
    assert_eq!(count(&mut registry), 0, "what lies in the log counts");
}

#[test]
fn a_registry_of_the_first_format_is_brought_up_whole() {
    let place = Place::new();
    let path = place.path("registry");
    let old = Connection::open(&path).expect("a database");
    old.execute_batch(
        "ALTER TABLE registry DROP COLUMN incarnation; ALTER TABLE registry DROP COLUMN change; \
         ALTER TABLE account DROP COLUMN change; PRAGMA user_version = 1",
    )
    .expect("the first format");
    drop(old);
    let before = fs::read(&path).expect("a file");
    assert_eq!(SqliteRegistry::open_to_read(&path).expect_err("an older one").code(), "registry_read_only");
    assert_eq!(fs::read(&path).expect("a file"), before, "who only reads changes nothing");
    fs::copy(&path, place.path("other")).expect("a copy");
    let [one, other] = ["registry", "other"].map(|name| generation(&mut open(&place.path(name))));
    assert_eq!((one.number(), other.number()), (2, 2));
    assert!(one.incarnation() != other.incarnation() && one.incarnation() != Incarnation::default());
    assert_eq!(generation(&mut open(&path)), one, "it is kept");
    assert_eq!(open(&path).check().expect("it can be read").defects, []);
}

#[test]
fn an_open_registry_uses_what_is_at_its_path() {
    let place = Place::new();
    let (path, copy) = (place.path("registry"), place.path("copy"));
    fs::copy(&path, &copy).expect("a copy");
    let mut registry = place.registry();
    for round in 0..6 {
        // The copy has the same 16 bytes in its header as the registry had after as many changes.
        create(&mut registry, "acme", 100 + round);
        assert_eq!(count(&mut registry), 2);
        fs::copy(&copy, &path).expect("a copy");
        assert_eq!(count(&mut registry), 1, "a page was kept");
    }
    fs::rename(&copy, &path).expect("it is moved");
    create(&mut registry, "acme", 7);
    assert_eq!(count(&mut open(&path)), 2, "the write went into the file at the path");
    fs::remove_file(&path).expect("it is removed");
    assert_eq!(registry.generation().expect_err("nothing is there").code(), "registry_missing");
    assert!(!path.exists());
}

#[test]
fn a_poll_tells_changes_from_files_that_are_copied_over() {
    let place = Place::new();
    let (path, copy) = (place.path("registry"), place.path("copy"));
    let mut follower = place.registry();
    let mut poll = || follower.poll().expect("a generation");
    assert!(poll().is_overwritten, "nothing is known yet");
    std::thread::sleep(Duration::from_millis(50));
    assert!(poll().is_overwritten, "it was being written when it was first read");
    assert!(!poll().is_overwritten);
    fs::copy(&path, &copy).expect("a copy");
    create(&mut place.registry(), "acme", 2);
    let changed = poll();
    assert!(!changed.is_overwritten, "a change is none");
    std::thread::sleep(Duration::from_millis(50));
    fs::copy(&copy, &path).expect("a copy");
    let older = poll();
    assert!(older.is_overwritten && !older.generation.follows(changed.generation));
    // The same number as before, in another history of changes.
    create(&mut place.registry(), "acme", 3);
    let other = poll();
    assert_eq!(other.generation.number(), changed.generation.number());
    assert!(other.generation != changed.generation && !other.generation.follows(changed.generation));
}

#[test]
fn who_reads_slowly_keeps_no_writer_waiting() {
    let place = Place::new();
    let (mut reader, mut writer) =
        (place.registry(), place.registry().with_timeout(Duration::from_millis(50)));
    let mut seen = 0;
    let visited = reader.for_each_ca_certificate(&account("acme"), &mut |_| {
        seen += 1;
        let start = Instant::now();
        create(&mut writer, "acme", 50 + seen);
        assert!(start.elapsed() < Duration::from_secs(5));
        ControlFlow::Continue(())
    });
    assert_eq!((visited, seen), (Ok(()), 1));
}
