//! Backups are made while a writer is killed at random moments, and are killed themselves: each that gets its name is
//! whole, and holds no CA whose deletion was acknowledged before it began.
//!
//! `ISSUEDBY_KILLS=1000 cargo test -p issuedby-durability --test backups` is the whole suite; without it a slice runs.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use issuedby_durability::{Contents, account, contents, deleted_by, step};
use issuedby_registry::{CertId, MemoryRegistry, SqliteRegistry};
use issuedby_test_support::report_cases;
use tempfile::TempDir;

/// The kills of a run that says nothing else: half a minute.
const KILLS: usize = 60;
/// The number of writes to one registry before the next: an account may have 4 096 CA certificates.
const WRITES: u32 = 2_000;
/// The longest life of a writer after its first write.
const AT_MOST: Duration = Duration::from_millis(60);

#[test]
fn every_backup_is_whole_and_lacks_what_was_deleted_before() {
    let kills = std::env::var("ISSUEDBY_KILLS").map_or(KILLS, |text| text.parse().expect("a number"));
    let (mut place, mut backups, mut killed_backups) = (Place::new(), 0, 0);
    for round in 0..kills {
        if place.next >= WRITES {
            place = Place::new();
        }
        let writer = Writer::start(&place.registry, place.next);
        let floor = writer.acknowledged();
        let mut backup = start(&["backup", text(&place.registry), text(&place.backup)]);
        thread::sleep(random(AT_MOST));
        // Some backups are killed too, some outlive the writer.
        let is_killed = round % 4 == 3;
        if is_killed {
            backup.kill().expect("a child");
        }
        let ceiling = writer.kill() + 1;
        let ended = backup.wait_with_output().expect("a child");
        let is_made = place.backup.exists();
        assert!(is_made || is_killed, "{}", String::from_utf8_lossy(&ended.stderr));

        let found = is_made.then(|| read(&place.backup));
        let now = read(&place.registry);
        let written = u32::try_from(now.2).expect("few");
        assert!((ceiling - 1..=ceiling).contains(&written), "{written} writes, {ceiling} at most");
        let mut expected = None;
        while place.next < written {
            step(&mut place.model, place.next).expect("the model takes it");
            place.next += 1;
            if found.as_ref().is_some_and(|found| found.2 == u64::from(place.next)) {
                expected = Some(contents(&mut place.model, &account()));
            }
        }
        assert_eq!(now, contents(&mut place.model, &account()));
        match found {
            Some(found) => {
                assert!(found.2 >= u64::from(floor), "{} writes, {floor} were acknowledged before", found.2);
                let deleted: BTreeSet<CertId> = (0..floor).filter_map(deleted_by).collect();
                let kept: Vec<_> = found.0.iter().filter(|record| deleted.contains(&record.id)).collect();
                assert!(kept.is_empty(), "{kept:?}");
                assert_eq!(Some(found), expected, "it is the registry after some write");
                backups += 1;
            }
            None => killed_backups += 1,
        }
        place.tidy();
    }
    println!("{kills} kills, {backups} backups; {killed_backups} were killed before they had a name");
    assert!(backups >= kills / 2);
    report_cases("registry/backups under kills", kills, kills);
}

/// A registry, its model, and where its backup goes.
struct Place {
    folder: TempDir,
    registry: PathBuf,
    backup: PathBuf,
    model: MemoryRegistry,
    next: u32,
}

impl Place {
    /// In memory where that can be had: there kills arrive between all the steps of a write.
    fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let (registry, backup) = (folder.path().join("registry"), folder.path().join("backup"));
        Self { folder, registry, backup, model: MemoryRegistry::new(), next: 0 }
    }

    /// Removes the backup, and what one that was killed left.
    fn tidy(&self) {
        for entry in fs::read_dir(self.folder.path()).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_registry =
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("registry"));
            if !is_registry {
                fs::remove_file(path).expect("a file");
            }
        }
    }
}

/// Everything, of a registry that passes its own check.
fn read(path: &Path) -> Contents {
    let mut registry = SqliteRegistry::open(path).expect("it opens after a kill");
    assert_eq!(registry.check().expect("it can be read").defects, [], "{}", path.display());
    contents(&mut registry, &account())
}

/// A process that writes, and how many of its writes were acknowledged, with those before it.
struct Writer {
    child: Child,
    acknowledged: Arc<AtomicU32>,
    listener: JoinHandle<()>,
}

impl Writer {
    /// Starts it and waits for its first write.
    fn start(path: &Path, first: u32) -> Self {
        let mut child = start(&["steps", text(path), &first.to_string()]);
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        assert_eq!(lines.next(), Some(first.to_string()));
        let acknowledged = Arc::new(AtomicU32::new(first + 1));
        let heard = Arc::clone(&acknowledged);
        let listener = thread::spawn(move || {
            for line in lines {
                let number: u32 = line.parse().expect("a number");
                heard.store(number + 1, Ordering::SeqCst);
            }
        });
        Self { child, acknowledged, listener }
    }

    fn acknowledged(&self) -> u32 {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// SIGKILL; gives how many writes were acknowledged.
    fn kill(mut self) -> u32 {
        assert!(self.child.try_wait().expect("a child").is_none(), "the writer ended by itself");
        self.child.kill().expect("a child");
        self.child.wait().expect("a child");
        self.listener.join().expect("no panic");
        self.acknowledged.load(Ordering::SeqCst)
    }
}

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_writer"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

/// Up to `at_most`, of the randomness that the standard library draws for its maps.
fn random(at_most: Duration) -> Duration {
    let drawn = RandomState::new().build_hasher().finish();
    Duration::from_micros(drawn % u64::try_from(at_most.as_micros()).expect("a short time"))
}
