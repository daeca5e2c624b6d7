//! The lines of a file with names: each with its fields, and none longer than names are.

use std::io::{self, BufRead, Read};

use csv::{ReaderBuilder, StringRecord};
use issuedby::limits::MAX_NAME_TEXT_SIZE;

use crate::arguments::Fields;
use crate::failure::Failure;

/// The most bytes of one line: two of the longest names, with each byte written twice as CSV writes quotes, and what
/// stands around them.
const MAX_LINE_SIZE: usize = 4 * MAX_NAME_TEXT_SIZE + 64;

/// The lines of a file.
pub(super) struct Lines<R> {
    reader: R,
    /// The number of the current line, counted from 1.
    number: usize,
    fields: Fields,
    /// The number of fields that a line must have.
    count: usize,
}

/// One line: its number, and its fields. It has none if it is blank.
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) fields: Result<Vec<String>, Failure>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, fields: Fields, count: usize) -> Self {
        Self { reader, number: 0, fields, count }
    }

    /// The next line; a header of CSV is passed over. `None` at the end.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let Some(bytes) = self.next_bytes()? else { return Ok(None) };
            let fields = match bytes {
                Some(bytes) => self.split(&bytes),
                None => Err(self.fault("line_too_long", &format!("found more than {MAX_LINE_SIZE} bytes"))),
            };
            // No name but the empty one is without a `=`.
            let is_header = self.number == 1
                && self.fields == Fields::Csv
                && fields
                    .as_ref()
                    .is_ok_and(|fields| fields.iter().all(|field| !field.is_empty() && !field.contains('=')));
            if !is_header {
                return Ok(Some(Line { number: self.number, fields }));
            }
        }
    }

    /// The bytes of the next line without its end; nothing in their place if they are too many.
    fn next_bytes(&mut self) -> io::Result<Option<Option<Vec<u8>>>> {
        let mut bytes = Vec::new();
        let limit = MAX_LINE_SIZE as u64 + 2;
        if (&mut self.reader).take(limit).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let is_whole = bytes.pop_if(|byte| *byte == b'\n').is_some();
        bytes.pop_if(|byte| *byte == b'\r');
        if bytes.len() <= MAX_LINE_SIZE {
            if self.number == 1 && bytes.starts_with("\u{FEFF}".as_bytes()) {
                bytes.drain(.."\u{FEFF}".len());
            }
            return Ok(Some(Some(bytes)));
        }
        if !is_whole {
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some(None))
    }

    fn split(&self, bytes: &[u8]) -> Result<Vec<String>, Failure> {
        let text =
            str::from_utf8(bytes).map_err(|_| self.fault("not_utf8", "found bytes that are not UTF-8"))?;
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let fields: Vec<String> = match self.fields {
            Fields::Lines if self.count == 1 => vec![text.to_owned()],
            Fields::Lines => text.split('\t').map(str::to_owned).collect(),
            Fields::Csv => self.record(text)?.iter().map(str::to_owned).collect(),
        };
        match fields.len() == self.count {
            true => Ok(fields),
            false => Err(self.fault("wrong_number_of_names", &self.expected(fields.len()))),
        }
    }

    /// One row of CSV, which is one line: no name has a line break.
    fn record(&self, text: &str) -> Result<StringRecord, Failure> {
        if !text.matches('"').count().is_multiple_of(2) {
            return Err(
                self.fault("quote_not_closed", "found a quotation mark that is not closed in its line")
            );
        }
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(_) => Ok(record),
            Err(error) => Err(self.fault("not_csv", &format!("found no row of CSV ({error})"))),
        }
    }

    fn expected(&self, found: usize) -> String {
        let (expected, between) = match (self.count, self.fields) {
            (1, _) => ("one name", ""),
            (_, Fields::Lines) => ("two names", " with a tab between them"),
            (_, Fields::Csv) => ("two names", " in two columns"),
        };
        let names = if found == 1 { "name" } else { "names" };
        format!("found {found} {names}, expected {expected}{between}")
    }

    fn fault(&self, code: &'static str, found: &str) -> Failure {
        let failure = Failure::usage(code, format!("line {}: {found} ({code})", self.number));
        match (code, self.fields) {
            ("wrong_number_of_names", Fields::Lines) if self.count == 2 => {
                failure.remedy("put a tab between the names, or give CSV with the option --csv")
            }
            ("wrong_number_of_names", Fields::Csv) => {
                failure.remedy("put a name that has commas between quotation marks: \"CN=ca,O=Example\"")
            }
            _ => failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line as its number and its fields, or the code of its error.
    fn read(text: &str, fields: Fields, count: usize) -> Vec<(usize, Result<Vec<String>, &'static str>)> {
        let mut lines = Lines::new(text.as_bytes(), fields, count);
        let mut all = Vec::new();
        while let Some(Line { number, fields }) = lines.next().expect("memory can be read") {
            all.push((number, fields.map_err(|failure| failure.code())));
        }
        all
    }

    fn names(names: &[&str]) -> Result<Vec<String>, &'static str> {
        Ok(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn a_line_has_two_names_with_a_tab_between() {
        assert_eq!(
            read("\u{FEFF}CN=a,O=b\tCN=c\r\n\nCN=a\nCN=a\tCN=b\tCN=c", Fields::Lines, 2),
            [
                (1, names(&["CN=a,O=b", "CN=c"])),
                (2, names(&[])),
                (3, Err("wrong_number_of_names")),
                (4, Err("wrong_number_of_names")),
            ]
        );
    }

    #[test]
    fn a_row_of_csv_has_two_columns_and_the_first_may_be_a_header() {
        assert_eq!(
            read(
                "expected,found\n\"CN=\"\"a\"\",O=b\",CN=c\nCN=a,O=b,CN=c\n\"CN=a,CN=b\n\"CN=a\n",
                Fields::Csv,
                2
            ),
            [
                (2, names(&["CN=\"a\",O=b", "CN=c"])),
                (3, Err("wrong_number_of_names")),
                (4, Err("quote_not_closed")),
                (5, Err("quote_not_closed")),
            ]
        );
        assert_eq!(read("name\nCN=a\n", Fields::Csv, 1), [(2, names(&["CN=a"]))]);
        // A line without CSV has no header.
        assert_eq!(read("name\n", Fields::Lines, 1), [(1, names(&["name"]))]);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let longest = format!("CN={}", "a".repeat(MAX_LINE_SIZE - 3));
        let text = format!("{longest}\n{longest}b\n{}\nCN=c", "x".repeat(1 << 20));
        let found = read(&text, Fields::Lines, 1);
        assert_eq!(found[0], (1, Ok(vec![longest])));
        assert_eq!(found[1..3], [(2, Err("line_too_long")), (3, Err("line_too_long"))]);
        assert_eq!(found[3], (4, names(&["CN=c"])));
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn bytes_that_are_not_text_are_a_fault_of_their_line() {
        let mut lines = Lines::new(&b"\xff\xfe\nCN=a"[..], Fields::Lines, 1);
        assert!(lines.next().expect("memory").expect("a line").fields.is_err());
        assert!(lines.next().expect("memory").expect("a line").fields.is_ok());
    }
}
