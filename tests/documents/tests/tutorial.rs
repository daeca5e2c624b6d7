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
