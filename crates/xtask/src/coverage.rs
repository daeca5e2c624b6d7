//! `cargo xtask coverage`: which lines of each crate the tests run, without the tests themselves.
//!
//! cargo-llvm-cov and LLVM's tools of the compiler's own version are wanted. rustup's component is not: the variables
//! `LLVM_COV` and `LLVM_PROFDATA` name the tools where they are not Debian's.

use std::collections::BTreeMap;
use std::env;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::repository;

/// The lines of the core that the tests must run, in percent.
const CORE_BAR: f64 = 97.0;
const CORE: &str = "crates/issuedby";

/// The tests that are run, in the order of what they need: each line is one `cargo llvm-cov test`.
const TESTS: &[(&str, &[&str])] = &[
    ("core", &["-p", "issuedby", "-p", "issuedby-conformance", "-p", "issuedby-generator", "--tests"]),
    ("registry", &["-p", "issuedby-registry", "-p", "issuedby-durability", "--tests"]),
    ("edge", &["-p", "issuedby-rustls", "-p", "issuedby-edge", "-p", "issuedby-dev", "--tests"]),
    ("program", &["-p", "issuedby-cli", "--tests"]),
    ("C", &["-p", "issuedby-c", "--tests"]),
];

/// The number of lines of one crate that can be run, and of those that were.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Lines {
    all: usize,
    run: usize,
}

impl Lines {
    #[expect(clippy::cast_precision_loss, reason = "a crate has few lines")]
    fn percent(self) -> f64 {
        if self.all == 0 { 0.0 } else { self.run as f64 * 100.0 / self.all as f64 }
    }
}

/// The lines that the tests run: each crate, and each line that none of them ran.
#[derive(Default)]
struct Coverage {
    crates: BTreeMap<String, Lines>,
    missed: Vec<String>,
}

/// Runs the tests of the groups (all where none is named) and prints a table; false where the core is below its bar.
///
/// # Errors
///
/// A group that does not exist, a program that is missing, a test that failed.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let shows_missed = arguments.iter().any(|argument| argument == "--missed");
    let groups: Vec<&String> = arguments.iter().filter(|argument| *argument != "--missed").collect();
    if let Some(unknown) = groups.iter().find(|group| TESTS.iter().all(|(name, _)| name != *group)) {
        let names: Vec<_> = TESTS.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no group `{unknown}`; there are: {}", names.join(", ")));
    }
    let root = repository::root();
    let of_earlier_runs = ["clean", "--profraw-only"];
    call(&root, &of_earlier_runs)?;
    for (name, tests) in TESTS {
        if groups.is_empty() || groups.iter().any(|group| group == name) {
            println!("running the tests of {name}");
            call(&root, &[&["--no-report", "test"], *tests, &["--quiet"]].concat())?;
        }
    }
    let file = root.join("target/coverage.lcov");
    call(&root, &["report", "--lcov", "--output-path", &file.to_string_lossy()])?;
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let coverage = read(&root, &text);
    if shows_missed {
        coverage.missed.iter().for_each(|line| println!("{line}"));
    }
    println!("{coverage}");
    Ok(coverage.crates.get(CORE).is_some_and(|lines| lines.percent() >= CORE_BAR))
}

fn call(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("cargo");
    command.arg("llvm-cov").args(arguments).current_dir(root);
    // Otherwise it asks rustup for a component.
    command.env("CARGO_LLVM_COV_SETUP", "no");
    for (variable, program) in [("LLVM_COV", "llvm-cov"), ("LLVM_PROFDATA", "llvm-profdata")] {
        if env::var_os(variable).is_none() {
            command.env(variable, format!("{program}-{}", llvm_version()?));
        }
    }
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`cargo llvm-cov {}` ended with {status}", arguments.join(" "))),
        Err(error) => Err(format!("cargo could not be run: {error}")),
    }
}

