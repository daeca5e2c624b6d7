//! The output of a run: certificates one by one, or counts of them.

use issuedby::Certificate;

use super::facts::Facts;
use super::{Place, row, text};
use crate::arguments::{Inspect, TableFormat};
use crate::audit::{
    Counted, EXPIRING_BY_DEFAULT, Summary, Totals, expires_within, is_about_weakness, unknown_expiry,
};
use crate::cas::Cas;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json::JsonObject;
use crate::progress::Progress;
use crate::source;
use crate::terminal::Console;
use crate::time;

/// The output of one run. Results leave it in the order of the files, and none of them is kept.
pub(super) struct Output<'o> {
    /// The time by which it says what is valid, in Unix seconds.
    pub(super) now: i64,
    arguments: &'o Inspect,
    format: TableFormat,
    several_files: bool,
    progress: &'o Progress,
    console: &'o mut Console,
    totals: Totals,
    /// The number of certificates that were shown.
    shown: u64,
    summary: Option<Summary>,
}

impl<'o> Output<'o> {
    pub(super) fn new(
        arguments: &'o Inspect,
        format: TableFormat,
        several_files: bool,
        progress: &'o Progress,
        console: &'o mut Console,
    ) -> Self {
        let now = arguments.at.unwrap_or_else(time::now);
        let span = arguments.selection.expiring.unwrap_or(EXPIRING_BY_DEFAULT);
        let summary = arguments.selection.summary.then(|| Summary::of_inspections(now, span));
        if format == TableFormat::Csv && summary.is_none() {
            console.line(row::header());
        }
        let totals = Totals::default();
        Self { now, arguments, format, several_files, progress, console, totals, shown: 0, summary }
    }

    /// A file that cannot be read, or that has no certificate.
    pub(super) fn unreadable_file(&mut self, source: Option<&str>, failure: &Failure) {
        self.totals.files += 1;
        let was_read = failure.status == ExitStatus::Refused;
        match was_read {
            true => self.totals.add(false),
            false => self.totals.unreadable += 1,
        }
        if was_read && self.count_without_certificate(failure) {
            return;
        }
        self.failure(source.filter(|_| self.several_files), failure);
        if self.format == TableFormat::Csv && self.shows_failures() {
            self.console.line(row::of_certificate(source.unwrap_or_default(), None, Some(failure)));
        }
    }

    /// Ends a file whose certificates were all given.
    pub(super) fn end_file(&mut self) {
        self.totals.files += 1;
    }

    /// One certificate: what is known about it, itself if all of it can be read, and else why not.
    pub(super) fn certificate(
        &mut self,
        place: Place<'_>,
        facts: Option<&Facts<'_>>,
        certificate: Option<&Certificate<'_>>,
        failure: Option<&Failure>,
    ) {
        self.totals.add(certificate.is_some());
        let is_selected = self.arguments.selection.expiring.is_none_or(|span| {
            certificate.is_some_and(|certificate| expires_within(certificate, self.now, span))
        });
        if is_selected {
            self.show(place, facts, certificate, failure);
        }
        if let Some(failure) = failure
            && !self.count_without_certificate(failure)
        {
            self.failure(None, failure);
        }
    }

    /// Counts what is not readable as a certificate in place of an error. False where certificates are shown.
    fn count_without_certificate(&mut self, failure: &Failure) -> bool {
        let Some(summary) = &mut self.summary else { return false };
        summary.add_without_certificate(failure.code());
        true
    }

    fn show(
        &mut self,
        place: Place<'_>,
        facts: Option<&Facts<'_>>,
        certificate: Option<&Certificate<'_>>,
        failure: Option<&Failure>,
    ) {
        let Place { path, position, count, .. } = place;
        let several = self.several_files || count > 1;
        let source = source::member(source::label(path), position, count);
        if self.summary.is_some() {
            return self.count(&source, facts, certificate);
        }
        match (self.format, facts) {
            (TableFormat::Csv, facts) => self.console.line(row::of_certificate(&source, facts, failure)),
            // JSON is about whole certificates.
            (TableFormat::Json, Some(facts)) if facts.inspection.trailing() == 0 => match several {
                true => self.console.line(JsonObject::from_core(&facts.json()).of_source(&source).line()),
                false => self.console.line(facts.json()),
            },
            // What stands before trailing data, and beside an extension that cannot be read, can be shown.
            (TableFormat::Text, Some(facts)) => {
                let source = source::member(source::shown(path), position, count);
                let is_first = self.shown == 0;
                self.progress.aside(|| {
                    if !is_first {
                        self.console.line("");
                    }
                    text::write(facts, &source, self.console);
                });
                self.shown += 1;
            }
            (TableFormat::Json | TableFormat::Text, _) => {}
        }
    }

    /// An error on standard error, and as a line of JSON.
    fn failure(&mut self, source: Option<&str>, failure: &Failure) {
        let is_line = self.format == TableFormat::Json && self.shows_failures();
        self.progress.aside(|| match source {
            Some(source) if is_line => self.console.error_of(source, failure),
            None if is_line => self.console.error(failure),
            _ => self.console.error_text(failure),
        });
    }

    /// True where results have lines for what cannot be read.
    fn shows_failures(&self) -> bool {
        self.summary.is_none() && self.arguments.selection.expiring.is_none()
    }

    fn count(&mut self, source: &str, facts: Option<&Facts<'_>>, certificate: Option<&Certificate<'_>>) {
        let Some(summary) = &mut self.summary else { return };
        let refusals = facts.map(|facts| facts.inspection.never_verifies()).unwrap_or_default();
        summary.add(&Counted {
            source,
            certificate,
            reason: refusals.first().map(|refusal| refusal.reason),
            is_weak: refusals.iter().any(|refusal| is_about_weakness(refusal.reason)),
            ca: None,
        });
        if let Some(facts) = facts {
            summary.add_cautions(facts.inspection.cautions().iter().map(|caution| caution.code()));
        }
    }

    /// Writes what is still to be written, with the sentences about what was left out.
    pub(super) fn finish(self, left_out: Vec<String>) {
        self.progress.finish();
        left_out.iter().for_each(|sentence| self.console.note("note", sentence));
        if let Some(summary) = &self.summary {
            summary.write(&self.totals, &Cas::default(), self.format, self.console);
        } else if let (Some(_), Some(unknown)) =
            (self.arguments.selection.expiring, unknown_expiry(&self.totals))
        {
            self.console.warning(&unknown);
        }
    }
}
