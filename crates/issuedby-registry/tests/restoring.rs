//! A registry that is backed up, restored, checked, exported and imported.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::certificates::{ca, sample};
use common::place::{Place, count, create, generation, open};
use common::{account, at, ca_name, certificates_of, domain_name, domains_of};
use issuedby::ErrorDetails;
use issuedby_registry::{
    AccountContents, CertId, DomainKind, ErrorClass, Existing, Incarnation, Registry, RegistryError, Restore,
    SqliteRegistry,
};
use rusqlite::Connection;

#[test]
fn a_backup_is_one_private_file_with_all_there_was() {
    let place = Place::new();
    let mut registry = place.registry();
    create(&mut registry, "zenith", 2);
    let path = place.path("backup");
    let made = registry.backup(&path, Existing::Refused).expect("room");
    assert_eq!(made.generation, generation(&mut registry));
    assert_eq!((made.counts.accounts, made.counts.ca_certificates, made.counts.domains), (2, 2, 1));
    let file = fs::metadata(&path).expect("a file");
    assert_eq!((file.len(), file.permissions().mode() & 0o7777), (made.size, 0o600));
    assert_eq!(place.files(), ["backup", "registry", "registry-journal"]);
    assert_eq!(open(&path).export(None), registry.export(None));

    let error = registry.backup(&path, Existing::Refused).expect_err("it is there");
    assert_eq!((error.code(), error.class()), ("file_exists", ErrorClass::Conflict));
    place.delete();
    registry.backup(&path, Existing::Replaced).expect("it may be replaced");
    assert_eq!(count(&mut open(&path)), 0);
    let deleted = ca(1, 0).certificate().der().to_vec();
    assert!(!fs::read(&path).expect("a file").windows(deleted.len()).any(|part| part == deleted));
    for existing in [Existing::Refused, Existing::Replaced] {
        let error = registry.backup(&place.path("registry"), existing).expect_err("it is itself");
        assert_eq!(error.code(), "registry_itself");
    }
    let error = registry.backup(&place.path("none/backup"), Existing::Refused).expect_err("no folder");
    assert_eq!(error.code(), "folder_missing");
    fs::create_dir(place.path("folder")).expect("a folder");
    for existing in [Existing::Refused, Existing::Replaced] {
        for path in [Path::new("/dev/null"), &place.path("folder"), &place.path("none/..")] {
            let error = registry.backup(path, existing).expect_err("no file");
            assert_eq!(
                (error.code(), error.class()),
                ("file_expected", ErrorClass::Unacceptable),
                "{path:?}"
            );
        }
    }
}

#[test]
fn a_damaged_registry_gives_no_backup_and_leaves_no_file() {
    let place = Place::new();
    Connection::open(place.path("registry"))
        .and_then(|it| it.execute("UPDATE ca_certificate SET der = x'00'", ()))
        .expect("a row");
    let before = place.files();
    let error = place.registry().backup(&place.path("backup"), Existing::Refused).expect_err("it is damaged");
    assert_eq!(error.code(), "registry_damaged");
    assert_eq!(place.files(), before);
}

#[test]
fn a_restore_brings_back_what_was_there_as_a_new_history() {
    let place = Place::new();
    let mut follower = place.registry();
    let before = generation(&mut follower);
    follower.backup(&place.path("backup"), Existing::Refused).expect("room");
    place.delete();
    create(&mut place.registry(), "acme", 9);
    let incarnation = Incarnation::random().expect("randomness");
    let restore =
        Restore::prepare(&place.path("backup"), &place.path("registry"), incarnation).expect("sound");
    let difference = restore.difference().expect("both can be read");
    assert_eq!(difference.returning_ca_certificates, [format!("acme/ca1/{}", place.id)]);
    assert_eq!(difference.lost_ca_certificates.len(), 1);
    assert!(difference.returning_domains.is_empty() && difference.lost_domains.is_empty());
    let restored = restore.apply().expect("it is free");
    assert_eq!(restored.generation.incarnation(), incarnation);
    assert_eq!(generation(&mut follower), restored.generation);
    assert_eq!(certificates_of(&mut follower, &account("acme")).expect("there")[0].id, place.id);
    // Every generation that there was before has the same number as one that comes now; none is equal.
    assert_eq!(before.number(), restored.generation.number());
    assert!(before != restored.generation && !restored.generation.follows(before));
    let at_domain = follower.generation_at(&domain_name("a.example")).expect("an answer").expect("active");
    assert_eq!(at_domain.incarnation(), incarnation);
    assert_eq!(place.files(), ["backup", "registry", "registry-journal"]);
    // And a second time.
    let again = place.restore("backup").expect("sound");
    assert!(again != restored.generation && again.number() == restored.generation.number());
}

