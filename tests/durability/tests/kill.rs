//! A writer is killed at random moments: everything that was acknowledged is there, and nothing is there by half.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use issuedby_durability::{account, contents, step};
use issuedby_registry::{MemoryRegistry, Registry, SqliteRegistry};
use issuedby_test_support::{not_run, report_cases};

/// The writes that are wanted at least, and the kills.
const WRITES: u32 = 3_000;
const KILLS: usize = 60;

#[test]
fn a_kill_loses_no_acknowledged_write_and_leaves_no_half_one() {
    let folder = tempfile::tempdir().expect("a folder");
    kill_and_look(&folder.path().join("registry"), "registry/kills", Duration::from_millis(150));
}

/// Without a disk to wait for, kills arrive between all the other steps of a write.
#[test]
fn a_kill_in_the_midst_of_a_write_does_neither() {
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else {
        return not_run("registry/kills in memory", "a file system in memory at /dev/shm");
    };
    kill_and_look(&folder.path().join("registry"), "registry/kills in memory", Duration::from_millis(15));
}

fn kill_and_look(path: &Path, suite: &str, at_most: Duration) {
    let mut model = MemoryRegistry::new();
    let (mut next, mut kills, mut in_flight) = (0, 0, 0);
    while next < WRITES || kills < KILLS {
        let mut writer = start(path, next);
        let mut acknowledgements = BufReader::new(writer.stdout.take().expect("a pipe")).lines();
        // It has begun to write.
        let first = acknowledgements.next().expect("a first write").expect("a line");
        assert_eq!(first, next.to_string());
        thread::sleep(random(at_most));
        kill(writer);
        kills += 1;
        let acknowledged = 1 + acknowledgements.map_while(Result::ok).count();

        for _ in 0..acknowledged {
            step(&mut model, next).expect("the model takes it");
            next += 1;
        }
        let mut registry = SqliteRegistry::open(path).expect("it opens after a kill");
        let found = contents(&mut registry, &account());
        // The write that was under way is there or not: whole, and no other.
        if found != contents(&mut model, &account()) {
            step(&mut model, next).expect("the model takes it");
            next += 1;
            in_flight += 1;
            assert_eq!(found, contents(&mut model, &account()), "after write {next}");
        }
        assert_eq!(integrity(path), "ok");
    }
    println!("{next} writes, {kills} kills; {in_flight} writes were done and not yet acknowledged");
    report_cases(suite, kills, kills);
}

#[test]
fn a_kill_while_a_registry_is_made_leaves_one_that_can_be_used() {
    let folder = tempfile::tempdir().expect("a folder");
    for round in 0..60 {
        let path = folder.path().join(format!("registry{round}"));
        let writer = start(&path, 0);
        thread::sleep(random(Duration::from_millis(30)));
        kill(writer);
        let mut registry = SqliteRegistry::open_or_create(&path).expect("a registry");
        let mut model = MemoryRegistry::new();
        let written = registry.generation().expect("a generation").number();
        for number in 0..u32::try_from(written).expect("few") {
            step(&mut model, number).expect("the model takes it");
        }
        assert_eq!(contents(&mut registry, &account()), contents(&mut model, &account()));
        let next = u32::try_from(written).expect("few");
        step(&mut registry, next).expect("it can be written");
    }
}

fn start(path: &Path, first: u32) -> Child {
    let path = path.to_str().expect("a path of text");
    Command::new(env!("CARGO_BIN_EXE_writer"))
        .args(["steps", path, &first.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the writer starts")
}

/// SIGKILL. The writer must not have ended before by itself.
fn kill(mut writer: Child) {
    let ended = writer.try_wait().expect("a child");
    if ended.is_some() {
        let mut message = String::new();
        let _ = writer.stderr.take().expect("a pipe").read_to_string(&mut message);
        panic!("the writer ended: {message}");
    }
    writer.kill().expect("a child");
    writer.wait().expect("a child");
}

fn integrity(path: &Path) -> String {
    let connection = rusqlite::Connection::open(path).expect("a database");
    connection.query_row("PRAGMA integrity_check", (), |row| row.get(0)).expect("an answer")
}

/// Up to `at_most`, of the randomness that the standard library draws for its maps.
fn random(at_most: Duration) -> Duration {
    let drawn = RandomState::new().build_hasher().finish();
    Duration::from_micros(drawn % u64::try_from(at_most.as_micros()).expect("a short time"))
}
