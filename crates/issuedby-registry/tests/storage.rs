//! Registry files that are missing, something else, newer, damaged, read-only, or open to others.

mod common;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;

use common::certificates::ca;
use common::{account, at, ca_name, certificates_of};
use issuedby::ErrorDetails;
use issuedby_registry::{NewCaCertificate, Registry, RegistryError, SqliteRegistry, StorageError};
use rusqlite::Connection;

fn create(registry: &mut dyn Registry, number: u32) -> Result<(), RegistryError> {
    let new = NewCaCertificate::new(account("acme"), ca_name(&format!("ca{number}")), ca(number, 0), at(0));
    registry.create_ca_certificate(&new.expect("an identifier")).map(drop)
}

/// Opens in both ways; each must be refused, with the same error, and leave the file alone.
fn refused(path: &Path) -> StorageError {
    let before = fs::read(path).ok();
    let errors = [
        SqliteRegistry::open(path).expect_err("it is refused"),
        SqliteRegistry::open_or_create(path).expect_err("it is refused"),
    ];
    assert_eq!(errors[0], errors[1]);
    assert_eq!(fs::read(path).ok(), before, "the file was left alone");
    let [error, _] = errors;
    assert!(error.to_string().contains(&path.display().to_string()) && error.remedy().is_some(), "{error}");
    error
}

fn private(path: &Path) {
    fs::set_permissions(path, Permissions::from_mode(0o600)).expect("a mode");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode()
        & 0o7777
}

#[test]
fn opening_makes_no_registry_and_no_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("inner/registry");
    assert_eq!(SqliteRegistry::open(&path).expect_err("nothing is there").code(), "registry_missing");
    assert_eq!(SqliteRegistry::open_or_create(&path).expect_err("no folder").code(), "registry_missing");
    assert!(!path.parent().expect("a folder").exists());
}

#[test]
fn what_is_made_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry.sqlite");
    let mut registry = SqliteRegistry::open_or_create(&path).expect("a registry");
    create(&mut registry, 1).expect("free");
    for suffix in ["", "-journal"] {
        let file = path.with_file_name(format!("registry.sqlite{suffix}"));
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn names_that_sqlite_would_take_for_something_else_are_files() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["registry?mode=memory", "file:registry", "a registry's \"file\" %41"] {
        let path = folder.path().join(name);
        create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
        let mut again = SqliteRegistry::open(&path).expect("it is there");
        assert_eq!(certificates_of(&mut again, &account("acme")).map(|all| all.len()), Ok(1));
    }
}

#[test]
fn a_file_that_is_no_registry_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("text");
    fs::write(&text, "-----BEGIN CERTIFICATE-----\n".repeat(100)).expect("a file");
    private(&text);
    assert_eq!(refused(&text).code(), "registry_expected");

    let short = folder.path().join("short");
    fs::write(&short, "x").expect("a file");
    private(&short);
    assert_eq!(refused(&short).code(), "registry_expected");

    let other = folder.path().join("other");
    Connection::open(&other)
        .and_then(|it| it.execute_batch("CREATE TABLE bookmark (url TEXT)"))
        .expect("a table");
    private(&other);
    assert_eq!(refused(&other).code(), "registry_expected");

    let application = folder.path().join("application");
    Connection::open(&application)
        .and_then(|it| it.pragma_update(None, "application_id", 7))
        .expect("a number");
    private(&application);
    assert_eq!(refused(&application).code(), "registry_expected");

    assert_eq!(refused(folder.path()).code(), "registry_expected");
}

#[test]
fn a_registry_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    Connection::open(&path).and_then(|it| it.pragma_update(None, "user_version", 3)).expect("a number");
    let error = refused(&path);
    assert_eq!(error.code(), "registry_newer_version");
    Connection::open(&path).and_then(|it| it.pragma_update(None, "user_version", 2)).expect("a number");
    let mut registry = SqliteRegistry::open(&path).expect("known again");
    assert_eq!(certificates_of(&mut registry, &account("acme")).map(|all| all.len()), Ok(1));
}

#[test]
fn a_read_only_registry_is_read_and_refuses_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    fs::set_permissions(&path, Permissions::from_mode(0o400)).expect("a mode");
    let before = fs::read(&path).expect("it can be read");
    for mut registry in [
        SqliteRegistry::open(&path).expect("it can be read"),
        SqliteRegistry::open_or_create(&path).expect("it can be read"),
    ] {
        assert_eq!(certificates_of(&mut registry, &account("acme")).map(|all| all.len()), Ok(1));
        assert_eq!(registry.generation().map(|generation| generation.number()), Ok(1));
        let error = create(&mut registry, 2).expect_err("it cannot be written");
        assert_eq!(error.code(), "registry_read_only");
        assert_eq!(certificates_of(&mut registry, &account("acme")).map(|all| all.len()), Ok(1));
    }
    assert_eq!(fs::read(&path).expect("it can be read"), before);
}

#[test]
fn a_registry_that_others_can_write_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    for open_to in [0o620, 0o602, 0o666] {
        fs::set_permissions(&path, Permissions::from_mode(open_to)).expect("a mode");
        assert_eq!(refused(&path).code(), "registry_not_private");
    }
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("a mode");
    SqliteRegistry::open(&path).expect("certificates are no secret");
}