#[test]
fn a_restore_takes_the_place_of_nothing_and_of_what_is_damaged() {
    let place = Place::new();
    place.registry().backup(&place.path("backup"), Existing::Refused).expect("room");
    let path = place.path("registry");
    let truncated = || fs::write(&path, "").expect("a file");
    let damaged = || {
        let mut bytes = fs::read(&path).expect("a file");
        bytes[100..4_096].fill(0xFF);
        fs::write(&path, bytes).expect("a file");
        fs::write(place.path("registry-journal"), "of the file before").expect("a file");
        fs::set_permissions(place.path("registry-journal"), fs::Permissions::from_mode(0o600))
            .expect("a mode");
    };
    let newer = || {
        Connection::open(&path).and_then(|it| it.pragma_update(None, "user_version", 99)).expect("a number");
    };
    let absent = || fs::remove_file(&path).expect("a file");
    for spoil in [&newer as &dyn Fn(), &damaged, &truncated, &absent] {
        spoil();
        place.restore("backup").expect("it is replaced");
        assert_eq!(count(&mut place.registry()), 1);
    }
}

#[test]
fn what_is_no_sound_backup_is_refused_and_changes_nothing() {
    let place = Place::new();
    let (path, backup) = (place.path("registry"), place.path("backup"));
    let fresh = |registry: &mut SqliteRegistry| registry.backup(&backup, Existing::Replaced).expect("room");
    fresh(&mut place.registry());
    let before = fs::read(&path).expect("a file");
    let refused = |code: &str| {
        let error = place.restore("backup").expect_err(code);
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(fs::read(&path).expect("a file"), before, "{code}");
        assert!(place.files().iter().all(|name| !name.starts_with('.')), "{:?}", place.files());
    };
    let by_hand = |statement: &str| {
        Connection::open(&backup).and_then(|it| it.execute_batch(statement)).expect("a statement");
    };
    for statement in [
        "UPDATE ca_certificate SET sha256_fingerprint = zeroblob(32)",
        "UPDATE ca_certificate SET subject = 'CN=another'",
        "UPDATE ca_certificate SET not_after = 1",
        "UPDATE ca_certificate SET name = 'not-a-name'",
        "UPDATE domain SET name = 'A.Example'",
        "UPDATE domain SET name = 'a.example.'",
        "UPDATE domain SET name = 'ａ.example'",
        "UPDATE domain SET name = 'a..example'",
        "UPDATE account SET name = 'not a name'",
        "UPDATE account SET generation = 1000",
        "PRAGMA foreign_keys = off; DELETE FROM account",
    ] {
        by_hand(statement);
        refused("registry_damaged");
        fresh(&mut place.registry());
    }
    by_hand("PRAGMA user_version = 99");
    refused("registry_newer_version");
    fs::write(&backup, "-----BEGIN CERTIFICATE-----\n".repeat(100)).expect("a file");
    refused("registry_expected");
    fs::remove_file(&backup).expect("a file");
    refused("registry_missing");
    fresh(&mut place.registry());
    fs::set_permissions(&backup, fs::Permissions::from_mode(0o666)).expect("a mode");
    refused("registry_not_private");
    fs::set_permissions(&backup, fs::Permissions::from_mode(0o600)).expect("a mode");
    fs::write(place.path("backup-wal"), "more").expect("a file");
    fs::set_permissions(place.path("backup-wal"), fs::Permissions::from_mode(0o600)).expect("a mode");
    refused("registry_incomplete");
    let itself = Restore::prepare(&path, &path, Incarnation::default());
    assert_eq!(itself.err().map(|error| error.code()), Some("registry_itself"));
}

/// Leaves beside `registry`, whose CA is deleted, what brings it back: the pages with it in a write-ahead log.
fn leave_wal(place: &Place) -> Vec<u8> {
    let open = Connection::open(place.path("registry")).expect("a database");
    open.pragma_update(None, "journal_mode", "wal").expect("a journal");
    open.pragma_update(None, "wal_autocheckpoint", 0).expect("a setting");
    open.execute("VACUUM", ()).expect("all pages go into the log");
    let log = fs::read(place.path("registry-wal")).expect("a log");
    assert!(!log.is_empty());
    log
}

