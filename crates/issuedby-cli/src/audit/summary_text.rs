//! The counts of `--summary` for people.

use std::fmt::Display;

use super::duplicates::Groups;
use super::summary::{CaCounts, Summary};
use super::{Totals, counted};
use crate::cas::Ca;
use crate::printable::printable;
use crate::span;
use crate::terminal::{BAD, CAUTION, Console, DIM, GOOD, LABEL};

/// The number of groups of duplicates that are shown of each kind; JSON has more.
const GROUPS_SHOWN: usize = 8;

/// The width of the counts.
const WIDTH: usize = 9;

/// Writes the counts below their totals.
pub(crate) fn write(summary: &Summary, totals: &Totals, cas: &[Ca], console: &mut Console) {
    let title = if summary.cautions.is_some() { "never verified, by reason" } else { "by reason" };
    heading(title, !summary.reasons.is_empty(), console);
    let mut reasons: Vec<_> = summary.reasons.iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (reason, count) in reasons {
        line(count, format_args!("{BAD}{reason}{BAD:#}"), console);
    }
    heading("not readable as a certificate", !summary.without_certificate.is_empty(), console);
    for (code, count) in &summary.without_certificate {
        line(count, format_args!("{BAD}{code}{BAD:#}"), console);
    }
    if !summary.cas.is_empty() {
        heading("by CA", true, console);
        for (ca, counts) in cas.iter().zip(&summary.cas) {
            write_ca(&format!("{} ({})", ca.ca.subject().to_utf8_string(), ca.source), counts, console);
        }
        if summary.no_ca.refused() > 0 {
            write_ca("none of these", &summary.no_ca, console);
        }
    }
    let tallies = [("by key", &summary.keys), ("by signature algorithm", &summary.signature_algorithms)];
    let cautions = summary.cautions.as_ref().map(|cautions| ("by caution", cautions));
    for (title, tally) in cautions.into_iter().chain(tallies) {
        let entries = tally.entries();
        heading(title, !entries.is_empty(), console);
        entries.into_iter().for_each(|(text, count)| line(count, printable(text), console));
    }
    write_expiry(summary, totals, console);
    let outdated = summary.outdated_cas(cas);
    heading("attention", summary.weak > 0 || !outdated.is_empty(), console);
    for (ca, reason, count) in outdated {
        let name = printable(&ca.source).into_owned();
        line(count, format_args!("refused because of their CA {name}: {BAD}{reason}{BAD:#}"), console);
    }
    if summary.weak > 0 {
        line(
            summary.weak,
            format_args!("{CAUTION}weak{CAUTION:#}: a short key, or an algorithm such as SHA-1"),
            console,
        );
    }
    write_duplicates(summary, console);
}

/// The totals in one line.
pub(crate) fn totals(totals: &Totals) -> String {
    let (found, unreadable) = (found(totals), unreadable(totals));
    format!("{found}: {} verified, {} refused{unreadable}", totals.verified, totals.refused())
}

/// The totals in one line, where nothing is verified.
pub(super) fn inspected(totals: &Totals) -> String {
    format!("{}{}", found(totals), unreadable(totals))
}

/// The sentence below those that expire about all whose expiry is not known.
pub(crate) fn unknown_expiry(totals: &Totals) -> Option<String> {
    let (without, unreadable) = (totals.without_certificate, totals.unreadable);
    let closed = (unreadable > 0).then(|| format!("{} could not be read", counted(unreadable, "file")));
    let other = (without > 0).then(|| format!("{} not readable as a certificate", is_or_are(without)));
    let found: Vec<_> = other.into_iter().chain(closed).collect();
    (!found.is_empty()).then(|| format!("{}: when they expire is not known", found.join(", ")))
}

fn is_or_are(count: u64) -> String {
    format!("{} {}", counted(count, "file"), if count == 1 { "is" } else { "are" })
}

/// The number of certificates, and of what is not readable as one.
fn found(totals: &Totals) -> String {
    let certificates = counted(totals.certificates, "certificate");
    match totals.without_certificate {
        0 => certificates,
        count => format!("{certificates}, {count} not readable as one"),
    }
}

fn unreadable(totals: &Totals) -> String {
    match totals.unreadable {
        0 => String::new(),
        files => format!(", {} not readable", counted(files, "file")),
    }
}

fn heading(title: &str, is_needed: bool, console: &mut Console) {
    if is_needed {
        console.line("");
        console.line(format_args!("{LABEL}{title}{LABEL:#}"));
    }
}

fn line(count: impl Display, what: impl Display, console: &mut Console) {
    console.line(format_args!("{count:>WIDTH$}  {what}"));
}

fn write_ca(name: &str, counts: &CaCounts, console: &mut Console) {
    let total = counts.verified + counts.refused();
    let reasons: Vec<_> = counts.reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    let refused = match reasons.is_empty() {
        true => String::new(),
        false => format!(", {BAD}refused{BAD:#} {}", reasons.join(", ")),
    };
    line(total, printable(name), console);
    if total > 0 {
        line("", format_args!("{GOOD}verified{GOOD:#} {}{refused}", counts.verified), console);
    }
}

fn write_expiry(summary: &Summary, totals: &Totals, console: &mut Console) {
    let expiry = &summary.expiry;
    let unknown = totals.of_unknown_expiry();
    let has_any = expiry.expired > 0 || unknown > 0 || expiry.months().next().is_some();
    heading("by expiry", has_any, console);
    if !has_any {
        return;
    }
    if expiry.expired > 0 {
        line(expiry.expired, format_args!("{BAD}expired{BAD:#}"), console);
    }
    let span = span::shown(u64::try_from(summary.span).unwrap_or_default());
    line(expiry.expiring, format_args!("within {span}"), console);
    expiry.months().for_each(|(month, count)| line(count, month, console));
    if expiry.later > 0 {
        line(expiry.later, "later", console);
    }
    if unknown > 0 {
        line(unknown, "not known: no certificate could be read", console);
    }
}

fn write_duplicates(summary: &Summary, console: &mut Console) {
    let duplicates = &summary.duplicates;
    for (title, groups) in [
        ("certificates that stand in several places", &duplicates.certificates),
        ("keys that several certificates have", &duplicates.keys),
        ("serial numbers that one issuer gave to several certificates", &duplicates.serial_numbers),
    ] {
        heading(title, groups.count > 0, console);
        write_groups(groups, console);
    }
    if duplicates.not_looked_at > 0 {
        console.line("");
        console.line(format_args!(
            "duplicates were not looked for among {}",
            counted(duplicates.not_looked_at, "more certificate")
        ));
    }
}

fn write_groups(groups: &Groups, console: &mut Console) {
    for group in groups.shown().take(GROUPS_SHOWN) {
        let more = match group.count - group.sources.len() as u64 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        line(group.count, format_args!("{}{more}", printable(&group.sources.join(", "))), console);
    }
    let shown = groups.shown().take(GROUPS_SHOWN).count() as u64;
    if groups.count > shown {
        line("", format_args!("{DIM}and {} more{DIM:#}", groups.count - shown), console);
    }
}
