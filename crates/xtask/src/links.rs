//! Links between documents: each must lead to a file, or to a heading of one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use regex::Regex;

use crate::repository;

/// Refuses links of documents that lead nowhere. Links to other hosts are not followed.
///
/// # Errors
///
/// A line for each: the document, the line, the link.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let link = Regex::new(r"\]\(([^)[:space:]]+)\)").expect("an expression");
    let mut found = String::new();
    for path in repository::tracked(root)?.into_iter().filter(|path| path.ends_with(".md")) {
        let Ok(text) = fs::read_to_string(root.join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for target in link.captures_iter(line).map(|captures| captures[1].to_owned()) {
                if !target.contains("://") && !leads_somewhere(root, Path::new(&path), &target) {
                    found += &format!("{path}:{}: `{target}` leads nowhere\n", number + 1);
                }
            }
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// True if a link of the document `from` leads to a file or folder, and to a heading if it names one.
fn leads_somewhere(root: &Path, from: &Path, target: &str) -> bool {
    let (file, heading) =
        target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
    let path = match file {
        "" => root.join(from),
        file => root.join(without_dots(&from.parent().unwrap_or(Path::new("")).join(file))),
    };
    match heading {
        None => path.exists(),
        Some(heading) => fs::read_to_string(path).is_ok_and(|text| anchors(&text).contains(heading)),
    }
}

fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// The anchors that GitHub makes of headings: lower case, blanks as `-`, without punctuation.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut in_block = false;
    let headings = text.lines().filter(|line| {
        in_block ^= line.trim_start().starts_with("```");
        !in_block && line.starts_with('#')
    });
    let anchor = |heading: &str| -> String {
        let kept = heading.trim_start_matches('#').trim().chars().filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            other if other.is_alphanumeric() => Some(other.to_ascii_lowercase()),
            _ => None,
        });
        kept.collect()
    };
    headings.map(anchor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_github() {
        let found = anchors("# The policy `a-b`, in short\n```\n# no heading\n```\n## In C\n");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["in-c", "the-policy-a-b-in-short"]);
    }

    #[test]
    fn a_link_leads_to_a_file_or_to_its_heading() {
        let root = repository::root();
        let leads = |target| leads_somewhere(&root, Path::new("crates/xtask/README.md"), target);
        assert!(leads("src/links.rs") && leads("../../README.md") && leads("../../README.md#try-it"));
        assert!(!leads("src/nothing.rs") && !leads("../../README.md#nothing"));
    }
}
