//! The tutorial, typed as it stands.
#![cfg(unix)]

use issuedby_documents::Document;
use issuedby_test_support::{report_cases, repository};

#[test]
fn every_step_does_what_the_tutorial_shows() {
    let tutorial =
        Document::read("TUTORIAL.md").on_a_free_port("8443").with_program().with("CLONE", repository());
    report_cases("tutorial/steps", tutorial.run("tutorial"), tutorial.steps());
}

#[test]
fn every_code_in_its_table_is_printed_by_a_step() {
    let text = text("TUTORIAL.md");
    let rows = rows(&text, "| the policy's case | status | `code` |");
    for row in &rows {
        let [_, status, code, ..] = row[..] else { panic!("{row:?}") };
        let code = code.trim_matches('`');
        assert!(text.contains(&format!("\"code\":\"{code}\"}} (401)\n")), "no step prints {code}");
        // After SUCCESS it is the policy that refuses, and the edge has no reason to log.
        for logged in ["NONE", "FAILED", "SUCCESS"] {
            let line = format!("\"verdict\":\"{logged}\",\"reason\":\"{code}\"\n");
            let due = logged == status && status != "SUCCESS";
            assert_eq!(text.contains(&line), due, "{code} beside {logged}");
        }
    }
    report_cases("tutorial/codes", rows.len(), 10);
}

#[test]
fn nothing_that_a_stranger_can_provoke_leads_to_an_upload() {
    let text = text("TUTORIAL.md");
    for row in rows(&text, "| the policy's case | status | `code` |") {
        let [_, _, code, matter, fix] = row[..] else { panic!("{row:?}") };
        // That one is said on the word of a CA that is there: it signed the intermediate.
        if code != "`not_directly_signed`" {
            for cell in [matter, fix] {
                assert!(!cell.to_ascii_lowercase().contains("upload"), "{code}: {cell}");
            }
        }
    }
}

#[test]
fn the_codes_that_are_no_clients_doing_are_reasons_about_cas() {
    let (text, reasons) = (text("TUTORIAL.md"), text("crates/issuedby/REASONS.md"));
    let rows = rows(&text, "| status | `code` |");
    for row in &rows {
        let [status, code, ..] = row[..] else { panic!("{row:?}") };
        assert_eq!(status, "FAILED", "{code}");
        assert!(reasons.lines().any(|line| line.starts_with("| 4") && line.contains(code)), "{code}");
    }
    report_cases("tutorial/codes of CAs", rows.len(), 2);
}

fn text(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The cells of the table whose head begins so.
fn rows<'a>(text: &'a str, head: &str) -> Vec<Vec<&'a str>> {
    let (_, table) = text.split_once(&format!("\n{head}")).expect("the table");
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}
