//! Questions to the files of the repository that no compiler answers.

use std::fs;
use std::path::Path;

use crate::repository;

const CORE: &str = "crates/issuedby/src";

/// Words that the core has no use for: signs of input, output, a clock or a log.
const FORBIDDEN: &[&str] =
    &["dbg", "eprintln", "Instant", "log::", "println", "std", "SystemTime", "tracing"];

/// The beginnings of lines that the manifest of a published crate has.
const PUBLISHED: &[&str] = &[
    "description = ",
    "license.workspace = true",
    "rust-version.workspace = true",
    "readme = ",
    "documentation = ",
    "keywords = ",
    "categories = ",
    "[package.metadata.docs.rs]",
];

/// The files beside the manifest of a published crate: cargo packages nothing from the folders above it.
const LICENCES: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

/// The core declares that it is free of the standard library and of unsafe code, without conditions.
pub(crate) fn core_attributes(root: &Path) -> Result<(), String> {
    let source = read(&root.join(CORE).join("lib.rs"))?;
    for attribute in ["#![no_std]", "#![forbid(unsafe_code)]"] {
        if !source.lines().any(|line| line == attribute) {
            return Err(format!("{CORE}/lib.rs does not say `{attribute}`\n"));
        }
    }
    Ok(())
}

/// The core has no input and output, no clock and no log, outside its tests.
pub(crate) fn core_sources(root: &Path) -> Result<(), String> {
    let files = repository::files_below(&root.join(CORE), ".rs");
    let mut found = String::new();
    for path in files.iter().filter(|path| !is_tests(path)) {
        for (line, word) in forbidden_words(&read(path)?) {
            found += &format!("{}:{line}: `{word}`\n", path.display());
        }
    }
    if files.is_empty() { Err(format!("{CORE} has no sources\n")) } else { nothing(found) }
}

/// Every crate that is published says what a registry shows of it, and has its licences in its package.
pub(crate) fn manifests(root: &Path) -> Result<(), String> {
    let mut found = String::new();
    for path in repository::files_below(&root.join("crates"), "Cargo.toml") {
        let manifest = read(&path)?;
        for key in missing_keys(&manifest) {
            found += &format!("{}: no `{key}`\n", path.display());
        }
        if is_published(&manifest) {
            for licence in missing_licences(root, &path) {
                found += &format!("{}: no link `{licence}` to the root's file beside it\n", path.display());
            }
        }
    }
    nothing(found)
}

/// The licences that do not stand, as they are in the root, beside a manifest.
fn missing_licences(root: &Path, manifest: &Path) -> Vec<&'static str> {
    let is_missing = |licence: &&str| {
        let original = fs::read(root.join(licence));
        !original.is_ok_and(|original| {
            fs::read(manifest.with_file_name(licence)).is_ok_and(|copy| copy == original)
        })
    };
    LICENCES.iter().copied().filter(is_missing).collect()
}

fn is_published(manifest: &str) -> bool {
    !manifest.lines().any(|line| line == "publish = false")
}

/// The keys that a manifest lacks, unless its crate is never published.
fn missing_keys(manifest: &str) -> Vec<&'static str> {
    if !is_published(manifest) {
        return Vec::new();
    }
    let has = |key: &str| manifest.lines().any(|line| line.starts_with(key));
    PUBLISHED.iter().copied().filter(|key| !has(key)).collect()
}

fn nothing(found: String) -> Result<(), String> {
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}\n", path.display()))
}

/// True if the file is the module `tests`, which its parent compiles for tests only.
fn is_tests(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests")
        || path.parent().is_some_and(|folder| folder.ends_with("tests"))
}

/// The forbidden words of a formatted source, with their line numbers.
fn forbidden_words(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut lines = source.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let indentation = &line[..line.len() - line.trim_start().len()];
        if line.trim_start().starts_with("#[cfg(test)]") {
            // The item ends where rustfmt puts its last line: at the same indentation.
            let ends = |line: &str| {
                line.strip_prefix(indentation).is_some_and(|rest| {
                    rest.starts_with('}') || !rest.starts_with(' ') && rest.ends_with(';')
                })
            };
            lines.by_ref().find(|(_, line)| ends(line));
            continue;
        }
        let code = line.split("//").next().unwrap_or_default();
        found.extend(
            FORBIDDEN
                .iter()
                .filter(|word| has_word(code, word))
                .map(|word| (number + 1, word.trim_end_matches(':').to_owned())),
        );
    }
    found
}

/// True if a word stands in code, not as a part of a longer one. One that ends with `::` is a path's first.
fn has_word(code: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(word).any(|(start, _)| {
        let after = &code[start + word.len()..];
        !code[..start].ends_with(is_part) && (word.ends_with(':') || !after.starts_with(is_part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        forbidden_words(source).into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn words_are_found_wherever_they_are_code() {
        assert_eq!(words("use std::fs;\n"), ["std"]);
        assert_eq!(words("extern crate std;\n"), ["std"]);
        assert_eq!(words("    let now = SystemTime::now();\n"), ["SystemTime"]);
        assert_eq!(forbidden_words("fn f() {\n    println!();\n}\n"), [(2, "println".to_owned())]);
    }

    #[test]
    fn a_published_crate_needs_every_key_and_another_none() {
        let manifest = "[package]\ndescription = \"A crate.\"\n";
        assert_eq!(missing_keys(manifest).len(), PUBLISHED.len() - 1);
        assert_eq!(missing_keys(&format!("{manifest}publish = false\n")), [""; 0]);
        assert_eq!(missing_keys(&PUBLISHED.join("\n")), [""; 0]);
    }

    #[test]
    fn a_licence_stands_beside_the_manifest() {
        let root = repository::root();
        assert_eq!(missing_licences(&root, &root.join("crates/issuedby/Cargo.toml")), [""; 0]);
        assert_eq!(missing_licences(&root, &root.join("crates/xtask/Cargo.toml")), LICENCES);
    }

    #[test]
    fn comments_and_longer_words_are_no_code() {
        assert_eq!(words("/// Uses `std::time::Instant`.\nlet catalog = instantiate; // log\n"), [""; 0]);
        assert_eq!(words("let log = log_line::of(catalog::all());\n"), [""; 0]);
        assert_eq!(words("#![no_std]\n"), [""; 0]);
    }

    #[test]
    fn tests_may_use_the_standard_library() {
        let source = "\
#[cfg(test)]
extern crate std;

#[cfg(test)]
mod tests {
    use std::fs;
    fn f() {}
}

use log::info;
";
        assert_eq!(forbidden_words(source), [(10, "log".to_owned())]);
        assert_eq!(words("#[cfg(test)]\nmod tests;\nuse std::io;\n"), ["std"]);
    }
}