/// A user number that no user of this machine is likely to have.
const ANOTHER: u32 = 65_534;

/// Gives a file or folder to another user, which takes root.
fn give_away(path: &Path) -> bool {
    std::os::unix::fs::lchown(path, Some(ANOTHER), Some(ANOTHER)).is_ok()
}

fn take_back(path: &Path) {
    std::os::unix::fs::lchown(path, Some(0), Some(0)).expect("what was given away");
}

/// A folder that its owner alone can write, whatever is usual here.
fn make_folder(path: &Path) {
    fs::create_dir(path).expect("a folder");
    fs::set_permissions(path, Permissions::from_mode(0o755)).expect("a mode");
}

/// `path` with an ending, as SQLite names what belongs to a database.
fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

#[test]
fn a_folder_that_others_can_write_is_refused() {
    let outer = tempfile::tempdir().expect("a folder");
    let folder = outer.path().join("folder");
    let path = folder.join("registry");
    make_folder(&folder);
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    let link = outer.path().join("link");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    // Sticky as well: there no other user replaces the file, and every user can put a journal beside it.
    for open_to in [0o777, 0o1777, 0o757] {
        fs::set_permissions(&folder, Permissions::from_mode(open_to)).expect("a mode");
        assert_eq!(refused(&path).code(), "registry_folder_not_private");
        assert_eq!(refused(&link).code(), "registry_folder_not_private");
        let other = folder.join("other");
        let error = SqliteRegistry::open_or_create(&other).expect_err("it is refused");
        assert_eq!(error.code(), "registry_folder_not_private");
        assert!(!other.exists());
    }
    for closed_to in [0o755, 0o700] {
        fs::set_permissions(&folder, Permissions::from_mode(closed_to)).expect("a mode");
        SqliteRegistry::open(&path).expect("it is its owner's alone");
        SqliteRegistry::open(&link).expect("it is its owner's alone");
    }
    fs::set_permissions(outer.path(), Permissions::from_mode(0o1777)).expect("a mode");
    SqliteRegistry::open(&path).expect("no other user can replace the folder");
    // A link can be exchanged like a file.
    assert_eq!(refused(&link).code(), "registry_folder_not_private");
}

#[test]
fn a_folder_that_any_group_can_write_is_refused() {
    let outer = tempfile::tempdir().expect("a folder");
    let folder = outer.path().join("folder");
    let path = folder.join("registry");
    make_folder(&folder);
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    fs::set_permissions(&folder, Permissions::from_mode(0o775)).expect("a mode");
    assert_eq!(refused(&path).code(), "registry_folder_not_private");
}

#[test]
fn a_registry_of_another_user_is_refused_also_by_root() {
    let outer = tempfile::tempdir().expect("a folder");
    let folder = outer.path().join("folder");
    let path = folder.join("registry");
    make_folder(&folder);
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    if !give_away(&path) {
        return issuedby_test_support::not_run("registry/owners", "to run as root");
    }
    assert_eq!(refused(&path).code(), "registry_not_owned");
    take_back(&path);
    SqliteRegistry::open(&path).expect("it is this user's again");
    give_away(&folder);
    assert_eq!(refused(&path).code(), "registry_not_owned");
    let other = folder.join("other");
    assert_eq!(
        SqliteRegistry::open_or_create(&other).expect_err("it is refused").code(),
        "registry_not_owned"
    );
    assert!(!other.exists());
    take_back(&folder);
    SqliteRegistry::open(&path).expect("it is this user's again");
}

/// The owner of the registry to which it leads does not matter: its owner can exchange the link at any time.
#[test]
fn a_link_of_another_user_anywhere_on_the_way_is_refused() {
    let outer = tempfile::tempdir().expect("a folder");
    let within = |name: &str| outer.path().join(name);
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, within(name)).expect("a link");
        within(name)
    };
    for name in ["mine", "everybodys", "real"] {
        make_folder(&within(name));
    }
    let path = within("real/registry");
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    let second = link("../real/./registry", "everybodys/second");
    let first = link("../everybodys/second", "mine/first");
    let folder = link("../mine/../real", "everybodys/folder");
    let behind = within("everybodys/folder/registry");
    let to_folder = link("../everybodys/folder/registry", "mine/to-folder");
    for way in [&first, &second, &behind, &to_folder] {
        SqliteRegistry::open(way).expect("all of it is this user's");
    }

    fs::set_permissions(within("everybodys"), Permissions::from_mode(0o1777)).expect("a mode");
    for way in [&first, &second] {
        assert_eq!(refused(way).code(), "registry_folder_not_private", "{}", way.display());
    }
    for way in [&behind, &to_folder] {
        SqliteRegistry::open(way).expect("no other user can replace the link to the folder");
    }
    if !give_away(&folder) || !give_away(&second) {
        return issuedby_test_support::not_run("registry/links of others", "to run as root");
    }
    for way in [&behind, &to_folder] {
        assert_eq!(refused(way).code(), "registry_not_owned", "{}", way.display());
    }
    let new = folder.join("new");
    assert_eq!(SqliteRegistry::open_or_create(&new).expect_err("it is refused").code(), "registry_not_owned");
    assert!(!within("real/new").exists());
    fs::set_permissions(within("everybodys"), Permissions::from_mode(0o755)).expect("a mode");
    for way in [&first, &second] {
        assert_eq!(refused(way).code(), "registry_not_owned", "{}", way.display());
    }
}

