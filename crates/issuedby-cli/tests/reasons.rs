//! `issuedby explain` and `issuedby reasons`: the core's table, as it stands.

mod common;

use common::*;
use issuedby::Reason;
use serde_json::Value;

#[test]
fn the_table_has_every_reason_in_every_format() {
    let (text, json, csv) = (reasons("text"), reasons("json"), reasons("csv"));
    let objects: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(objects.len(), Reason::ALL.len());
    assert_eq!(text.lines().count(), Reason::ALL.len());
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(
        rows.headers().expect("a header"),
        vec!["number", "code", "group", "sentence", "remedy", "reference"]
    );
    let rows: Vec<_> = rows.records().map(|row| row.expect("a row")).collect();
    for (position, reason) in Reason::ALL.iter().enumerate() {
        let object = &objects[position];
        assert_eq!(object["number"], reason.number());
        assert_eq!(object["code"], reason.code());
        assert_eq!(object["group"], reason.group().as_str());
        assert_eq!(object["sentence"], reason.sentence());
        assert_eq!(object["remedy"], reason.remedy());
        assert_eq!(object["reference"], reason.reference());
        let cells: Vec<_> = rows[position].iter().collect();
        let number = reason.number().to_string();
        let group = reason.group().as_str();
        assert_eq!(
            cells,
            [&number, reason.code(), group, reason.sentence(), reason.remedy(), reason.reference()]
        );
    }
}

fn reasons(format: &str) -> String {
    issuedby(&["reasons", "--format", format]).exits(0).stderr_is_empty().out
}

#[test]
fn every_reason_is_explained_by_its_code_and_by_its_number() {
    for reason in Reason::ALL {
        let number = reason.number().to_string();
        let by_code = issuedby(&["explain", reason.code()]).exits(0).stdout_has(reason.sentence());
        assert!(by_code.out.contains(reason.reference()), "{}", by_code.out);
        assert!(by_code.out.contains(reason.remedy()), "{}", by_code.out);
        assert_eq!(issuedby(&["explain", &number]).exits(0).out, by_code.out);
    }
    assert_eq!(issuedby(&["explain", "CA-Expired"]).out, issuedby(&["explain", "ca_expired"]).out);
}

#[test]
fn a_code_that_does_not_exist_leads_to_the_closest() {
    issuedby(&["explain", "expird"]).exits(2).stderr_has("help: did you mean expired?");
    issuedby(&["explain", "999"]).exits(2).stderr_has("help: see all of them: issuedby reasons");
    let run = issuedby(&["explain", "--format=json", "expird", "expired"]).exits(2);
    let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["error"]["suggestion"], "expired");
    assert_eq!(lines[1]["number"], 402);
}

#[test]
fn a_code_that_is_not_of_a_reason_leads_to_no_reason() {
    for (code, kind, explained) in [
        ("permission_denied", "an error about a file", "`error:`"),
        ("file_too_large", "an error about a file", "`error:`"),
        ("ca_has_expired", "a warning about a CA", "issuedby ca-certificate"),
        ("alternative_names_missing", "a caution about a certificate", "issuedby inspect"),
        ("separator_in_value", "a caution about a certificate", "issuedby inspect"),
        ("unterminated_quote", "an error in the text or the bytes of a name", "`^`"),
    ] {
        let run = issuedby(&["explain", code]).exits(2).stderr_has(kind).stderr_has(explained);
        assert!(!run.err.contains("did you mean"), "{}", run.err);
    }
}

#[test]
fn only_tables_are_printed_as_csv() {
    for arguments in
        [&["explain", "expired"][..], &["client-cert", "encode", "client.pem"], &["edge", "--config", "x"]]
    {
        issuedby(&[arguments, &["--format", "csv"]].concat()).exits(2).stderr_has("expected text or json");
    }
}
