//! The output of a run: certificates one by one, or counts of them.

use std::path::Path;

use super::check::{Check, Evaluated};
use super::{row, table, text};
use crate::arguments::{Only, TableFormat};
use crate::audit::{
    Counted, EXPIRING_BY_DEFAULT, Summary, Totals, expires_within, is_about_weakness, unknown_expiry,
};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::source::{self, Presented};
use crate::terminal::Console;

/// The output of one run. Results leave it in the order of the files, and none of them is kept.
pub(super) struct Output<'o> {
    check: &'o Check<'o>,
    format: TableFormat,
    several_files: bool,
    progress: &'o Progress,
    console: &'o mut Console,
    totals: Totals,
    /// The number of selected certificates.
    selected: u64,
    /// The rows for several certificates, as text.
    table: table::Table,
    summary: Option<Summary>,
}

impl<'o> Output<'o> {
    pub(super) fn new(
        check: &'o Check<'o>,
        format: TableFormat,
        several_files: bool,
        progress: &'o Progress,
        console: &'o mut Console,
    ) -> Self {
        let selection = &check.arguments.selection;
        let span = selection.expiring.unwrap_or(EXPIRING_BY_DEFAULT);
        let summary = selection.summary.then(|| Summary::new(check.cas.fit.len(), check.now, span));
        if format == TableFormat::Csv && summary.is_none() {
            console.line(row::header());
        }
        let (totals, table) = (Totals::default(), table::Table::default());
        Self { check, format, several_files, progress, console, totals, selected: 0, table, summary }
    }

    /// A file that cannot be read.
    pub(super) fn failure(&mut self, source: Option<&str>, failure: &Failure) {
        self.totals.files += 1;
        self.totals.unreadable += 1;
        let is_row = self.summary.is_none() && !self.selects_verdicts();
        self.progress.aside(|| match (source, self.format) {
            (Some(source), TableFormat::Json) if is_row && self.several_files => {
                self.console.error_of(source, failure);
            }
            (_, TableFormat::Json) if is_row => self.console.error(failure),
            (source, format) => {
                self.console.error_text(failure);
                if format == TableFormat::Csv && is_row {
                    self.console.line(row::of_failure(source.unwrap_or_default(), failure));
                }
            }
        });
    }

    /// One certificate of a file: its position among so many, and the verdict about it.
    pub(super) fn certificate(
        &mut self,
        path: &Path,
        presented: &Presented,
        (position, count): (usize, usize),
        evaluated: Evaluated<'_>,
    ) {
        let is_certificate = evaluated.verdict.certificate().is_some();
        self.totals.add(is_certificate);
        if let (Some(summary), Some(reason), false) = (&mut self.summary, evaluated.reason(), is_certificate)
        {
            summary.add_without_certificate(reason.code());
        }
        self.totals.verified += u64::from(evaluated.passes());
        if !self.selects(evaluated) {
            return;
        }
        self.selected += 1;
        if self.summary.is_some() {
            let source = source::member(source::shown(path), position, count);
            return self.count(&source, evaluated);
        }
        let check = self.check;
        let mut remedy = check.remedy(path, presented, evaluated);
        let is_table = self.several_files || count > 1 || self.has_filter();
        // A table has one remedy for all its rows.
        if !(self.format == TableFormat::Text && is_table) {
            remedy =
                remedy.map(|remedy| check.with_the_intermediate(remedy, path, presented, evaluated.verdict));
        }
        match self.format {
            TableFormat::Json => {
                let object = check.json(evaluated, remedy.as_deref());
                let object = match self.several_files || count > 1 {
                    true => object.of_source(&source::member(source::label(path), position, count)),
                    false => object,
                };
                self.console.line(object.line());
            }
            TableFormat::Csv => {
                let source = source::member(source::label(path), position, count);
                self.console.line(row::of_certificate(&source, evaluated, remedy.as_deref()));
            }
            TableFormat::Text if is_table => {
                let source = source::member(source::shown(path), position, count);
                self.table.add(check, source, evaluated, remedy);
                if self.table.is_full() {
                    self.progress.aside(|| self.table.flush(self.console));
                }
            }
            TableFormat::Text => {
                let notes = text::Notes { has_private_key: presented.has_private_key, remedy };
                text::write_one(check, path, evaluated, &notes, self.console);
            }
        }
    }

    /// Ends a file whose certificates were all given.
    pub(super) fn end_file(&mut self) {
        self.totals.files += 1;
    }

    /// Writes what is still to be written, with the sentences about what was left out.
    pub(super) fn finish(self, left_out: Vec<String>) {
        self.progress.finish();
        left_out.iter().for_each(|sentence| self.console.note("note", sentence));
        let unknown = unknown_expiry(&self.totals);
        match (&self.summary, self.format) {
            (Some(summary), format) => summary.write(&self.totals, &self.check.cas, format, self.console),
            (None, TableFormat::Text) => {
                let shown = self.has_filter().then_some(self.selected);
                self.table.finish(&self.totals, shown, self.console);
            }
            (None, TableFormat::Json | TableFormat::Csv) => {}
        }
        if let (None, Some(_), Some(unknown)) =
            (&self.summary, self.check.arguments.selection.expiring, unknown)
        {
            self.console.warning(&unknown);
        }
    }

    fn count(&mut self, source: &str, evaluated: Evaluated<'_>) {
        let verdict = evaluated.verdict;
        if let Some(summary) = &mut self.summary {
            summary.add(&Counted {
                source,
                certificate: verdict.certificate(),
                reason: evaluated.reason(),
                is_weak: is_weak(evaluated),
                ca: verdict.ca().and_then(|ca| self.check.cas.position(ca.fingerprint())),
            });
        }
    }

    /// True if only some verdicts are shown.
    fn selects_verdicts(&self) -> bool {
        matches!(self.check.arguments.only, Some(Only::Verified | Only::Weak))
            || self.check.arguments.selection.expiring.is_some()
    }

    fn has_filter(&self) -> bool {
        self.check.arguments.only.is_some() || self.check.arguments.selection.expiring.is_some()
    }

    fn selects(&self, evaluated: Evaluated<'_>) -> bool {
        let is_wanted = match self.check.arguments.only {
            None => true,
            Some(Only::Failed) => !evaluated.passes(),
            Some(Only::Verified) => evaluated.passes(),
            Some(Only::Weak) => is_weak(evaluated),
        };
        let certificate = evaluated.verdict.certificate();
        is_wanted
            && self.check.arguments.selection.expiring.is_none_or(|span| {
                certificate.is_some_and(|certificate| expires_within(certificate, self.check.now, span))
            })
    }
}

/// True if its key or the algorithm of its signature is among its reasons.
fn is_weak(evaluated: Evaluated<'_>) -> bool {
    evaluated.verdict.reasons().any(|entry| is_about_weakness(entry.reason))
}
