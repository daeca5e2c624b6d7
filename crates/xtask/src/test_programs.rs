//! The test programs of the whole workspace, built by one command.
//!
//! Cargo chooses the features of dependencies for the packages that one command names. Suites that each name a package
//! compile most dependencies again; one build for all of them takes a third of the time.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Finished, Shell};

/// The command that builds them; what it prints about each is read.
const BUILD: &str = "cargo test --locked --workspace --no-run --message-format json-render-diagnostics";

/// Every test program of the workspace.
#[derive(Debug)]
pub(crate) struct TestPrograms(Vec<TestProgram>);

/// One program of tests, as `cargo test` would run it.
#[derive(Debug, PartialEq)]
pub(crate) struct TestProgram {
    package: String,
    /// The kind of target, as Cargo names it: `lib`, `bin`, `test`.
    kind: String,
    name: String,
    /// The folder of the package: `cargo test` runs tests there.
    pub(crate) folder: PathBuf,
    pub(crate) executable: PathBuf,
}

impl TestPrograms {
    /// Builds them all.
    ///
    /// # Errors
    ///
    /// What the build printed.
    pub(crate) fn build(shell: &Shell) -> Result<Self, Finished> {
        let finished = shell.run(BUILD);
        let programs = read(&finished.output);
        if finished.success() && !programs.is_empty() { Ok(Self(programs)) } else { Err(finished) }
    }

    /// The programs that `cargo test` would run with these arguments, doc tests aside.
    ///
    /// `None` where the arguments say more than which packages and targets, or where a target that they name is not
    /// there: Cargo decides then.
    pub(crate) fn select(&self, arguments: &str) -> Option<Vec<&TestProgram>> {
        let (mut packages, mut tests) = (Vec::new(), Vec::new());
        let (mut lib, mut all) = (false, false);
        let mut words = arguments.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "-p" => packages.push(words.next()?),
                "--test" => tests.push(words.next()?),
                "--lib" => lib = true,
                "--tests" => all = true,
                _ => return None,
            }
        }
        let every = all || (tests.is_empty() && !lib);
        let chosen: Vec<_> = self.0.iter().filter(|program| packages.contains(&&*program.package)).collect();
        let has_package = |package: &&str| chosen.iter().any(|program| program.package == *package);
        let has_test =
            |test: &&str| chosen.iter().any(|program| program.kind == "test" && program.name == *test);
        if !packages.iter().all(has_package) || !tests.iter().all(has_test) {
            return None;
        }
        let is_named = |program: &TestProgram| match &*program.kind {
            "test" => tests.contains(&&*program.name),
            "bin" => false,
            _ => lib,
        };
        Some(chosen.into_iter().filter(|program| every || is_named(program)).collect())
    }
}

/// The test programs in Cargo's messages, which stand between what it prints for people.
fn read(output: &str) -> Vec<TestProgram> {
    output.lines().filter(|line| line.starts_with('{')).filter_map(program).collect()
}

/// The test program of one message; `None` for every other message.
fn program(line: &str) -> Option<TestProgram> {
    let message: Value = serde_json::from_str(line).ok()?;
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
    let is_test = message.pointer("/profile/test") == Some(&Value::Bool(true));
    if text("/reason") != Some("compiler-artifact") || !is_test {
        return None;
    }
    Some(TestProgram {
        package: package(text("/package_id")?)?.to_owned(),
        kind: text("/target/kind/0")?.to_owned(),
        name: text("/target/name")?.to_owned(),
        folder: Path::new(text("/manifest_path")?).parent()?.to_owned(),
        executable: text("/executable")?.into(),
    })
}

/// The name in a package id: `path+file:///folder/name#0.1.0` or `path+file:///folder#name@0.1.0`.
fn package(id: &str) -> Option<&str> {
    let (place, version) = id.rsplit_once('#')?;
    version.split_once('@').map(|(name, _)| name).or_else(|| place.rsplit('/').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = r##"   Compiling issuedby v0.1.0
{"reason":"compiler-artifact","package_id":"path+file:///x/crates/issuedby#0.1.0","manifest_path":"/x/crates/issuedby/Cargo.toml","target":{"kind":["lib"],"name":"issuedby"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","package_id":"path+file:///x/crates/issuedby#0.1.0","manifest_path":"/x/crates/issuedby/Cargo.toml","target":{"kind":["lib"],"name":"issuedby"},"profile":{"test":true},"executable":"/x/target/debug/deps/issuedby-1"}
{"reason":"compiler-artifact","package_id":"path+file:///x/crates/issuedby#0.1.0","manifest_path":"/x/crates/issuedby/Cargo.toml","target":{"kind":["test"],"name":"vectors"},"profile":{"test":true},"executable":"/x/target/debug/deps/vectors-2"}
{"reason":"compiler-artifact","package_id":"path+file:///x/bindings/c#issuedby-c@0.1.0","manifest_path":"/x/bindings/c/Cargo.toml","target":{"kind":["test"],"name":"binding"},"profile":{"test":true},"executable":"/x/target/debug/deps/binding-3"}
{"reason":"build-finished","success":true}
    Finished
"##;

    fn names(arguments: &str) -> Option<Vec<String>> {
        let programs = TestPrograms(read(OUTPUT));
        let name = |program: &&TestProgram| {
            program.executable.file_name().expect("a name").to_string_lossy().into_owned()
        };
        programs.select(arguments).map(|programs| programs.iter().map(name).collect())
    }

    #[test]
    fn test_programs_are_read_with_their_package_and_folder() {
        let programs = read(OUTPUT);
        assert_eq!(programs.len(), 3);
        assert_eq!((&*programs[0].package, &*programs[2].package), ("issuedby", "issuedby-c"));
        assert_eq!(programs[2].folder, Path::new("/x/bindings/c"));
    }

    #[test]
    fn arguments_choose_what_cargo_would_choose() {
        assert_eq!(names("-p issuedby"), Some(vec!["issuedby-1".into(), "vectors-2".into()]));
        assert_eq!(names("-p issuedby --tests"), names("-p issuedby"));
        assert_eq!(names("-p issuedby --lib"), Some(vec!["issuedby-1".into()]));
        assert_eq!(names("-p issuedby --test vectors"), Some(vec!["vectors-2".into()]));
        assert_eq!(names("-p issuedby -p issuedby-c --tests").map(|names| names.len()), Some(3));
    }

    #[test]
    fn what_is_not_known_is_left_to_cargo() {
        assert_eq!(names("-p issuedby --features ring"), None);
        assert_eq!(names("-p issuedby --doc"), None);
        assert_eq!(names("-p issuedby --test nothing"), None);
        assert_eq!(names("-p nothing"), None);
        assert_eq!(names("-p issuedby -p nothing"), None);
    }
}
