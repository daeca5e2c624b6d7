//! Many files at once: what is selected, counted and written as CSV, and what must not stop it.

mod common;

use common::*;
use serde_json::Value;

const VERIFY: [&str; 5] = ["verify", "--ca", "ca.pem", "--at", AT];

fn verify(more: &[&str]) -> Run {
    issuedby(&[&VERIFY[..], more].concat())
}

/// The rows of CSV by the names of their columns.
fn rows(run: &Run) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let header: Vec<_> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let of_row = |row: csv::StringRecord| header.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|row| of_row(row.expect("a row of the same length"))).collect()
}

fn summary(arguments: &[&str]) -> Value {
    let run = verify(&[&["--summary", "--format", "json"], arguments].concat());
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    let object: Value = serde_json::from_str(&run.out).expect("JSON");
    object["summary"].clone()
}

#[test]
fn csv_has_the_same_values_as_json() {
    let (csv, json) = (verify(&["--format", "csv", "."]), verify(&["--format", "json", "."]));
    let rows = rows(&csv.exits(1));
    let objects: Vec<Value> =
        json.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), objects.len());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for (row, object) in rows.iter().zip(&objects) {
        for key in ["source", "status", "reason", "message", "remedy", "validFrom", "validUntil"] {
            assert_eq!(row[key], text(&object[key]), "{key} of {object}");
        }
        for key in ["subject", "issuer", "serialNumber", "notBefore", "notAfter", "sha256Fingerprint"] {
            let cell = row[key].strip_prefix('\'').unwrap_or(&row[key]);
            assert_eq!(cell, text(&object["certificate"][key]), "{key} of {object}");
        }
        assert_eq!(row["caSubject"], text(&object["ca"]["subject"]));
        let codes: Vec<_> =
            object["reasons"].as_array().expect("reasons").iter().map(|one| text(&one["code"])).collect();
        assert_eq!(row["reasons"], codes.join(" "));
    }
}

#[test]
fn no_cell_of_csv_is_a_formula_or_leaves_its_line() {
    let scratch = Scratch::new();
    for (name, subject) in [
        ("=cmd|' !A0.der", "=1+1,;\"a"),
        ("+1.der", "+1+1+1+1"),
        ("-1.der", "-1-1-1-1"),
        ("@a.der", "@SUM(1,1"),
        ("\t=1.der", "\t=1+1+1+"),
        ("\r\n=1.der", "\r\n=1+1+1"),
        ("a\nb,\"c.der", "'=1+1+1+"),
    ] {
        scratch.file(name, replaced(&der("client.pem"), b"client-1", subject.as_bytes()));
    }
    let folder = scratch.path("");
    let mut command = program();
    command.current_dir(&folder);
    let ca = certs().join("ca.pem");
    command.args(["verify", "--format=csv", "--at", AT, "--ca"]).arg(ca);
    command.args([
        "=cmd|' !A0.der",
        "+1.der",
        "./-1.der",
        "@a.der",
        "\t=1.der",
        "\r\n=1.der",
        "a\nb,\"c.der",
    ]);
    let run = run(&mut command, b"").exits(1);
    assert_eq!(run.out.lines().count(), 8, "{}", run.out);
    assert!(!run.out.contains(|character: char| character.is_control() && character != '\n'), "{}", run.out);
    let rows = rows(&run);
    assert_eq!(rows.len(), 7);
    for cell in rows.iter().flat_map(|row| row.values()) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    let sources: Vec<_> = rows.iter().map(|row| row["source"].as_str()).collect();
    assert_eq!(sources[0], "'=cmd|' !A0.der");
    assert_eq!(sources[2], "./-1.der");
    assert_eq!(sources[6], "a\\u{a}b,\"c.der");
    // In a name, the escapes of RFC 4514 stand before what would be a formula there.
    assert!(rows[0]["subject"].starts_with("CN="), "{}", rows[0]["subject"]);
}

#[test]
fn filters_select_and_the_exit_status_stays() {
    let files = ["client.pem", "client-expired.pem", "client-rsa.pem", "client-truncated.der"];
    let of = |more: &[&str]| verify(&[more, &["--format", "json"], &files].concat());
    let sources = |run: &Run| -> Vec<String> {
        let source = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["source"].clone();
        run.out.lines().map(|line| source(line).as_str().expect("a source").to_owned()).collect()
    };
    assert_eq!(sources(&of(&["--only", "verified"]).exits(1)), ["client.pem"]);
    assert_eq!(
        sources(&of(&["--only", "failed"]).exits(1)),
        ["client-expired.pem", "client-rsa.pem", "client-truncated.der"]
    );
    verify(&[&["--only", "verified"][..], &files].concat())
        .exits(1)
        .stdout_has("3 certificates, 1 not readable as one: 1 verified, 3 refused, 1 shown\n");
    // None is shown, and that is said.
    let run = verify(&["--only", "failed", "client.pem"]).exits(0);
    assert_eq!(run.out, "1 certificate: 1 verified, 0 refused, 0 shown\n");
    verify(&["--only", "sometimes", "client.pem"]).exits(2);
}