/// The pages with the CA as the rollback journal of an interrupted change has them.
fn leave_journal(place: &Place) -> Vec<u8> {
    let open = Connection::open(place.path("registry")).expect("a database");
    open.execute_batch("BEGIN; DELETE FROM ca_certificate; UPDATE account SET created_at = 9")
        .expect("a change");
    open.cache_flush().expect("room");
    let journal = fs::read(place.path("registry-journal")).expect("a journal");
    assert!(!journal.is_empty());
    journal
}

#[test]
fn a_journal_without_a_registry_brings_nothing_back() {
    for (name, leave) in
        [("registry-wal", leave_wal as fn(&Place) -> Vec<u8>), ("registry-journal", leave_journal)]
    {
        let place = Place::new();
        let left = leave(&place);
        place.delete();
        let made = place.registry().backup(&place.path("backup"), Existing::Refused).expect("room");
        for file in place.files().iter().filter(|file| *file != "backup") {
            fs::remove_file(place.path(file)).expect("a file");
        }
        fs::write(place.path(name), left).expect("a file");
        let restored = place.restore("backup").expect("sound");
        assert_eq!(restored.number(), made.generation.number(), "{name}");
        assert_eq!(count(&mut place.registry()), 0, "{name}: the CA was deleted");
        assert_eq!(generation(&mut place.registry()), restored, "{name}");
    }
}

#[test]
fn a_log_beside_a_read_only_registry_is_not_replayed() {
    let place = Place::new();
    let log = leave_wal(&place);
    place.delete();
    place.registry().backup(&place.path("backup"), Existing::Refused).expect("room");
    fs::write(place.path("registry-wal"), &log).expect("a file");
    let mode =
        |mode| fs::set_permissions(place.path("registry"), fs::Permissions::from_mode(mode)).expect("a mode");
    mode(0o400);
    assert_eq!(place.restore("backup").expect_err("it has a log").code(), "registry_read_only");
    assert_eq!(fs::read(place.path("registry-wal")).expect("the log stays"), log);
    mode(0o600);
    place.restore("backup").expect("the log is taken in first");
    assert_eq!(count(&mut place.registry()), 0);
}

#[test]
fn a_link_to_an_incomplete_backup_is_refused_like_the_backup() {
    let place = Place::new();
    place.registry().backup(&place.path("backup"), Existing::Refused).expect("room");
    std::os::unix::fs::symlink("backup", place.path("link")).expect("a link");
    place.restore("link").expect("a link to a whole backup");
    for name in ["backup-wal", "backup-journal"] {
        fs::write(place.path(name), "more").expect("a file");
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(0o600)).expect("a mode");
        for backup in ["backup", "link"] {
            let error = place.restore(backup).expect_err("it lacks changes");
            assert_eq!(error.code(), "registry_incomplete", "{backup} with {name}");
        }
        fs::remove_file(place.path(name)).expect("a file");
    }
}

#[test]
fn a_reader_undoes_an_interrupted_write_also_behind_a_link() {
    let place = Place::new();
    let journal = leave_journal(&place);
    std::os::unix::fs::symlink("registry", place.path("link")).expect("a link");
    fs::write(place.path("registry-journal"), journal).expect("a file");
    let mut registry = SqliteRegistry::open_to_read(place.path("link")).expect("a registry");
    assert_eq!(count(&mut registry), 1);
    assert_eq!(fs::metadata(place.path("registry-journal")).map_or(0, |file| file.len()), 0);
}

/// A CA that this version does not take is left out by edges; it must not keep anybody from restoring the others.
#[test]
fn a_ca_that_is_no_longer_taken_is_a_defect_and_no_damage() {
    let place = Place::new();
    let leaf = sample("client.pem");
    let fingerprint = issuedby::Fingerprint::of(&leaf);
    Connection::open(place.path("registry"))
        .and_then(|it| {
            it.execute(
                "UPDATE ca_certificate SET der = ?1, sha256_fingerprint = ?2",
                (&leaf, fingerprint.as_bytes().as_slice()),
            )
        })
        .expect("a row");
    let report = place.registry().check().expect("it can be read");
    assert_eq!(report.defects.iter().map(|one| one.code()).collect::<Vec<_>>(), ["ca_certificate_unfit"]);
    assert_eq!(report.damage(), None);
    place.registry().backup(&place.path("backup"), Existing::Refused).expect("room");
    place.restore("backup").expect("it is restored");
}

