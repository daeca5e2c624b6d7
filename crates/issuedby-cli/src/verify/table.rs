//! Several verdicts for people: a line each, and under the refused ones why.

use issuedby::Verdict;

use super::check::{Check, Evaluated};
use super::text::{REFUSED, SUBJECT_GIVEN, intermediate};
use crate::audit::{Totals, totals_line};
use crate::headline::headline;
use crate::printable::{name, printable};
use crate::terminal::{BAD, Console, DIM, GOOD, LABEL};
use crate::time;

/// The most rows that wait: their columns are aligned, and those of later rows go on from there.
const MAX_ROWS: usize = 256;

/// The number of remedies that are shown below a table. The first for each reason is one of them in any case: those for
/// files without a certificate differ by file, and stand last.
const REMEDIES_SHOWN: usize = 16;

/// A longer subject pushes its own source to the right, not everybody's.
const WIDEST_SUBJECT: usize = 48;

/// The rows that are still to be written, and what stands below the last one.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    reason_width: usize,
    subject_width: usize,
    /// The first remedy for each reason, in the order of the rows.
    by_reason: Vec<(&'static str, String)>,
    /// More of them, with their reasons, or with the files that hold no certificate.
    remedies: Vec<(String, String)>,
    /// True if there were more of them.
    has_more_remedies: bool,
    /// True once there was a row.
    is_used: bool,
}

struct Row {
    verified: bool,
    status: &'static str,
    reason: &'static str,
    subject: String,
    source: String,
    /// The reasons, one line each.
    why: Vec<String>,
}

impl Table {
    /// True where the rows should be written.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= MAX_ROWS
    }

    /// One row. A remedy with the file's own name in it stands beside that name, others beside the reason.
    pub(super) fn add(
        &mut self,
        check: &Check<'_>,
        source: String,
        evaluated: Evaluated<'_>,
        remedy: Option<String>,
    ) {
        let verdict = evaluated.verdict;
        let mut why = Vec::new();
        if let Some(reason) = evaluated.reason() {
            match evaluated.refusal() {
                Some(_) => why.extend(difference(check, verdict)),
                None => why.push(with_its_ca(check, verdict)),
            }
            why.extend(intermediate(check, evaluated).map(|subject| format!("it is {subject}")));
            let remedy = remedy.unwrap_or_default();
            let is_of_file = verdict.certificate().is_none() && remedy != reason.remedy();
            self.add_remedy(reason.code(), is_of_file.then_some(source.as_str()), remedy);
        }
        if let (Some(_), Some(certificate)) = (check.arguments.selection.expiring, verdict.certificate()) {
            let validity = time::validity(certificate, check.now);
            why.push(format!("{validity}, issuer {}", name(certificate.issuer())));
        }
        self.is_used = true;
        self.rows.push(Row {
            verified: evaluated.passes(),
            status: evaluated.refusal().map_or(verdict.status().as_str(), |_| REFUSED),
            reason: evaluated.reason().map_or("", |reason| reason.code()),
            subject: verdict
                .certificate()
                .map_or_else(String::new, |certificate| name(certificate.subject())),
            source,
            why,
        });
    }

    fn add_remedy(&mut self, reason: &'static str, file: Option<&str>, remedy: String) {
        let about = file.unwrap_or(reason);
        let of_reason = self.by_reason.iter().find(|(known, _)| *known == reason);
        let is_known = of_reason.is_some_and(|(_, text)| file.is_none() && *text == remedy)
            || self.remedies.iter().any(|(known, text)| known == about && *text == remedy);
        if remedy.is_empty() || is_known {
            return;
        }
        if file.is_none() && of_reason.is_none() {
            self.by_reason.push((reason, remedy));
            return;
        }
        match self.remedies.len() < REMEDIES_SHOWN {
            true => self.remedies.push((about.to_owned(), remedy)),
            false => self.has_more_remedies = true,
        }
    }

    /// Writes the rows that wait.
    pub(super) fn flush(&mut self, console: &mut Console) {
        let widest = |width: fn(&Row) -> usize| self.rows.iter().map(width).max().unwrap_or(0);
        self.reason_width = self.reason_width.max(widest(|row| row.reason.len()));
        let subject_width = widest(|row| row.subject.chars().count()).min(WIDEST_SUBJECT);
        self.subject_width = self.subject_width.max(subject_width);
        let (reason_width, subject_width) = (self.reason_width, self.subject_width);
        for row in self.rows.drain(..) {
            let style = if row.verified { GOOD } else { BAD };
            console.line(format_args!(
                "{style}{:<7}{style:#}  {:<reason_width$}  {:<subject_width$}  {}",
                row.status,
                row.reason,
                row.subject,
                printable(&row.source)
            ));
            for line in &row.why {
                console.line(format_args!("{:7}  {DIM}{}{DIM:#}", "", printable(line)));
            }
        }
    }

    /// Writes what is left: rows, totals and remedies. `shown` is the number of rows where a filter chose them.
    pub(super) fn finish(mut self, totals: &Totals, shown: Option<u64>, console: &mut Console) {
        self.flush(console);
        if totals.certificates + totals.without_certificate == 0 || !(self.is_used || shown.is_some()) {
            return;
        }
        if self.is_used {
            console.line("");
        }
        let shown = shown.map_or_else(String::new, |shown| format!(", {shown} shown"));
        console.line(format_args!("{}{shown}", totals_line(totals)));
        self.write_remedies(console);
    }

    fn write_remedies(&self, console: &mut Console) {
        if !(self.by_reason.is_empty() && self.remedies.is_empty()) {
            console.line("");
        }
        let by_reason = self.by_reason.iter().map(|(reason, remedy)| (*reason, remedy));
        let others = self.remedies.iter().map(|(about, remedy)| (about.as_str(), remedy));
        // The first of each reason is shown in any case.
        let others = others.take(REMEDIES_SHOWN.saturating_sub(self.by_reason.len()));
        for (about, remedy) in by_reason.chain(others) {
            console.line(format_args!("{LABEL}{}{LABEL:#}: {}", printable(about), printable(remedy)));
        }
        if self.has_more_remedies || self.by_reason.len() + self.remedies.len() > REMEDIES_SHOWN {
            console.line("and more; one file alone shows its own");
        }
    }
}

/// The reason why a certificate is refused, with its CA where several were given.
fn with_its_ca(check: &Check<'_>, verdict: &Verdict<'_>) -> String {
    let headline = headline(&verdict.message());
    let cas = &check.cas.fit;
    let given = verdict.ca().and_then(|ca| check.cas.position(ca.fingerprint())).and_then(|at| cas.get(at));
    match given.filter(|_| cas.len() > 1) {
        Some(given) => format!("{headline}; CA {}", given.source),
        None => headline,
    }
}

/// The differences between the issuer of a verified certificate and the closest name that the policy expects.
fn difference(check: &Check<'_>, verdict: &Verdict<'_>) -> Option<String> {
    let (certificate, policy) = (verdict.certificate()?, check.policy.as_ref()?);
    let issuer = certificate.issuer().ok()?;
    if policy.name_of_subject(certificate).is_some() {
        return Some(SUBJECT_GIVEN.to_owned());
    }
    let (_, comparison) = policy.closest(issuer)?;
    comparison.hint()
}