#[test]
fn what_expires_is_counted_from_the_time_of_the_check() {
    // The sample is valid to 2026-03-01T00:00:00Z, that second included.
    let at = |at: &str, span: &str| {
        let run = issuedby(&[
            "verify",
            "--ca",
            "ca.pem",
            "--at",
            at,
            "--expiring",
            span,
            "--format=csv",
            "client-expired.pem",
            "client.pem",
        ]);
        rows(&run).len()
    };
    assert_eq!(at("2026-02-01T00:00:00Z", "28d"), 1);
    assert_eq!(at("2026-02-01T00:00:00Z", "27d"), 0);
    assert_eq!(at("2026-03-01T00:00:00Z", "0s"), 1);
    assert_eq!(at("2026-03-01T00:00:01Z", "30d"), 0);
    assert_eq!(at("2026-02-01T00:00:00Z", "36500d"), 2);
    for (span, said) in [("30", "did you mean 30d?"), ("soon", "a number and a unit"), ("999999d", "at most")]
    {
        verify(&["--expiring", span, "client.pem"]).exits(2).stderr_has(said);
    }
    // A time can be a span from now.
    issuedby(&["verify", "--ca", "ca.pem", "--at", "+30d", "client.pem"]).exits(0).stdout_has("checked at");
    issuedby(&["verify", "--ca", "ca.pem", "--at=-1d", "client.pem"]).exits(0);
}

#[test]
fn a_summary_counts_what_the_rows_have() {
    let rows = rows(&verify(&["--format", "csv", "."]));
    let count = |column: &str, value: &str| rows.iter().filter(|row| row[column] == value).count();
    let summary = summary(&["."]);
    let without = rows.iter().filter(|row| row["sha256Fingerprint"].is_empty()).count();
    assert_eq!(summary["certificates"], rows.len() - without);
    assert_eq!(summary["withoutCertificate"]["count"], without);
    assert_eq!(summary["expiry"]["unknown"], without);
    assert_eq!(summary["verified"], count("status", "SUCCESS"));
    assert_eq!(summary["refused"], count("status", "FAILED"));
    for entry in summary["byReason"].as_array().expect("reasons") {
        assert_eq!(entry["count"], count("reason", entry["code"].as_str().expect("a code")), "{entry}");
    }
    for (list, column) in [("byKey", "key"), ("bySignatureAlgorithm", "signatureAlgorithm")] {
        for entry in summary[list].as_array().expect("a list") {
            assert_eq!(entry["count"], count(column, entry["name"].as_str().expect("a name")), "{entry}");
        }
    }
    for of_ca in summary["byCa"].as_array().expect("CAs") {
        let subject = of_ca["ca"]["subject"].as_str().unwrap_or_default();
        let total =
            of_ca["verified"].as_u64().expect("a count") + of_ca["refused"].as_u64().expect("a count");
        assert_eq!(total, count("caSubject", subject) as u64, "{of_ca}");
    }
    let expired =
        rows.iter().filter(|row| !row["notAfter"].is_empty() && row["notAfter"].as_str() < AT).count();
    assert_eq!(summary["expiry"]["expired"], expired);
    for month in summary["expiry"]["byMonth"].as_array().expect("months") {
        let name = month["month"].as_str().expect("a month");
        let count = rows.iter().filter(|row| row["notAfter"].starts_with(name)).count();
        assert_eq!(month["count"], count, "{month}");
    }
    let weak = rows.iter().filter(|row| {
        row["reasons"]
            .split(' ')
            .any(|code| ["key_too_weak", "signature_algorithm_unsupported"].contains(&code))
    });
    assert_eq!(summary["weak"], weak.count());
}

