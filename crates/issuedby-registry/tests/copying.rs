//! A registry that is copied, replaced, backed up, restored, exported and imported.

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::certificates::{ca, sample};
use common::{account, at, ca_name, certificates_of, domain_name, domains_of};
use issuedby_registry::{
    AccountContents, CertId, DomainKind, ErrorClass, Existing, Generation, Incarnation, NewCaCertificate,
    Registry, RegistryError, Restore, SqliteRegistry,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// A folder with a registry in it, whose account `acme` has one CA, of one domain.
struct Place {
    folder: TempDir,
    id: CertId,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut registry =
            SqliteRegistry::open_or_create(folder.path().join("registry")).expect("a registry");
        let id = create(&mut registry, "acme", 1);
        registry
            .add_domain(&account("acme"), &domain_name("a.example"), DomainKind::Managed, at(3))
            .expect("free");
        Self { folder, id }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn registry(&self) -> SqliteRegistry {
        open(&self.path("registry"))
    }

    fn delete(&self) {
        self.registry().delete_ca_certificate(&account("acme"), &self.id).expect("it is there");
    }

    fn restore(&self, backup: &str) -> Result<Generation, RegistryError> {
        let incarnation = Incarnation::random().expect("randomness");
        let restore = Restore::prepare(&self.path(backup), &self.path("registry"), incarnation)?;
        restore.apply().map(|restored| restored.generation)
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<_> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn open(path: &Path) -> SqliteRegistry {
    SqliteRegistry::open(path).expect("a registry")
}

fn create(registry: &mut dyn Registry, whose: &str, number: u32) -> CertId {
    let name = ca_name(&format!("ca{number}"));
    let new = NewCaCertificate::new(account(whose), name, ca(number, 0), at(0)).expect("an identifier");
    registry.create_ca_certificate(&new).expect("free").id
}

fn count(registry: &mut dyn Registry) -> usize {
    certificates_of(registry, &account("acme")).expect("the account is there").len()
}

fn generation(registry: &mut dyn Registry) -> Generation {
    registry.generation().expect("a generation")
}

/// What the write-ahead log of an earlier version leaves beside the file.
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
fn a_registry_with_a_write_ahead_log_is_converted_by_who_may_write() {
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

    // It is one that nobody else has open that is converted.
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
        (place.registry(), place.registry().with_patience(Duration::from_millis(50)));
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
    assert_eq!(error.code(), "registry_missing");
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
    let error = registry.export(Some(&account("zenit"))).expect_err("nobody");
    assert!(matches!(error, RegistryError::UnknownAccount { nearest: Some(_), .. }), "{error:?}");
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
