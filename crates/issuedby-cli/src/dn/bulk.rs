//! `issuedby dn` for many names: the lines of a file, one after the other.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use issuedby::name::{Comparison, ParsedName};
use serde_json::json;

use super::lines::{Line, Lines};
use super::normalized;
use crate::arguments::{Fields, TableFormat};
use crate::audit::counted;
use crate::csv;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json::JsonObject;
use crate::name_text;
use crate::printable::{name, printable};
use crate::source;
use crate::terminal::{BAD, Console, DIM, GOOD};

/// The width of the longest level.
const LEVEL: usize = "regrouped".len();

/// The numbers of the lines.
#[derive(Default)]
struct Totals {
    matching: u64,
    different: u64,
    unreadable: u64,
}

/// Compares the pairs of names in a file.
pub(super) fn compare(path: &Path, fields: Fields, format: TableFormat, console: &mut Console) -> ExitStatus {
    if format == TableFormat::Csv {
        console.line(csv::row(["line", "level", "matches", "expected", "found", "cause", "error"]));
    }
    let mut totals = Totals::default();
    let status = each_line(path, fields, 2, console, |line, console| {
        let number = line.number;
        let pair = line.fields.and_then(|fields| match &fields[..] {
            [expected, found] => {
                let expected = name_text::read(&format!("line {number}, A"), expected.as_bytes())?;
                let found = name_text::read(&format!("line {number}, B"), found.as_bytes())?;
                Ok(Some((expected, found)))
            }
            // A blank line.
            _ => Ok(None),
        });
        let (expected, found) = match pair {
            Ok(Some(pair)) => pair,
            Ok(None) => return ExitStatus::Done,
            Err(failure) => {
                totals.unreadable += 1;
                let cells = [&number.to_string(), "", "", "", "", "", failure.code()];
                refuse(number, &failure, format, csv::row(cells), console);
                return failure.status;
            }
        };
        let comparison = expected.name().as_name().compare(found.name().as_name());
        write_pair(number, &expected, &found, &comparison, format, console);
        match comparison.level().matches() {
            true => {
                totals.matching += 1;
                ExitStatus::Done
            }
            false => {
                totals.different += 1;
                ExitStatus::Refused
            }
        }
    });
    if format == TableFormat::Text {
        let Totals { matching, different, unreadable } = totals;
        let pairs = counted(matching + different + unreadable, "pair");
        let unreadable = match unreadable {
            0 => String::new(),
            count => format!(", {count} not readable"),
        };
        console.line("");
        console.line(format_args!("{pairs}: {matching} matching, {different} not matching{unreadable}"));
    }
    status
}

/// Prints the normal form of each name in a file. Each line of it has one, so that both can be put side by side; it is
/// empty where the name cannot be read.
pub(super) fn normalize(
    path: &Path,
    fields: Fields,
    format: TableFormat,
    console: &mut Console,
) -> ExitStatus {
    if format == TableFormat::Csv {
        console.line(csv::row(["line", "form", "dn", "normalized", "error"]));
    }
    each_line(path, fields, 1, console, |line, console| {
        let number = line.number;
        let parsed = line.fields.and_then(|fields| match &fields[..] {
            [name] => name_text::read(&format!("line {number}"), name.as_bytes()).map(Some),
            _ => Ok(None),
        });
        match (parsed, format) {
            (Ok(Some(parsed)), TableFormat::Text) => {
                console.line(parsed.name().as_name().to_normalized_string())
            }
            (Ok(Some(parsed)), TableFormat::Json) => {
                console.line(normalized(&parsed).with_first("line", number).line());
            }
            (Ok(Some(parsed)), TableFormat::Csv) => {
                let dn = parsed.name().to_string();
                let normalized = parsed.name().as_name().to_normalized_string();
                console.line(csv::row([&number.to_string(), parsed.form().as_str(), &dn, &normalized, ""]));
            }
            (Ok(None), TableFormat::Text) => console.line(""),
            (Ok(None), TableFormat::Json | TableFormat::Csv) => {}
            (Err(failure), format) => {
                let row = csv::row([&number.to_string(), "", "", "", failure.code()]);
                refuse(number, &failure, format, row, console);
                if format == TableFormat::Text {
                    console.line("");
                }
                return failure.status;
            }
        }
        ExitStatus::Done
    })
}

/// Does something with each line of a file, and gives the worst status.
fn each_line(
    path: &Path,
    fields: Fields,
    count: usize,
    console: &mut Console,
    mut each: impl FnMut(Line, &mut Console) -> ExitStatus,
) -> ExitStatus {
    let reader: Box<dyn Read> = match source::open_stream(path) {
        Ok(reader) => reader,
        Err(failure) => {
            console.error(&failure);
            return failure.status;
        }
    };
    let mut lines = Lines::new(Box::new(BufReader::new(reader)) as Box<dyn BufRead>, fields, count);
    let mut worst = ExitStatus::Done;
    loop {
        match lines.next() {
            Ok(Some(line)) => worst = worst.max(each(line, console)),
            Ok(None) => return worst,
            Err(error) => {
                let failure = source::unreadable(path, &error);
                console.error(&failure);
                return worst.max(failure.status);
            }
        }
    }
}

fn write_pair(
    number: usize,
    expected: &ParsedName,
    found: &ParsedName,
    comparison: &Comparison,
    format: TableFormat,
    console: &mut Console,
) {
    let level = comparison.level();
    let cause = comparison.cause().unwrap_or_default();
    match format {
        TableFormat::Text => {
            let style = if level.matches() { GOOD } else { BAD };
            let word = level.as_str().to_ascii_uppercase();
            let shown = |parsed: &ParsedName| name(Ok(parsed.name().as_name()));
            console.line(format_args!("{style}{word:<LEVEL$}{style:#}  line {number}: {}", shown(expected)));
            if !level.matches() {
                console.line(format_args!("{:LEVEL$}  found {}", "", shown(found)));
                if !cause.is_empty() {
                    console.line(format_args!("{:LEVEL$}  {DIM}{}{DIM:#}", "", printable(&cause)));
                }
            }
        }
        TableFormat::Json => {
            let object = JsonObject::from_core(&comparison.to_json())
                .with("expectedForm", expected.form().as_str())
                .with("foundForm", found.form().as_str());
            console.line(object.with_first("line", number).line());
        }
        TableFormat::Csv => {
            let (expected, found) = (expected.name().to_string(), found.name().to_string());
            let matches = if level.matches() { "true" } else { "false" };
            console.line(csv::row([
                &number.to_string(),
                level.as_str(),
                matches,
                &expected,
                &found,
                &cause,
                "",
            ]));
        }
    }
}

/// An error of one line: on standard error, and as a line of JSON or a row of CSV.
fn refuse(number: usize, failure: &Failure, format: TableFormat, row: String, console: &mut Console) {
    console.error_text(failure);
    match format {
        TableFormat::Text => {}
        TableFormat::Json => {
            let object = json!({ "line": number, "error": failure.to_json() });
            console.line(crate::json::line(&object));
        }
        TableFormat::Csv => console.line(row),
    }
}
