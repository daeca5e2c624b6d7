//! The steps that the README shows for the registry, typed as they stand.

mod common;

use std::process::Command;

use common::{Scratch, certs};

#[test]
fn the_steps_of_the_registry_work() {
    let readme =
        std::fs::read_to_string(issuedby_test_support::repository().join("README.md")).expect("README.md");
    let section =
        readme.split("\n## ").find(|section| section.starts_with("The CA registry\n")).expect("the section");
    let steps = section.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the steps");
    assert_eq!(steps.lines().filter(|line| line.starts_with("issuedby ")).count(), 3, "{steps}");

    let scratch = Scratch::new();
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_issuedby")).parent().expect("a folder");
    let path = std::env::var("PATH").expect("a path");
    let output = Command::new("sh")
        .args(["-e", "-c", steps])
        .current_dir(certs())
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("XDG_DATA_HOME", scratch.path("data"))
        .env_remove("ISSUEDBY_REGISTRY")
        .env_remove("ISSUEDBY_ACCOUNT")
        .output()
        .expect("a shell");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    let mut lines = out.lines();
    assert!(lines.next().is_some_and(|line| line.starts_with("mtlsca_")), "{out}");
    assert!(lines.next().is_some_and(|line| line.starts_with("api.example.com ")), "{out}");
    assert!(out.contains("CN=example-ca,O=Example,C=US"), "{out}");
    // What it shows of the list is what the program prints, but for the identifier and the years left.
    let shown =
        section.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the list");
    let words = |text: &str| -> Vec<String> {
        let word = |word: &&str| !word.starts_with("mtlsca_") && word.parse::<u32>().is_err();
        text.split_whitespace().filter(word).map(str::to_owned).collect()
    };
    let listed = out.split_once("ID ").map(|(_, rest)| format!("ID {rest}")).expect("the list");
    assert_eq!(words(shown), words(&listed));
}
