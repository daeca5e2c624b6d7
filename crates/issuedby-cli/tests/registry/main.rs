//! `issuedby ca-certificate` and `issuedby domain`: what they keep, show and refuse, and with which exit status.

#[path = "../common/mod.rs"]
mod common;

mod conflict;
mod create;
mod delete;
mod domain;
mod places;
mod show;
mod storage;
mod whole;

use std::process::Command;

use common::{Run, Scratch, program, run};
use issuedby_test_support::certificates::CaMaker;
use serde_json::Value;

/// A registry of its own, and the account `acme` unless arguments name another.
pub(crate) struct World {
    pub(crate) scratch: Scratch,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { scratch: Scratch::new() }
    }

    pub(crate) fn path(&self) -> String {
        self.scratch.path("registry.sqlite")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.env("ISSUEDBY_REGISTRY", self.path()).env("ISSUEDBY_ACCOUNT", "acme").args(arguments);
        command
    }

    pub(crate) fn issuedby(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments), b"")
    }

    /// `ca-certificate` with these arguments.
    pub(crate) fn ca(&self, arguments: &[&str]) -> Run {
        self.issuedby(&[&["ca-certificate"], arguments].concat())
    }

    /// Creates a CA certificate of a file; gives its identifier.
    #[track_caller]
    pub(crate) fn create(&self, name: &str, file: &str) -> String {
        let run = self.ca(&["create", "--name", name, "--cert", file]).exits(0);
        run.out.trim_end().to_owned()
    }

    /// The identifiers in an account, by name.
    #[track_caller]
    pub(crate) fn ids(&self, account: &str) -> Vec<String> {
        let run = self.ca(&["list", "--account", account, "--format", "json"]).exits(0);
        let id = |line: &str| json(line)["id"].as_str().expect("an identifier").to_owned();
        run.out.lines().map(id).collect()
    }

    /// A file with the `number`th CA certificate of a subject of its own.
    pub(crate) fn any_ca(&self, subject: u32, number: u32) -> String {
        let pem = issuedby::pem::encode_certificate(&CaMaker::new().make(subject, number));
        self.scratch.file(&format!("ca-{subject}-{number}.pem"), pem)
    }
}

#[track_caller]
pub(crate) fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

/// The keys of a JSON object, in order.
pub(crate) fn keys(line: &str) -> Vec<String> {
    json(line).as_object().expect("an object").keys().cloned().collect()
}

/// The keys of a CA certificate, whatever shows it.
pub(crate) const RECORD: [&str; 10] = [
    "id",
    "account",
    "name",
    "pem",
    "subject",
    "sha256Fingerprint",
    "notBefore",
    "notAfter",
    "createdAt",
    "updatedAt",
];
