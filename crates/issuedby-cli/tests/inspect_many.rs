//! `issuedby inspect` of many files: one after the other, as CSV, and counted.

mod common;

use std::collections::HashMap;

use common::*;
use serde_json::Value;

fn inspect(more: &[&str]) -> Run {
    issuedby(&[&["inspect", "--at", AT], more].concat())
}

fn objects(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn rows(run: &Run) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let header: Vec<_> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let of_row = |row: csv::StringRecord| header.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|row| of_row(row.expect("a row of the same length"))).collect()
}

#[test]
fn several_files_are_those_of_single_runs_with_their_source() {
    let files = ["client.pem", "ca.pem", "two-cas.pem"];
    let json = inspect(&[&["--format", "json"], &files[..]].concat()).exits(0).stderr_is_empty();
    let lines: Vec<_> = json.out.lines().collect();
    for (line, file) in lines.iter().zip(["client.pem", "ca.pem"]) {
        let alone = inspect(&["--format", "json", file]).exits(0).out;
        assert_eq!(*line, format!("{{\"source\":\"{file}\",{}", &alone.trim_end()[1..]));
    }
    let two = inspect(&["--format", "json", "two-cas.pem"]).exits(0).out;
    assert_eq!(lines[2..].join("\n") + "\n", two);
    let text = inspect(&files).exits(0).stderr_is_empty().out;
    let alone: Vec<_> = files.iter().map(|file| inspect(&[file]).out).collect();
    assert_eq!(text, alone.join("\n"));
}

#[test]
fn a_directory_is_all_of_its_files_and_a_bad_one_stops_no_other() {
    let json = inspect(&["--format", "json", "."]).exits(1);
    let objects = objects(&json);
    assert!(objects.iter().any(|object| object["source"] == "./client.pem"));
    assert!(objects.iter().any(|object| object["error"]["code"] == "trailing_data"));
    json.stderr_has("README.md").stderr_has("client-truncated.der");
    inspect(&["none.pem", "client.pem"]).exits(5).stdout_has("CN=client-1").stderr_has("no such file");
}

#[test]
fn csv_has_the_same_values_as_json() {
    let (csv, json) = (inspect(&["--format", "csv", "."]).exits(1), inspect(&["--format", "json", "."]));
    let rows = rows(&csv);
    let by_source: HashMap<_, _> = rows.iter().map(|row| (row["source"].as_str(), row)).collect();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut compared = 0;
    for object in objects(&json).iter().filter(|object| object["subject"].is_string()) {
        let row = by_source[object["source"].as_str().expect("a source")];
        for key in [
            "subject",
            "issuer",
            "notAfter",
            "spkiSha256Fingerprint",
            "signatureAlgorithm",
            "isCa",
            "version",
        ] {
            assert_eq!(row[key], text(&object[key]), "{key}");
        }
        let codes = |key: &str| -> Vec<String> {
            object[key].as_array().expect("a list").iter().map(|one| text(&one["code"])).collect()
        };
        assert_eq!(row["cautions"], codes("cautions").join(" "));
        assert_eq!(row["neverVerifies"], codes("neverVerifies").join(" "));
        let code = &object["loadableAsCa"]["code"];
        assert_eq!(row["loadableAsCa"], if code.is_null() { "yes".to_owned() } else { text(code) });
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
    // Files without a certificate have rows too.
    assert!(!by_source["./README.md"]["error"].is_empty());
    // What stands before trailing data is shown beside the error.
    assert_eq!(by_source["./client-trailing.der"]["error"], "trailing_data");
    assert!(!by_source["./client-trailing.der"]["subject"].is_empty());
}

#[test]
fn a_summary_has_the_counts_of_the_rows_in_every_format() {
    let rows = rows(&inspect(&["--format", "csv", "."]));
    let run = inspect(&["--summary", "--format", "json", "."]).exits(1);
    let summary = objects(&run)[0]["summary"].clone();
    let csv = self::rows(&inspect(&["--summary", "--format", "csv", "."]));
    let text = inspect(&["--summary", "."]).out;
    let without = rows.iter().filter(|row| !row["error"].is_empty()).count();
    assert_eq!(summary["unreadable"], 0);
    assert_eq!(summary["withoutCertificate"]["count"], without);
    assert_eq!(summary["certificates"], rows.len() - without);
    assert!(summary["verified"].is_null() && summary["byCa"].is_null());
    for (list, group) in [("byReason", "reason"), ("byCaution", "caution"), ("byKey", "key")] {
        let entries = summary[list].as_array().expect("a list");
        assert!(!entries.is_empty(), "{list}");
        for entry in entries {
            let name = entry["code"].as_str().or(entry["name"].as_str()).expect("a name");
            let row = csv.iter().find(|row| row["group"] == group && row["name"] == name).expect(name);
            assert_eq!(row["count"], entry["count"].to_string());
            assert!(
                text.contains(&format!("{:>9}  {name}\n", entry["count"].as_u64().expect("a count"))),
                "{text}"
            );
        }
    }
    for entry in summary["byCaution"].as_array().expect("a list") {
        let name = entry["name"].as_str().expect("a code");
        let count = rows.iter().filter(|row| row["cautions"].split(' ').any(|code| code == name)).count();
        assert_eq!(entry["count"], count, "{name}");
    }
}

#[test]
fn what_expires_is_selected_by_the_given_time() {
    let expiring = |at: &str| {
        let arguments = [
            "inspect",
            "--at",
            at,
            "--expiring",
            "31d",
            "--format",
            "csv",
            "client-expired.pem",
            "client.pem",
        ];
        rows(&issuedby(&arguments).exits(0)).len()
    };
    assert_eq!(expiring("2026-02-01T00:00:00Z"), 1);
    assert_eq!(expiring("2026-03-02T00:00:00Z"), 0);
    let at = ["inspect", "--at", "2026-02-01T00:00:00Z", "client-expired.pem"];
    issuedby(&at).exits(0).stdout_has("(expires in 28 days)");
}
