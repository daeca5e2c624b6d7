//! A folder of many files of mixed kinds: every format has the same counts, in little memory.
//!
//! A slice by default. All of it, as AUDIT.md measures it: `ISSUEDBY_AUDIT_FILES=100000 cargo test -p issuedby-cli --test
//! audit_scale -- --nocapture`.
#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use common::*;
use issuedby::pem;
use serde_json::Value;

/// The most memory that a run may take, whatever the number of files.
const MAX_MEMORY: u64 = 64 << 20;

/// The files of one folder.
const IN_A_FOLDER: usize = 500;

/// The number of certificates by status and reason. A file that cannot be read has none of both.
type Counts = BTreeMap<(String, String), u64>;

fn add(counts: &mut Counts, status: &str, reason: &str) {
    *counts.entry((status.to_owned(), reason.to_owned())).or_default() += 1;
}

/// A certificate that differs from all others in its subject and its key; so its signature does not hold.
fn different(client: &[u8], number: usize) -> Vec<u8> {
    let key = issuedby::Certificate::from_der(client).expect("a certificate").public_key_info().to_vec();
    let mut other = key.clone();
    let end = other.len();
    other[end - 8..].copy_from_slice(&(number as u64).to_be_bytes());
    let bytes = replaced(client, b"client-1", format!("{number:08}").as_bytes());
    replaced(&bytes, &key, &other)
}

/// Writes the files, and gives the counts that they must have.
fn write_files(scratch: &Scratch, count: usize) -> Counts {
    let mut counts = Counts::new();
    let (client, der) = (sample("client.pem"), der("client.pem"));
    for number in 0..count {
        let folder = scratch.path(&format!("files/{:04}", number / IN_A_FOLDER));
        if number % IN_A_FOLDER == 0 {
            fs::create_dir_all(&folder).expect("a directory");
        }
        let (bytes, status, reason) = match number % 10 {
            0 | 1 => (client.clone(), "SUCCESS", ""),
            2 => (sample("client.der"), "SUCCESS", ""),
            3 | 4 => (
                pem::encode_certificate(&different(&der, number)).into_bytes(),
                "FAILED",
                "signature_invalid",
            ),
            5 => (different(&der, number), "FAILED", "signature_invalid"),
            6 => (sample("client-expired.pem"), "FAILED", "expired"),
            7 => (sample("client-other-ca.pem"), "FAILED", "no_matching_ca"),
            8 => (format!("not a certificate, number {number}").into_bytes(), "FAILED", "malformed"),
            _ => ([client.clone(), sample("ca-rsa.pem"), sample("client-rsa.pem")].concat(), "SUCCESS", ""),
        };
        let path = format!("{folder}/{number:06}.crt");
        if number % 1_000 == 999 {
            // A file that is too large, in place of a bundle.
            File::create(path).and_then(|file| file.set_len(100 << 20)).expect("a sparse file");
            add(&mut counts, "", "");
            continue;
        }
        fs::write(path, bytes).expect("a file");
        add(&mut counts, status, reason);
        if number % 10 == 9 {
            // Two more certificates, of another CA.
            (0..2).for_each(|_| add(&mut counts, "FAILED", "no_matching_ca"));
        }
    }
    counts
}

/// A run over all files: what `read` takes from its lines, and the most memory that it took.
fn run_with<T>(
    scratch: &Scratch,
    more: &[&str],
    read: impl FnOnce(BufReader<std::process::ChildStdout>) -> T,
) -> T {
    let started = Instant::now();
    let mut child = program()
        .args(["verify", "--ca", "ca.pem", "--at", AT])
        .args(more)
        .arg(scratch.path("files"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    let memory = std::thread::scope(|scope| {
        let memory = scope.spawn(|| peak_memory(&mut child));
        let result = read(output);
        (result, memory.join().expect("the watch ends"))
    });
    let (result, peak) = memory;
    println!("[audit] {more:?}: {} MiB at most, {:.1} s", peak >> 20, started.elapsed().as_secs_f64());
    assert!(peak < MAX_MEMORY, "{more:?} took {peak} bytes");
    result
}

/// The most memory that a process takes until its end: the kernel's own mark, read again and again.
fn peak_memory(child: &mut Child) -> u64 {
    let mut peak = 0;
    while child.try_wait().expect("a status").is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kibibytes.unwrap_or_default() << 10);
        std::thread::sleep(Duration::from_millis(5));
    }
    peak
}

