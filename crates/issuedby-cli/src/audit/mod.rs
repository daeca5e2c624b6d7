//! Many certificates at once: which of them are shown, and counts of them.

mod duplicates;
mod expiry;
mod summary;
mod summary_csv;
mod summary_json;
mod summary_text;
mod tally;

use issuedby::Certificate;

use crate::arguments::TableFormat;
use crate::cas::Cas;
use crate::json;
use crate::terminal::Console;

pub(crate) use self::summary::{Counted, Summary, is_about_weakness, signature_algorithm};
pub(crate) use self::summary_json::errors;
pub(crate) use self::summary_text::{totals as totals_line, unknown_expiry};

/// The span of `--expiring` where a summary has none.
pub(crate) const EXPIRING_BY_DEFAULT: i64 = 30 * 86_400;

/// The files and certificates of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) files: u64,
    pub(crate) certificates: u64,
    /// The number of files, and of PEM blocks in them, that were read and are not readable as a certificate.
    pub(crate) without_certificate: u64,
    pub(crate) verified: u64,
    /// The number of files that could not be read.
    pub(crate) unreadable: u64,
}

impl Totals {
    pub(crate) fn refused(&self) -> u64 {
        self.certificates + self.without_certificate - self.verified
    }

    /// Counts one certificate, or something that is not readable as one.
    pub(crate) fn add(&mut self, is_certificate: bool) {
        self.certificates += u64::from(is_certificate);
        self.without_certificate += u64::from(!is_certificate);
    }

    /// The number of those of which the expiry is not known.
    pub(crate) fn of_unknown_expiry(&self) -> u64 {
        self.without_certificate + self.unreadable
    }
}

impl Summary {
    /// Writes the counts in place of the certificates.
    pub(crate) fn write(&self, totals: &Totals, cas: &Cas, format: TableFormat, console: &mut Console) {
        match format {
            TableFormat::Text => {
                let line = match self.cautions.is_some() {
                    true => summary_text::inspected(totals),
                    false => totals_line(totals),
                };
                console.line(line);
                summary_text::write(self, totals, &cas.fit, console);
            }
            TableFormat::Json => console.line(json::line(&summary_json::object(self, totals, cas))),
            TableFormat::Csv => summary_csv::write(self, totals, &cas.fit, console),
        }
    }
}

/// True for a certificate that has not expired at `at`, and expires within `span` seconds.
pub(crate) fn expires_within(certificate: &Certificate<'_>, at: i64, span: i64) -> bool {
    (at..=at.saturating_add(span)).contains(&certificate.not_after_seconds())
}

/// A number with its noun: `1 file`, `2 files`.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