#[test]
fn links_that_lead_in_a_circle_are_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    std::os::unix::fs::symlink("registry", &path).expect("a link");
    assert_eq!(refused(&path).code(), "registry_failed");
}

/// SQLite puts into the database what a journal beside it says, whoever wrote that.
#[test]
fn a_journal_of_another_user_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    create(&mut SqliteRegistry::open_or_create(&path).expect("a registry"), 1).expect("free");
    // What another registry's last change left, while it is open.
    let theirs = tempfile::tempdir().expect("a folder");
    let theirs = theirs.path().join("registry");
    fs::copy(&path, &theirs).expect("a copy");
    let open = Connection::open(&theirs).expect("a database");
    open.pragma_update(None, "journal_mode", "wal").expect("a journal");
    open.execute("DELETE FROM ca_certificate", ()).expect("a row");
    let journal = fs::read(beside(&theirs, "-wal")).expect("a journal");
    assert!(!journal.is_empty());
    for ending in ["-wal", "-shm", "-journal"] {
        let file = beside(&path, ending);
        fs::write(&file, &journal).expect("a file");
        for open_to in [0o620, 0o602, 0o666] {
            fs::set_permissions(&file, Permissions::from_mode(open_to)).expect("a mode");
            assert_eq!(refused(&path).code(), "registry_not_private", "{ending}");
        }
        private(&file);
        if give_away(&file) {
            assert_eq!(refused(&path).code(), "registry_not_owned", "{ending}");
        }
        fs::remove_file(&file).expect("a file");
    }
    let mut registry = SqliteRegistry::open(&path).expect("it is this user's");
    assert_eq!(certificates_of(&mut registry, &account("acme")).map(|all| all.len()), Ok(1));
}

#[test]
fn damage_is_an_error_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    let mut registry = SqliteRegistry::open_or_create(&path).expect("a registry");
    for number in 0..50 {
        create(&mut registry, number).expect("free");
    }
    drop(registry);
    let sound = fs::read(&path).expect("it can be read");
    let damaged = |from: usize| {
        let mut bytes = sound.clone();
        bytes[from..].fill(0xFF);
        fs::write(&path, bytes).expect("it can be written");
        SqliteRegistry::open(&path)
            .map_err(RegistryError::from)
            .and_then(|mut registry| certificates_of(&mut registry, &account("acme")))
            .expect_err("it is damaged")
    };
    // From the second page on, and from the middle of a page on.
    for from in [4_096, 3 * 4_096 + 2_000, 4 * 4_096] {
        let error = damaged(from);
        assert_eq!(error.code(), "registry_damaged", "{error}");
    }
    // A row that we would not have written.
    fs::write(&path, &sound).expect("it can be written");
    let by_hand = Connection::open(&path).expect("a database");
    by_hand.execute("UPDATE ca_certificate SET name = 'not-a-name' WHERE name = 'ca7'", ()).expect("a row");
    let error = certificates_of(&mut SqliteRegistry::open(&path).expect("it opens"), &account("acme"));
    assert_eq!(error.expect_err("a malformed name").code(), "registry_damaged");
}

#[test]
fn an_empty_file_is_not_a_registry_and_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry");
    // Cut off, and what is left by a program that was killed while it made one.
    let nothing = |path: &Path| fs::write(path, "").expect("a file");
    let no_tables = |path: &Path| {
        let database = Connection::open(path).expect("a database");
        database.pragma_update(None, "journal_mode", "wal").expect("a journal");
    };
    for (make, bytes) in [(&nothing as &dyn Fn(&Path), 0), (&no_tables, 4_096)] {
        make(&path);
        private(&path);
        let before = fs::read(&path).expect("it can be read");
        assert_eq!(before.len(), bytes);
        let error = SqliteRegistry::open(&path).expect_err("there is no registry");
        assert_eq!(error.code(), "registry_missing");
        assert_eq!(fs::read(&path).expect("it can be read"), before);
        create(&mut SqliteRegistry::open_or_create(&path).expect("it is made"), 1).expect("free");
        fs::remove_file(&path).expect("a file");
    }
}

#[test]
fn processes_that_begin_at_once_make_one_registry() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("registry");
        let barrier = Barrier::new(8);
        thread::scope(|scope| {
            for number in 0..8 {
                let (path, barrier) = (&path, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let mut registry = SqliteRegistry::open_or_create(path).expect("a registry");
                    create(&mut registry, number).expect("free");
                });
            }
        });
        let mut registry = SqliteRegistry::open(&path).expect("a registry");
        assert_eq!(certificates_of(&mut registry, &account("acme")).map(|all| all.len()), Ok(8));
    }
}
