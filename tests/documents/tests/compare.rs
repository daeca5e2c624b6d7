//! Statements about other products, compared with those that are installed.
#![cfg(unix)]

use issuedby_documents::Document;
use issuedby_test_support::{report_cases, repository};

#[test]
fn what_is_said_of_others_is_what_they_do() {
    let python = std::env::var_os("ISSUEDBY_PYTHON").unwrap_or_else(|| "python3".into());
    let document = Document::read("COMPARE.md")
        .on_a_free_port("8443")
        .on_a_free_port("8444")
        .with_program()
        .with("CLONE", repository())
        .with("PYTHON", python);
    report_cases("compare/checks", document.run("compare"), document.steps());
}