#[test]
fn every_format_of_a_summary_has_the_same_counts() {
    let json = summary(&["."]);
    let csv = rows(&verify(&["--summary", "--format", "csv", "."]).exits(1));
    let cell = |group: &str, name: &str| -> u64 {
        let row = csv.iter().find(|row| row["group"] == group && row["name"] == name);
        row.map_or(0, |row| row["count"].parse().expect("a number"))
    };
    let text = verify(&["--summary", "."]).exits(1).out;
    for name in ["files", "unreadable", "certificates", "verified", "refused", "weak"] {
        assert_eq!(json[name], cell("total", name), "{name}");
    }
    let without = &json["withoutCertificate"];
    assert!(text.starts_with(&format!(
        "{} certificates, {} not readable as one: {} verified, {} refused\n",
        json["certificates"], without["count"], json["verified"], json["refused"]
    )));
    assert_eq!(without["count"], cell("total", "without certificate"));
    for entry in without["byCode"].as_array().expect("codes") {
        assert_eq!(entry["count"], cell("without certificate", entry["code"].as_str().expect("a code")));
    }
    assert_eq!(json["expiry"]["unknown"], cell("expiry", "unknown"));
    assert!(
        text.contains(&format!("{:>9}  not known: ", without["count"].as_u64().expect("a count"))),
        "{text}"
    );
    for entry in json["byReason"].as_array().expect("reasons") {
        let code = entry["code"].as_str().expect("a code");
        assert_eq!(entry["count"], cell("reason", code));
        assert!(
            text.contains(&format!("{:>9}  {code}\n", entry["count"].as_u64().expect("a count"))),
            "{text}"
        );
    }
    for key in ["certificates", "keys"] {
        assert_eq!(json["duplicates"][key]["count"], cell("duplicate", key));
    }
    assert_eq!(json["duplicates"]["serialNumbers"]["count"], cell("duplicate", "serial numbers"));
    // With a filter, what it selects is counted.
    let failed = summary(&["--only", "failed", "."]);
    assert_eq!(failed["byCa"][0]["verified"], 0);
    assert_eq!(failed["byReason"], json["byReason"]);
}

#[test]
fn duplicates_are_of_certificates_keys_and_serial_numbers() {
    let scratch = Scratch::new();
    for (name, sample_name) in [
        ("a.pem", "client.pem"),
        ("b.der", "client.der"),
        ("c.pem", "client-expired.pem"),
        ("d.pem", "client-rsa.pem"),
    ] {
        scratch.file(name, sample(sample_name));
    }
    let duplicates = summary(&[&scratch.path("")])["duplicates"].clone();
    let of = |kind: &str| -> (u64, Vec<String>) {
        let first = &duplicates[kind]["first"][0]["sources"];
        let sources = first.as_array().into_iter().flatten().map(|source| {
            let source = source.as_str().expect("a source");
            source.rsplit('/').next().expect("a name").to_owned()
        });
        (duplicates[kind]["count"].as_u64().expect("a count"), sources.collect())
    };
    assert_eq!(of("certificates"), (1, vec!["a.pem".to_owned(), "b.der".to_owned()]));
    // A copy has no key and no serial number of its own.
    assert_eq!(of("keys"), (1, vec!["a.pem".to_owned(), "c.pem".to_owned()]));
    assert_eq!(of("serialNumbers"), (1, vec!["a.pem".to_owned(), "c.pem".to_owned()]));
}

#[test]
fn what_cannot_be_read_is_a_row_and_stops_no_other() {
    let scratch = Scratch::new();
    scratch.file("a.pem", sample("client.pem"));
    std::fs::File::create(scratch.path("b.pem"))
        .and_then(|file| file.set_len(100 << 20))
        .expect("a sparse file");
    scratch.file("c.pem", sample("client-expired.pem"));
    let folder = scratch.path("");
    let run = verify(&["--format", "csv", &folder]).exits(5).stderr_has("b.pem`: more than ");
    let rows = rows(&run);
    let cells: Vec<_> = rows.iter().map(|row| (row["status"].as_str(), row["error"].as_str())).collect();
    assert_eq!(cells, [("SUCCESS", ""), ("", "file_too_large"), ("FAILED", "")]);
    assert!(rows[1]["message"].contains("more than") && !rows[1]["remedy"].is_empty());
    let summary = summary(&[&folder]);
    assert_eq!(
        (&summary["files"], &summary["unreadable"], &summary["certificates"]),
        (&3.into(), &1.into(), &2.into())
    );
    verify(&["--summary", &folder])
        .exits(5)
        .stdout_has("2 certificates: 1 verified, 1 refused, 1 file not readable");
}

