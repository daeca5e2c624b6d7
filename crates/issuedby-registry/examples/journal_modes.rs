//! The cost of a write and a read with each journal of SQLite, as ratios of one run: the write is the statements by which a
//! registry renames a CA certificate, the read those by which an edge asks for its generation.
//!
//! `cargo run --release -p issuedby-registry --example journal_modes [FOLDER]`; the folder decides which disk is measured.
#![allow(clippy::expect_used, missing_docs, reason = "a measurement ends where it cannot go on")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use issuedby_registry::{Registry, SqliteRegistry};
use rusqlite::Connection;

/// The number of measured writes of each kind; the kinds take turns, so that all meet the same other load.
const PASSES: usize = 301;
const MODES: [&str; 3] = ["wal", "delete", "truncate"];

fn main() {
    let folder = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(folder).expect("a folder");
    let connections = MODES.map(|mode| open(&folder.path().join(mode), mode));
    let mut times = MODES.map(|_| Vec::with_capacity(PASSES));
    for _ in 0..PASSES {
        for (connection, times) in connections.iter().zip(&mut times) {
            let start = Instant::now();
            write(connection);
            times.push(start.elapsed());
        }
    }
    report("one write, synchronous=FULL", MODES.iter().zip(times.map(median)).collect());

    let path = folder.path().join("truncate");
    let mut kept = SqliteRegistry::open(&path).expect("a registry");
    let mut fresh = SqliteRegistry::open(&path).expect("a registry");
    std::thread::sleep(Duration::from_millis(50));
    let (mut of_kept, mut of_fresh) = (Vec::with_capacity(PASSES), Vec::with_capacity(PASSES));
    for _ in 0..PASSES {
        let start = Instant::now();
        black_box(kept.poll().expect("a generation"));
        of_kept.push(start.elapsed());
        fresh.forget();
        let start = Instant::now();
        black_box(fresh.poll().expect("a generation"));
        of_fresh.push(start.elapsed());
    }
    let polls = [(&"nothing has changed", median(of_kept)), (&"the file is opened anew", median(of_fresh))];
    report("one poll of an edge", polls.to_vec());
}

/// A registry with this journal.
fn open(path: &Path, mode: &str) -> Connection {
    drop(SqliteRegistry::open_or_create(path).expect("a registry"));
    let connection = Connection::open(path).expect("a database");
    connection.pragma_update(None, "journal_mode", mode).expect("a journal");
    connection.pragma_update(None, "synchronous", "full").expect("a setting");
    connection
        .execute_batch(
            "INSERT INTO account (name, generation, created_at) VALUES ('acme', 0, 0);
             INSERT INTO ca_certificate (id, account, name, der, subject, subject_hash, sha256_fingerprint,
                 not_before, not_after, created_at, updated_at)
             VALUES ('a', 1, 'a', randomblob(800), 'CN=a', randomblob(32), randomblob(32), 0, 0, 0, 0)",
        )
        .expect("a row");
    connection
}

fn write(connection: &Connection) {
    connection
        .execute_batch(
            "BEGIN IMMEDIATE;
             UPDATE ca_certificate SET name = hex(randomblob(8)), updated_at = updated_at + 1 WHERE id = 'a';
             UPDATE registry SET generation = generation + 1, change = random();
             UPDATE account SET generation = generation + 1, change = random() WHERE key = 1;
             COMMIT",
        )
        .expect("room on the disk");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Each as a ratio to the first.
fn report(title: &str, rows: Vec<(&&str, Duration)>) {
    println!("{title}");
    let first = rows.first().map_or(1.0, |(_, time)| time.as_secs_f64());
    for (name, time) in rows {
        println!("  {name:24} {:9.1} us   {:5.2}", time.as_secs_f64() * 1e6, time.as_secs_f64() / first);
    }
}