fn text_counts(output: BufReader<std::process::ChildStdout>) -> Counts {
    let mut counts = Counts::new();
    for line in output.lines().map(|line| line.expect("UTF-8")) {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("SUCCESS") => add(&mut counts, "SUCCESS", ""),
            Some("FAILED") => add(&mut counts, "FAILED", words.next().expect("a reason")),
            _ => {
                // The totals have the files that cannot be read.
                let unreadable =
                    line.split(", ").find_map(|part| part.split_once(" file")?.0.parse::<u64>().ok());
                if let (true, Some(files)) = (line.contains(" verified, "), unreadable) {
                    counts.insert((String::new(), String::new()), files);
                }
            }
        }
    }
    counts
}

fn json_counts(output: BufReader<std::process::ChildStdout>) -> Counts {
    let mut counts = Counts::new();
    for line in output.lines() {
        let line: Value = serde_json::from_str(&line.expect("UTF-8")).expect("JSON");
        assert!(line["source"].is_string(), "{line}");
        add(
            &mut counts,
            line["status"].as_str().unwrap_or_default(),
            line["reason"].as_str().unwrap_or_default(),
        );
    }
    counts
}

fn csv_counts(output: BufReader<std::process::ChildStdout>) -> Counts {
    let mut counts = Counts::new();
    let mut previous = String::new();
    for row in csv::Reader::from_reader(output).records() {
        let row = row.expect("a row");
        // The order is that of the paths.
        let source = row[0].split('#').next().unwrap_or_default();
        assert!(source >= previous.as_str(), "{source} after {previous}");
        previous = source.to_owned();
        add(&mut counts, &row[1], &row[2]);
    }
    counts
}

#[test]
fn every_format_has_the_same_counts_in_little_memory() {
    let count = std::env::var("ISSUEDBY_AUDIT_FILES").map_or(2_000, |count| count.parse().expect("a number"));
    let scratch = Scratch::new();
    let expected = write_files(&scratch, count);
    assert_eq!(run_with(&scratch, &["--format", "text"], text_counts), expected);
    assert_eq!(run_with(&scratch, &["--format", "json"], json_counts), expected);
    assert_eq!(run_with(&scratch, &["--format", "csv"], csv_counts), expected);

    let read = |mut output: BufReader<_>| std::io::read_to_string(&mut output).expect("UTF-8");
    let json: Value =
        serde_json::from_str(&run_with(&scratch, &["--summary", "--format", "json"], read)).expect("JSON");
    let summary = &json["summary"];
    let of = |status: &str| -> u64 {
        expected.iter().filter(|((of, _), _)| of == status).map(|(_, count)| count).sum()
    };
    assert_eq!(summary["files"], count);
    assert_eq!(summary["unreadable"], of(""));
    assert_eq!(summary["verified"], of("SUCCESS"));
    assert_eq!(summary["refused"], of("FAILED"));
    let reasons = summary["byReason"].as_array().expect("reasons").iter();
    let found: BTreeMap<_, _> = reasons.map(|one| (one["code"].as_str(), one["count"].as_u64())).collect();
    let wanted: BTreeMap<_, _> = expected
        .iter()
        .filter(|((status, _), _)| status == "FAILED")
        .map(|((_, reason), count)| (Some(reason.as_str()), Some(*count)))
        .collect();
    assert_eq!(found, wanted);
    // Half of the files are the same few certificates; each of the others is one of its own.
    assert_eq!(summary["duplicates"]["certificates"]["count"], 5);
    assert_eq!(summary["duplicates"]["keys"]["count"], 1);
    assert_eq!(summary["duplicates"]["notLookedAt"], 0);
    issuedby_test_support::report_cases("cli/audit files", count, count);
}