#[test]
fn a_write_that_waits_for_a_restore_goes_into_what_is_restored() {
    let place = Place::new();
    place.registry().backup(&place.path("backup"), Existing::Refused).expect("room");
    let (path, backup) = (place.path("registry"), place.path("backup"));
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|who| {
                let path = &path;
                scope.spawn(move || {
                    let mut registry = open(path);
                    for number in 0..30 {
                        let number = 1_000 + who * 100 + number;
                        let id = create(&mut registry, "own", number);
                        registry.delete_ca_certificate(&account("own"), &id).map(drop).or_else(|error| {
                            // A restore took it, and everything that was there before.
                            match error.code() {
                                "unknown_ca_certificate" | "unknown_account" => Ok(()),
                                _ => Err(error),
                            }
                        })?;
                    }
                    Ok::<_, RegistryError>(())
                })
            })
            .collect();
        for _ in 0..10 {
            let incarnation = Incarnation::random().expect("randomness");
            Restore::prepare(&backup, &path, incarnation).and_then(Restore::apply).expect("it is restored");
            // What is acknowledged from here on is there afterwards.
            let id = create(&mut open(&path), "kept", 5);
            open(&path).ca_certificate(&account("kept"), &id).expect("it is there");
        }
        for writer in writers {
            writer.join().expect("no panic").expect("no error");
        }
    });
    assert_eq!(open(&path).check().expect("it can be read").defects, []);
}

fn contents(registry: &mut SqliteRegistry) -> Vec<AccountContents> {
    registry.export(None).expect("it can be read")
}

#[test]
fn what_is_exported_is_imported_as_it_was() {
    let place = Place::new();
    let mut registry = place.registry();
    registry.rename_ca_certificate(&account("acme"), &place.id, &ca_name("renamed"), at(8)).expect("free");
    let custom = domain_name("b.example");
    registry.add_domain(&account("acme"), &custom, DomainKind::Custom, at(4)).expect("free");
    registry
        .add_domain(&account("zenith"), &domain_name("c.example"), DomainKind::Custom, at(5))
        .expect("free");
    registry.activate_domain(&account("acme"), &custom, at(6)).expect("it is there");
    let all = contents(&mut registry);
    let mut other = SqliteRegistry::open_or_create(place.path("other")).expect("a registry");
    let before = generation(&mut other);
    let incarnation = Incarnation::random().expect("randomness");
    let counts = other.import(&all, incarnation).expect("nothing is there");
    assert_eq!((counts.accounts, counts.ca_certificates, counts.domains), (2, 1, 3));
    assert_eq!(contents(&mut other), all);
    assert_eq!(generation(&mut other).incarnation(), incarnation);
    assert_ne!(before.incarnation(), incarnation);
    assert_eq!(other.check().expect("it can be read").defects, []);
    let one = registry.export(Some(&account("zenith"))).expect("it is there");
    assert_eq!(one, all[1..]);
    let error = registry.export(Some(&account("zenit"))).expect_err("it is unknown");
    assert!(matches!(error, RegistryError::UnknownAccount { closest_name: Some(_), .. }), "{error:?}");
}

#[test]
fn an_import_that_conflicts_changes_nothing_and_names_what_does() {
    let place = Place::new();
    let all = contents(&mut place.registry());
    let with = |change: &dyn Fn(&mut AccountContents)| {
        let mut account = all[0].clone();
        change(&mut account);
        vec![account]
    };
    let fresh = CertId::random().expect("an identifier");
    let cases = [
        ("cert_id_taken", with(&|_| {})),
        ("certificate_exists", with(&|it| it.ca_certificates[0].id = fresh.clone())),
        (
            "name_taken",
            with(&|it| {
                it.ca_certificates[0].id = fresh.clone();
                it.ca_certificates[0].der = ca(77, 0).certificate().der().to_vec();
            }),
        ),
        ("domain_exists", with(&|it| it.ca_certificates.clear())),
        (
            "domain_taken",
            with(&|it| {
                it.ca_certificates.clear();
                it.name = account("zenith");
                it.domains[0].account = account("zenith");
            }),
        ),
    ];
    for (code, import) in cases {
        let mut registry = place.registry();
        let before = (generation(&mut registry), contents(&mut registry));
        // What comes first in the file is undone with the rest.
        let mut first = all[0].clone();
        (first.name, first.ca_certificates, first.domains) = (account("first"), Vec::new(), Vec::new());
        let import = [vec![first], import].concat();
        let error = registry.import(&import, Incarnation::random().expect("randomness")).expect_err(code);
        assert_eq!((error.code(), error.class()), (code, ErrorClass::Conflict));
        assert_eq!((generation(&mut registry), contents(&mut registry)), before, "{code}");
    }
    assert_eq!(domains_of(&mut place.registry(), &account("acme")).expect("there").len(), 1);
}
