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
fn every_code_in_its_table_is_one_that_a_step_prints() {
    let text = std::fs::read_to_string(repository().join("TUTORIAL.md")).expect("the tutorial");
    let (_, table) = text.split_once("| the policy's case | `code` |").expect("the table");
    let rows: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    for row in &rows {
        let code = row.split('`').nth(1).expect("a code in each row");
        assert!(text.contains(&format!("\"code\":\"{code}\"}} (401)\n")), "no step prints {code}");
    }
    report_cases("tutorial/codes", rows.len(), 10);
}