#[test]
fn files_whose_expiry_is_not_known_are_counted_wherever_expiry_is() {
    let scratch = Scratch::new();
    scratch.file("a.pem", sample("client-expired.pem"));
    scratch.file("b.p7b", b"-----BEGIN PKCS7-----\nMAAA\n-----END PKCS7-----\n");
    scratch.file("c.txt", b"not a certificate");
    let folder = scratch.path("");
    let said = "2 files are not readable as a certificate: when they expire is not known";
    for format in ["text", "json", "csv"] {
        verify(&["--expiring", "90d", "--format", format, &folder]).exits(1).stderr_has(said);
        issuedby(&["inspect", "--expiring", "90d", "--at", AT, "--format", format, &folder])
            .exits(1)
            .stderr_has(said);
    }
    let unknown = "        2  not known: ";
    let verified = verify(&["--summary", &folder]).exits(1).stdout_has(unknown).out;
    // The same two numbers in the same words, and nothing for each file.
    let inspected = issuedby(&["inspect", "--summary", "--at", AT, &folder])
        .exits(1)
        .stdout_has(unknown)
        .stderr_is_empty()
        .out;
    let said = "1 certificate, 2 not readable as one";
    assert!(verified.starts_with(&format!("{said}: ")), "{verified}");
    assert!(inspected.starts_with(&format!("{said}\n")), "{inspected}");
    assert!(inspected.contains("\nnot readable as a certificate\n"), "{inspected}");
}

#[test]
fn a_summary_as_json_is_one_object_with_the_errors_of_the_cas() {
    let of = |ca: &[&str]| -> (Run, Value) {
        let run =
            issuedby(&[&["verify", "--summary", "--format=json", "--at", AT], ca, &["client.pem"]].concat());
        assert_eq!(run.out.lines().count(), 1, "{}", run.out);
        let object = serde_json::from_str(&run.out).expect("JSON");
        (run, object)
    };
    let (run, object) = of(&["--ca", "ca.pem", "--ca", "client-other-ca.pem"]);
    run.exits(5).stderr_has("error: `client-other-ca.pem`");
    assert_eq!(object["summary"]["verified"], 1);
    assert_eq!(object["summary"]["errors"][0]["code"], "not_a_ca");
    // Also where none is left.
    let (run, object) = of(&["--ca", "client-other-ca.pem", "--ca", "client-rsa.pem"]);
    run.exits(5);
    assert_eq!(object["summary"]["errors"].as_array().map(Vec::len), Some(2));
    let (_, object) = of(&["--ca", "ca.pem"]);
    assert_eq!(object["summary"]["errors"].as_array().map(Vec::len), Some(0));
}

#[test]
fn each_reason_has_its_remedy_before_files_have_theirs() {
    let scratch = Scratch::new();
    for number in 0..40 {
        let header = format!("-----BEGIN CERTIFICATE-----\n{}!\n", "M".repeat(number));
        scratch.file(&format!("a{number:02}.pem"), header.as_bytes());
    }
    scratch.file("y.pem", sample("client-rsa.pem"));
    scratch.file("z.pem", sample("client-tampered.pem"));
    let run = verify(&["--only", "failed", &scratch.path("")]).exits(1);
    let (_, below) = run.out.split_once(" refused, ").expect("the totals");
    let places = ["\nno_matching_ca: ", "\nsignature_invalid: ", "/a00.pem: "].map(|what| below.find(what));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{below}");
}

#[cfg(unix)]
#[test]
fn sockets_circles_and_closed_folders_are_said_and_the_rest_goes_on() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let scratch = Scratch::new();
    for folder in ["closed", "z"] {
        std::fs::create_dir_all(scratch.path(folder)).expect("a directory");
    }
    scratch.file("a.pem", sample("client.pem"));
    scratch.file("closed/b.pem", sample("client.pem"));
    scratch.file("z/c.pem", sample("client.pem"));
    symlink("..", scratch.path("z/up")).expect("a link");
    symlink("self", scratch.path("self")).expect("a link");
    // A long path is none for a socket.
    let socket = std::os::unix::net::UnixListener::bind(scratch.path("s"));
    let has_socket = socket.is_ok();
    std::fs::set_permissions(scratch.path("closed"), PermissionsExt::from_mode(0o000)).expect("a mode");
    let is_closed = std::fs::read_dir(scratch.path("closed")).is_err();
    let run = verify(&["--format", "csv", &scratch.path("")]);
    std::fs::set_permissions(scratch.path("closed"), PermissionsExt::from_mode(0o755)).expect("a mode");
    let found = rows(&run).iter().filter(|row| row["status"] == "SUCCESS").count();
    // Root reads closed folders too.
    match is_closed {
        true => {
            assert_eq!(found, 2);
            run.exits(5).stderr_has("closed`: permission denied").stderr_has("left out 2 links (");
        }
        false => {
            assert_eq!(found, 3);
            let run = run.exits(0).stderr_has("left out 2 links (").stderr_has("z/up`").stderr_has("self`");
            if has_socket {
                run.stderr_has("1 special file (sockets, devices)").stderr_has("/s`");
            }
        }
    }
}
