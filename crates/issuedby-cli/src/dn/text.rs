//! A comparison of two names for people.

use issuedby::name::{Comparison, MatchLevel, NameForm, ParsedName};

use crate::comparison;
use crate::printable::name;
use crate::terminal::{BAD, Console, GOOD};

pub(super) fn write(
    expected: &ParsedName,
    found: &ParsedName,
    comparison: &Comparison,
    console: &mut Console,
) {
    let level = comparison.level();
    let style = if level.matches() { GOOD } else { BAD };
    let word = level.as_str().to_ascii_uppercase();
    console.line(format_args!("{style}{word}{style:#}  {}", sentence(level)));
    console.line("");
    console.field(comparison::WIDTH, "expected", shown(expected));
    console.field(comparison::WIDTH, "found", shown(found));
    comparison::write(comparison, console);
}

const fn sentence(level: MatchLevel) -> &'static str {
    match level {
        MatchLevel::Identical => "the names match: they are the same",
        MatchLevel::Equal => "the names match: what differs, such as letter case or blanks, does not count",
        MatchLevel::Reordered => "the names do not match: the same RDNs in another order",
        MatchLevel::Regrouped => "the names do not match: the same attributes, grouped into RDNs otherwise",
        MatchLevel::Different => "the names do not match",
    }
}

/// A name as people read it, and how it was written if not so.
fn shown(parsed: &ParsedName) -> String {
    let readable = name(Ok(parsed.name().as_name()));
    match parsed.form() {
        NameForm::Slash => format!("{readable} (read from the slash form)"),
        NameForm::MultiLine => format!("{readable} (read from lines)"),
        _ => readable,
    }
}
