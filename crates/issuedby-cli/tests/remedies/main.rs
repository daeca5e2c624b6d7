//! Every remedy that is a command is run: what the program prints is taken as it stands, pasted into a shell among files
//! that provoke it, and then the first command is asked again.

#[path = "../common/mod.rs"]
mod common;

mod bundles;
mod commands;
mod forms;
mod pki;
mod questions;
mod refusals;
mod sources;

use issuedby_test_support::{not_run, report_cases};

use commands::Commands;
use pki::Pki;
use sources::{NOT_RUN, Template, templates};

/// True where the programs that the commands name are installed.
fn tools() -> bool {
    let there = |tool: &str| std::process::Command::new(tool).arg("--version").output().is_ok();
    ["openssl", "python3", "iconv", "awk", "curl"].into_iter().all(there)
}

#[test]
fn every_remedy_that_is_a_command_leads_on() {
    if !tools() {
        return not_run("cli/remedies", "openssl, python3, iconv, awk and curl");
    }
    let pki = Pki::new();
    let mut commands = Commands::default();
    let count = forms::run(&pki, &mut commands)
        + bundles::run(&pki, &mut commands)
        + questions::run(&pki, &mut commands)
        + refusals::run(&pki, &mut commands);
    let expected = forms::COUNT + bundles::COUNT + questions::COUNT + refusals::COUNT;
    report_cases("cli/remedies", count, expected);

    let mut missing = Vec::new();
    for template in templates() {
        let is_run = commands.iter().any(|command| template.matches(command));
        let is_listed = NOT_RUN.iter().any(|(command, _)| *command == template.text);
        if is_run == is_listed {
            let which = if is_run { "is run, and listed as not run" } else { "is neither run nor listed" };
            missing.push(format!("{}: `{}` {which}", template.file, template.text));
        }
    }
    assert!(missing.is_empty(), "{}\nof\n{commands:#?}", missing.join("\n"));
}

#[test]
fn what_is_listed_as_not_run_is_there() {
    let templates = templates();
    for (command, why) in NOT_RUN {
        assert!(!why.is_empty());
        assert!(
            templates.iter().any(|Template { text, .. }| text == command),
            "`{command}` is no remedy any more"
        );
    }
}
