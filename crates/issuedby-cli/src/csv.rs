//! Rows of CSV (RFC 4180) that neither a terminal nor a spreadsheet obeys.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use crate::printable::printable;

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

/// A cell that a spreadsheet takes for text: control characters and line breaks stand as `\u{..}`, and a cell that
/// would be a formula has `'` before it. So has one that begins with `'`, so that the text can be had again.
fn cell(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    match is_formula(&text) {
        true => Cow::Owned(format!("'{text}")),
        false => text,
    }
}

/// True for a cell that a spreadsheet would evaluate. Some pass over blanks before it, and some take the fullwidth forms
/// too.
fn is_formula(text: &str) -> bool {
    const FIRST: [char; 9] = ['=', '+', '-', '@', '\'', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

    text.trim_start().starts_with(FIRST)
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
            ("a,b", "\"a,b\""),
            ("M\u{fc}ller", "M\u{fc}ller"),
        ] {
            assert_eq!(row([text, "z"]), format!("{expected},z"), "{text:?}");
        }
        assert_eq!(row(["", ""]), ",");
    }
}
