//! Rows of CSV (RFC 4180) that neither a terminal nor a spreadsheet obeys.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use crate::printable::printable;

/// The separator of cells where the comma is that of decimals, as in German and in French.
const SEPARATOR: char = ';';

/// One row without its line break. Every cell is made [`cell`].
pub(crate) fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    // Writing to memory cannot fail, and neither can the count of cells: the writer has this row alone.
    let written = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    let mut line = String::from_utf8(bytes).unwrap_or_default();
    line.truncate(line.trim_end_matches('\n').len());
    line
}

/// A cell that a spreadsheet takes for text: control characters, tabs and line breaks among them, stand as `\u{..}`, and
/// what would be a formula has `'` before it. So has what begins with `'`, so that the text can be had again.
///
/// Spreadsheets of many countries separate cells with `;`: so what follows one is taken for a cell too.
fn cell(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if !text.split(SEPARATOR).any(is_formula) {
        return text;
    }
    let parts = text.split(SEPARATOR).map(|part| match is_formula(part) {
        true => Cow::Owned(format!("'{part}")),
        false => Cow::Borrowed(part),
    });
    Cow::Owned(parts.collect::<Vec<_>>().join(";"))
}

/// True for text that a spreadsheet would evaluate as a cell. Some pass over blanks and quotation marks before it, and some
/// take the fullwidth forms too.
fn is_formula(text: &str) -> bool {
    const FIRST: [char; 9] = ['=', '+', '-', '@', '\'', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

    text.trim_start_matches(|one: char| one.is_whitespace() || one == '"').starts_with(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_more_than_one_line() {
        for (text, expected) in [
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("'=1", "''=1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("\t=1", "\\u{9}=1"),
            ("\r=1", "\\u{d}=1"),
            ("a\r\nb", "a\\u{d}\\u{a}b"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("a=b", "a=b"),
            ("a;b", "a;b"),
            ("a;=1+cmd.pem", "a;'=1+cmd.pem"),
            ("a; @SUM(A1);b;-1", "a;' @SUM(A1);b;'-1"),
            ("=1;=1", "'=1;'=1"),
            ("a;'=1", "a;''=1"),
            ("a;\"=1", "\"a;'\"\"=1\""),
            ("a;\u{ff1d}1", "a;'\u{ff1d}1"),
            ("a;\t=1", "a;\\u{9}=1"),
            ("a,b", "\"a,b\""),
            ("M\u{fc}ller", "M\u{fc}ller"),
        ] {
            assert_eq!(row([text, "z"]), format!("{expected},z"), "{text:?}");
        }
        assert_eq!(row(["", ""]), ",");
    }

    #[test]
    fn the_text_of_a_cell_can_be_had_again() {
        let parts = ["", "a", "=1", "'", "''=1", " ", " +", "\"-1"];
        for (first, second) in parts.iter().flat_map(|first| parts.map(|second| (first, second))) {
            let text = format!("{first};{second};{first}");
            let cell = cell(&text);
            // Without the first `'` of each part that begins with one.
            let parts = cell.split(';').map(|part| part.strip_prefix('\'').unwrap_or(part));
            assert_eq!(parts.collect::<Vec<_>>().join(";"), text);
        }
    }
}
