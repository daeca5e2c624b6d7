//! The differences of two names, for people.

use std::borrow::Cow;

use issuedby::name::{Comparison, Difference};

use crate::printable::printable;
use crate::terminal::{Console, DIM, LABEL};

/// The width of the labels.
pub(crate) const WIDTH: usize = "likely cause".len();

/// The number of differences that are shown; JSON has all.
const SHOWN: usize = 24;

/// The number of characters of a value that are shown: a value can have many thousands.
const VALUE_SHOWN: usize = 256;

/// A wider value pushes what follows it to the right in its own line alone.
const WIDEST: usize = 40;

/// The titles of the columns.
const TITLES: [&str; 4] = ["RDN", "attribute", "expected", "found"];

/// The differences as a table, the likely cause, and what to paste; nothing where the names match.
pub(crate) fn write(comparison: &Comparison, console: &mut Console) {
    write_table(comparison.differences(), console);
    if let Some(cause) = comparison.cause() {
        console.line("");
        console.field(WIDTH, "likely cause", printable(&cause));
    }
    if let Some(to_paste) = comparison.suggestion().filter(|_| !comparison.sides_look_exchanged()) {
        console.field(WIDTH, "to paste", printable(to_paste));
    }
}

fn write_table(differences: &[Difference], console: &mut Console) {
    if differences.is_empty() {
        return;
    }
    let rows: Vec<[Cow<'_, str>; 4]> = differences.iter().take(SHOWN).map(row).collect();
    let width = |column: usize, widest: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.max().unwrap_or(0).min(widest).max(TITLES.get(column).map_or(0, |title| title.len()))
    };
    let [rdn, attribute, expected] = [width(0, WIDEST), width(1, WIDEST), width(2, WIDEST)];
    console.line("");
    let [titles @ .., last] = TITLES;
    let [first, second, third] = titles;
    console.line(format_args!(
        "{LABEL}{first:<rdn$}  {second:<attribute$}  {third:<expected$}  {last}{LABEL:#}"
    ));
    for [first, second, third, last] in &rows {
        console.line(format_args!("{first:<rdn$}  {second:<attribute$}  {third:<expected$}  {last}"));
    }
    if let Some(more @ 1..) = differences.len().checked_sub(SHOWN) {
        console.line(format_args!("{DIM}and {more} more{DIM:#}"));
    }
}

fn row(difference: &Difference) -> [Cow<'_, str>; 4] {
    let rdn = match (difference.expected_rdn(), difference.found_rdn()) {
        (Some(expected), Some(found)) if expected != found => format!("{expected} -> {found}"),
        (Some(rdn), _) | (None, Some(rdn)) => rdn.to_string(),
        (None, None) => String::new(),
    };
    let attribute = difference.attribute();
    let [expected, found] = [difference.expected(), difference.found()]
        .map(|printed| printed.map_or(Cow::Borrowed("(none)"), |printed| value(attribute, printed)));
    [rdn.into(), printable(attribute), expected, found]
}

/// The text beside the type of an attribute: its value, or both where the types differ.
fn value<'p>(attribute: &str, printed: &'p str) -> Cow<'p, str> {
    let value = printed.strip_prefix(attribute).and_then(|rest| rest.strip_prefix('=')).unwrap_or(printed);
    match value.char_indices().nth(VALUE_SHOWN) {
        _ if value.is_empty() => Cow::Borrowed("(empty)"),
        None => printable(value),
        Some((end, _)) => Cow::Owned(format!("{}...", printable(value.get(..end).unwrap_or(value)))),
    }
}
