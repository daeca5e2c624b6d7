//! The tutorial, typed as it stands.
#![cfg(unix)]

mod common;

use std::path::Path;

use common::Scratch;
use issuedby_test_support::document::Document;
use issuedby_test_support::{report_cases, repository};

#[test]
fn every_step_does_what_the_tutorial_shows() {
    let scratch = Scratch::new();
    let tutorial = Document::read("TUTORIAL.md")
        .on_a_free_port("8443")
        .with_program(Path::new(env!("CARGO_BIN_EXE_issuedby")))
        .with("CLONE", repository());
    let folder = scratch.path("");
    report_cases("tutorial/steps", tutorial.run(Path::new(&folder)), tutorial.steps());
}
