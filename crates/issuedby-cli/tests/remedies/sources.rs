//! The commands that stand in the sources, so that none is left out.

use std::fs;
use std::path::Path;

use issuedby_test_support::repository;

use super::commands::{begins_with_a_tool, commands_in};

/// A command in a string of the sources, with its placeholders.
pub(super) struct Template {
    pub(super) file: String,
    pub(super) text: String,
}

/// Those that are not run, and why.
pub(super) const NOT_RUN: &[(&str, &str)] = &[
    ("openssl x509 -req", "names the program whose whole command a request gets"),
    ("openssl x509 -req -CA CA.pem -CAkey CA.key", "names options of the command that a request gets"),
    ("curl -i", "names the command that wrote the file"),
    ("openssl enc", "names a program that encrypts files"),
    ("openssl enc -d", "wants the file that a program encrypted"),
    ("tr -- -_ +/", "names what changes the alphabet in a proxy"),
    ("openssl req -x509", "names the command that made the certificate"),
    (
        "issuedby ca-certificate create",
        "names the command that makes a registry: its options are in its own help",
    ),
    ("issuedby domain add", "names the command that makes a registry: its options are in its own help"),
    ("issuedby ca-certificate delete", "wants a CA that only another version takes"),
    ("issuedby registry restore BACKUP", "wants a damaged registry: tests/registry/whole.rs restores one"),
    (
        "issuedby registry restore BACKUP --registry {place}",
        "wants a damaged registry: tests/registry/whole.rs restores one",
    ),
    ("issuedby registry backup --registry {place} COPY", "wants a write-ahead log without its process"),
    ("issuedby registry export --account ACCOUNT", "wants a file of more than 256 MiB"),
    (
        "issuedby edge --config {}",
        "wants the files of `issuedby dev`: tests/dev/ends.rs runs the edge from them",
    ),
    ("issuedby dev --scenario NAME", "wants a machine without curl: tests/dev runs the scenarios"),
    ("ls -l {}", "wants a file that this user may not read, and root may read all"),
    ("ls -ld {place}", "wants a file that this user may not read, and root may read all"),
];

/// Every command in the remedies of the core, the registry and the program.
pub(super) fn templates() -> Vec<Template> {
    let mut found = Vec::new();
    for folder in ["crates/issuedby/src", "crates/issuedby-registry/src", "crates/issuedby-cli/src"] {
        add(&repository().join(folder), &mut found);
    }
    assert!(found.len() > 40, "{}", found.len());
    found
}

fn add(folder: &Path, found: &mut Vec<Template>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        // What the program's own help shows is run by its documents; what the edge says, by its own tests.
        if path.is_dir() && name != "arguments" {
            add(&path, found);
        } else if name.ends_with(".rs") && !["edge.rs", "tests.rs"].contains(&&*name) {
            let source = fs::read_to_string(&path).expect("a source");
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for text in
                strings(source).iter().flat_map(|string| commands_in(string).into_iter().chain(alone(string)))
            {
                found.push(Template { file: path.display().to_string(), text });
            }
        }
    }
}

/// A string that is a command as a whole.
fn alone(string: &str) -> Option<String> {
    (begins_with_a_tool(string) && string.contains(" -") && !string.contains('`')).then(|| string.to_owned())
}

/// The strings of a source, as the compiler reads them. Comments have none.
fn strings(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut rest = code.as_str();
    while let Some(start) = rest.find('"') {
        let is_character = rest[..start].ends_with('\'') && rest[start + 1..].starts_with('\'');
        rest = &rest[start + 1..];
        if is_character {
            continue;
        }
        let mut string = String::new();
        let mut characters = rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    rest = &rest[at + 1..];
                    break;
                }
                '\\' => match characters.next().map(|(_, escaped)| escaped) {
                    Some('\n') => {
                        let after = characters.as_str();
                        let blanks = after.len() - after.trim_start().len();
                        characters.by_ref().take(after[..blanks].chars().count()).for_each(drop);
                    }
                    Some('n') => string.push('\n'),
                    Some(other) => string.push(other),
                    None => {}
                },
                other => string.push(other),
            }
        }
        found.push(string);
    }
    found
}

impl Template {
    /// True for a command that is this one with its placeholders filled in.
    pub(super) fn matches(&self, command: &str) -> bool {
        let mut pieces = pieces(&self.text).into_iter();
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = command.strip_prefix(first) else { return false };
        let mut last = first;
        for piece in pieces {
            let Some(at) = rest.find(piece) else { return false };
            rest = &rest[at + piece.len()..];
            last = piece;
        }
        rest.is_empty() || last.is_empty()
    }
}

/// The text between the placeholders.
fn pieces(template: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = template;
    loop {
        let file = rest.find("FILE").map(|at| {
            let end = at + "FILE".len();
            (at, if rest[end..].starts_with(".pem") { end + ".pem".len() } else { end })
        });
        let argument = rest.find('{').and_then(|at| {
            let end = at + 1 + rest[at..].find('}')?;
            // The braces of a program are none.
            rest[at + 1..end - 1].chars().all(|c| c.is_ascii_alphanumeric() || c == '_').then_some((at, end))
        });
        let next = [file, argument].into_iter().flatten().min();
        let Some((at, end)) = next else {
            pieces.push(rest);
            return pieces;
        };
        pieces.push(&rest[..at]);
        rest = &rest[end..];
    }
}

#[test]
fn a_template_matches_its_own_commands_alone() {
    let template = |text: &str| Template { file: String::new(), text: text.to_owned() };
    assert!(template("openssl x509 -in FILE -out FILE.pem").matches("openssl x509 -in 'a b' -out 'a.pem'"));
    assert!(!template("openssl x509 -in FILE -out FILE.pem").matches("openssl x509 -in a -clrtrust"));
    assert!(!template("openssl x509 -in FILE -noout").matches("openssl x509 -in a -noout -subject"));
    assert!(
        template("issuedby list --account {account}").matches("issuedby list --account acme --registry r")
    );
    assert!(template("awk '{ x } 1' FILE > FILE.pem").matches("awk '{ x } 1' a > b"));
}