/// The version of LLVM that the compiler has: other versions cannot read what it writes.
fn llvm_version() -> Result<String, String> {
    let output = Command::new("rustc").arg("-vV").output().map_err(|error| format!("rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.lines().find_map(|line| line.strip_prefix("LLVM version: ")?.split('.').next());
    version.map(str::to_owned).ok_or_else(|| "`rustc -vV` names no version of LLVM".to_owned())
}

/// Reads LCOV's tracefile: `SF:` begins a file, `DA:line,count` is one line of it.
fn read(root: &Path, text: &str) -> Coverage {
    let mut coverage = Coverage::default();
    let (mut name, mut owner, mut end) = (String::new(), None, usize::MAX);
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            let path = Path::new(path);
            name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
            owner = crate_of(&name);
            end = fs::read_to_string(path).map_or(usize::MAX, |source| first_line_of_tests(&source));
        }
        let counts = line.strip_prefix("DA:").and_then(|counts| counts.split_once(','));
        let (Some((number, count)), Some(owner)) = (counts, &owner) else { continue };
        if number.parse().is_ok_and(|number: usize| number < end) {
            let lines = coverage.crates.entry(owner.clone()).or_default();
            lines.all += 1;
            if count == "0" {
                coverage.missed.push(format!("{name}:{number}"));
            } else {
                lines.run += 1;
            }
        }
    }
    coverage
}

/// The folder of the crate that a source belongs to; none for what is not the product.
fn crate_of(path: &str) -> Option<String> {
    let (folder, rest) = path.split_once("/src/")?;
    let is_product = !rest.ends_with("tests.rs")
        && (folder.starts_with("crates/") && folder != "crates/xtask" || folder.starts_with("bindings/"));
    is_product.then(|| folder.to_owned())
}

/// Tests stand at the end of a file, behind a `cfg` and perhaps other attributes: they run themselves, and count for nothing.
fn first_line_of_tests(source: &str) -> usize {
    let lines: Vec<&str> = source.lines().collect();
    if lines.contains(&"#[test]") {
        // A file of tests alone.
        return 1;
    }
    let Some(module) = lines.iter().position(|line| *line == "mod tests {") else { return usize::MAX };
    let attributes = lines[..module].iter().rev().take_while(|line| line.starts_with("#[")).count();
    let is_for_tests = lines[module - attributes..module]
        .iter()
        .any(|line| line.starts_with("#[cfg(") && line.contains("test"));
    if is_for_tests { module - attributes + 1 } else { usize::MAX }
}

impl Display for Coverage {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{:28}  {:>6}  {:>6}  {:>6}", "crate", "lines", "run", "%")?;
        for (name, lines) in &self.crates {
            let Lines { all, run } = lines;
            writeln!(formatter, "{name:28}  {all:>6}  {run:>6}  {:>6.2}", lines.percent())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_crate_without_tests() {
        let text = "\
SF:/r/crates/issuedby/src/a.rs
DA:1,5
DA:2,0
end_of_record
SF:/r/crates/issuedby/src/name/tests.rs
DA:1,5
SF:/r/tests/support/src/lib.rs
DA:1,5
SF:/r/bindings/c/src/b.rs
DA:7,1
";
        let coverage = read(Path::new("/r"), text);
        let crates: Vec<_> = coverage.crates.iter().map(|(name, lines)| (name.as_str(), *lines)).collect();
        assert_eq!(
            crates,
            [("bindings/c", Lines { all: 1, run: 1 }), ("crates/issuedby", Lines { all: 2, run: 1 })]
        );
        assert_eq!(coverage.missed, ["crates/issuedby/src/a.rs:2"]);
    }

    /// Otherwise their lines would be counted as the product's.
    #[test]
    fn the_tests_of_every_source_are_found() {
        for file in repository::files_below(&repository::root().join("crates"), ".rs") {
            let source = fs::read_to_string(&file).unwrap();
            let is_source =
                crate_of(&file.strip_prefix(repository::root()).unwrap().to_string_lossy()).is_some();
            if is_source && source.contains("#[test]") {
                assert_ne!(first_line_of_tests(&source), usize::MAX, "{}", file.display());
            }
        }
    }

    #[test]
    fn the_tests_of_a_file_begin_with_their_attribute() {
        assert_eq!(first_line_of_tests("fn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n"), 3);
        assert_eq!(first_line_of_tests("#[cfg(test)]\n#[allow(deprecated)]\nmod tests {\n"), 1);
        assert_eq!(first_line_of_tests("\n#[cfg(all(test, unix))]\nmod tests {\n"), 2);
        assert_eq!(first_line_of_tests("#[cfg(test)]\nuse b;\n"), usize::MAX);
        assert_eq!(first_line_of_tests("mod tests {\n"), usize::MAX);
        assert_eq!(first_line_of_tests("use a;\n\n#[test]\nfn b() {}\n"), 1);
    }
}
