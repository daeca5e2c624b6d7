//! The bindings in the tools of their users: each row of the three `toolchains/matrix.json` is a tool and the command that
//! tries a binding with it.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use crate::repository;
use crate::run::{Output, Shell};

const BINDINGS: [&str; 3] = ["node", "python", "c"];
const PAGE: &str = "CONTRIBUTING.md";
const BEGIN: &str = "<!-- toolchains: made by `cargo xtask toolchains --write` -->\n";
const END: &str = "<!-- end of toolchains -->\n";

/// A tool, and how a binding is tried with it.
struct Row {
    binding: &'static str,
    tool: String,
    versions: Vec<String>,
    tried: String,
    /// Runs in the folder of the binding, and exits with 0 only if everything that it names was seen.
    command: String,
    is_in_ci: bool,
}

/// `cargo xtask toolchains`: runs the rows whose binding or tool is named, or all.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let root = repository::root();
    let rows = rows(&root)?;
    match arguments {
        [option] if option == "--list" => {
            print!("{}", table(&rows));
            return Ok(true);
        }
        [option] if option == "--write" => return write(&root, &rows).map(|()| true),
        _ => {}
    }
    let unknown = arguments.iter().find(|word| !rows.iter().any(|row| row.is_named(word)));
    if let Some(word) = unknown {
        return Err(format!(
            "found `{word}`, which is no binding and no tool; `cargo xtask toolchains --list` has them"
        ));
    }
    let chosen = |row: &&Row| arguments.is_empty() || arguments.iter().any(|word| row.is_named(word));
    let mut failed = Vec::new();
    for row in rows.iter().filter(chosen) {
        println!("{} {}: {}", row.binding, row.tool, row.pasted());
        let start = Instant::now();
        let finished = Shell::new(root.clone(), Output::Live).run(&row.pasted());
        let result = if finished.success() { "passed" } else { "FAILED" };
        println!("{} {}: {result} in {} s\n", row.binding, row.tool, start.elapsed().as_secs());
        if !finished.success() {
            failed.push(row.pasted());
        }
    }
    failed.iter().for_each(|command| println!("failed: {command}"));
    Ok(failed.is_empty())
}

/// The commands of the slice for continuous integration, one for each runner, which so prepares the binding once.
pub(crate) fn commands(root: &Path) -> Result<Vec<String>, String> {
    let rows = rows(root)?;
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for command in rows.iter().filter(|row| row.is_in_ci).map(Row::pasted) {
        let (runner, tool) =
            command.rsplit_once(' ').ok_or_else(|| format!("found no tool in `{command}`"))?;
        match commands.iter_mut().find(|(known, _)| known == runner) {
            Some((_, tools)) => tools.push(tool.to_owned()),
            None => commands.push((runner.to_owned(), vec![tool.to_owned()])),
        }
    }
    Ok(commands.into_iter().map(|(runner, tools)| format!("{runner} {}", tools.join(" "))).collect())
}

/// Checks that the table in CONTRIBUTING is that of the matrices.
pub(crate) fn check_table(root: &Path) -> Result<(), String> {
    let (_, table_there, _) = parts(root)?;
    match table_there == table(&rows(root)?) {
        true => Ok(()),
        false => Err(format!(
            "found another table in {PAGE} than in toolchains/matrix.json; run `cargo xtask toolchains --write`"
        )),
    }
}

fn write(root: &Path, rows: &[Row]) -> Result<(), String> {
    let (before, _, after) = parts(root)?;
    let page = format!("{before}{BEGIN}{}{END}{after}", table(rows));
    fs::write(root.join(PAGE), page).map_err(|error| format!("{PAGE}: {error}"))
}

/// The page before the table, the table, and the page after it.
fn parts(root: &Path) -> Result<(String, String, String), String> {
    let page = fs::read_to_string(root.join(PAGE)).map_err(|error| format!("{PAGE}: {error}"))?;
    let parts = page.split_once(BEGIN).and_then(|(before, rest)| {
        let (table, after) = rest.split_once(END)?;
        Some((before.to_owned(), table.to_owned(), after.to_owned()))
    });
    parts.ok_or_else(|| format!("found no place for the table in {PAGE}: write the lines {BEGIN}{END}"))
}

fn table(rows: &[Row]) -> String {
    let head = "| binding | tool and versions | what is tried | command | in CI |\n|---|---|---|---|---|\n";
    rows.iter().fold(head.to_owned(), |table, row| {
        let tool = std::iter::once(&row.tool).chain(&row.versions);
        let tool: Vec<_> = tool.map(String::as_str).collect();
        let in_ci = if row.is_in_ci { "yes" } else { "" };
        format!(
            "{table}| {} | {} | {} | `{}` | {in_ci} |\n",
            row.binding,
            tool.join(" "),
            row.tried,
            row.command
        )
    })
}

fn rows(root: &Path) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for binding in BINDINGS {
        let path = format!("bindings/{binding}/toolchains/matrix.json");
        let text = fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        let listed: Vec<Value> = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
        for value in &listed {
            let row = Row::read(binding, value);
            rows.push(row.ok_or_else(|| {
                format!("{path}: found {value}, expected tool, versions, tried, command, ci")
            })?);
        }
    }
    Ok(rows)
}

impl Row {
    fn read(binding: &'static str, value: &Value) -> Option<Self> {
        let text =
            |key: &str| value[key].as_str().filter(|text| !text.contains(['|', '\n'])).map(str::to_owned);
        let versions =
            value["versions"].as_array()?.iter().map(|version| version.as_str().map(str::to_owned));
        Some(Self {
            binding,
            tool: text("tool")?,
            versions: versions.collect::<Option<_>>()?,
            tried: text("tried")?,
            command: text("command")?,
            is_in_ci: value["ci"].as_bool()?,
        })
    }

    fn is_named(&self, word: &str) -> bool {
        self.binding == word || self.tool == word
    }

    /// The command as one types it at the root of the repository.
    fn pasted(&self) -> String {
        format!("env -C bindings/{} {}", self.binding, self.command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_lacks_something_is_refused() {
        let whole =
            serde_json::json!({"tool": "t", "versions": ["1"], "tried": "x", "command": "c", "ci": true});
        assert_eq!(
            Row::read("node", &whole).map(|row| row.pasted()),
            Some("env -C bindings/node c".to_owned())
        );
        for key in ["tool", "versions", "tried", "command", "ci"] {
            let mut partial = whole.clone();
            partial.as_object_mut().expect("an object").remove(key);
            assert!(Row::read("node", &partial).is_none(), "{key}");
        }
        let mut broken = whole;
        broken["tried"] = "a | b".into();
        assert!(Row::read("node", &broken).is_none(), "a line of the table");
    }
}
