//! The live table: one row for each request.

use std::fmt::Display;

use anstyle::Style;
use issuedby_dev::Row;
use serde_json::json;

use crate::json;
use crate::printable::printable;
use crate::terminal::{BAD, CAUTION, DIM, GOOD, LABEL};

/// The width of each column but the last.
const TIME: usize = 8;
const CERTIFICATE: usize = 17;
const VERDICT: usize = 7;
const STATUS: usize = 6;
/// Nearly all codes: a longer one moves the rest of its line.
const REASON: usize = 23;

/// The most of a request that is shown, in characters; the JSON rows have all of it.
const MAX_REQUEST: usize = 200;

pub(super) fn heading() -> String {
    format!(
        "{LABEL}{:TIME$}  {:CERTIFICATE$}  {:VERDICT$}  {:STATUS$}  {:REASON$}  REQUEST{LABEL:#}",
        "TIME", "CERTIFICATE", "VERDICT", "STATUS", "REASON"
    )
}

pub(super) fn text(row: &Row) -> String {
    let access = &row.access;
    // RFC 3339 in UTC: the time of day is enough for a table.
    let time = access.time.get(11..19).unwrap_or(&access.time);
    let request = fitting(&format!("{} {}", access.method, access.path), MAX_REQUEST);
    let certificate = row.scenario.map_or("another", |scenario| scenario.name());
    let verdict = access.verdict.unwrap_or("-");
    let verdict_style = match verdict {
        "SUCCESS" => GOOD,
        "FAILED" => BAD,
        _ => CAUTION,
    };
    let is_wrong = row.is_as_expected() == Some(false);
    let status = format!("{}{}", access.status, if is_wrong { " !" } else { "" });
    let status_style = match access.status {
        _ if is_wrong => CAUTION,
        200..400 => GOOD,
        500.. => CAUTION,
        _ => BAD,
    };
    let reason = match (access.fault, row.reason) {
        (None, reason) => reason.unwrap_or("-").to_owned(),
        (Some(fault), None) => fault.to_owned(),
        (Some(fault), Some(reason)) => format!("{fault} ({reason})"),
    };
    format!(
        "{}  {certificate:CERTIFICATE$}  {}  {}  {reason:REASON$}  {request}",
        styled(DIM, time, TIME),
        styled(verdict_style, verdict, VERDICT),
        styled(status_style, status, STATUS),
    )
}

pub(super) fn json(row: &Row) -> String {
    let access = &row.access;
    json::line(&json!({
        "time": access.time,
        "method": access.method,
        "path": access.path,
        "scenario": row.scenario.map(|scenario| scenario.name()),
        "certificate": access.certificate,
        "verdict": access.verdict,
        "reason": row.reason,
        "fault": access.fault,
        "status": access.status,
        "asExpected": row.is_as_expected(),
        "milliseconds": access.milliseconds,
    }))
}

fn styled(style: Style, value: impl Display, width: usize) -> String {
    format!("{style}{value}{style:#}{:1$}", "", width.saturating_sub(value.to_string().len()))
}

/// Text that a client chose, made printable and cut to a width.
fn fitting(text: &str, width: usize) -> String {
    // Nothing beyond the width is looked at: a path is as long as a client likes.
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(width).collect();
    let is_whole = characters.next().is_none();
    let shown = printable(&start);
    match is_whole && shown.chars().count() <= width {
        true => shown.into_owned(),
        false => shown.chars().take(width.saturating_sub(1)).chain(['\u{2026}']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_chose_fits_its_width_and_moves_no_cursor() {
        for (text, shown) in [
            ("GET /", "GET /"),
            ("GET /23456789", "GET /2345\u{2026}"),
            ("GET /\u{1b}[2J", "GET /\\u{1\u{2026}"),
            ("GET /23456", "GET /23456"),
        ] {
            assert_eq!(fitting(text, 10), shown);
        }
        assert_eq!(fitting(&"\u{202e}".repeat(1 << 20), 18).chars().count(), 18);
    }
}
