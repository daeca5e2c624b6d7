//! The counts of `--summary` as rows of CSV: group, name, count.

use super::Totals;
use super::summary::{CaCounts, Summary};
use crate::cas::Ca;
use crate::csv;
use crate::terminal::Console;

/// Writes the header and one row for each count.
pub(crate) fn write(summary: &Summary, totals: &Totals, cas: &[Ca], console: &mut Console) {
    console.line(csv::row(["group", "name", "count"]));
    let mut row =
        |group: &str, name: &str, count: u64| console.line(csv::row([group, name, &count.to_string()]));
    // Where certificates are inspected, none is verified or refused.
    let verdicts = [("verified", totals.verified), ("refused", totals.refused())];
    let verdicts = verdicts.into_iter().filter(|_| summary.cautions.is_none());
    let counts = [
        ("files", totals.files),
        ("unreadable", totals.unreadable),
        ("certificates", totals.certificates),
        ("without certificate", totals.without_certificate),
    ];
    for (name, count) in counts.into_iter().chain(verdicts).chain([("weak", summary.weak)]) {
        row("total", name, count);
    }
    summary.reasons.iter().for_each(|(reason, count)| row("reason", reason.code(), *count));
    summary.without_certificate.iter().for_each(|(code, count)| row("without certificate", code, *count));
    if !summary.cas.is_empty() {
        let names = cas.iter().map(|ca| format!("{} ({})", ca.ca.subject().to_utf8_string(), ca.source));
        for (name, counts) in names.zip(&summary.cas).chain([("none of these".to_owned(), &summary.no_ca)]) {
            write_ca(&name, counts, &mut row);
        }
    }
    let cautions = summary.cautions.as_ref().map(|cautions| cautions.entries()).unwrap_or_default();
    cautions.into_iter().for_each(|(name, count)| row("caution", name, count));
    summary.keys.entries().into_iter().for_each(|(name, count)| row("key", name, count));
    let algorithms = summary.signature_algorithms.entries();
    algorithms.into_iter().for_each(|(name, count)| row("signature algorithm", name, count));
    row("expiry", "expired", summary.expiry.expired);
    row("expiry", "expiring", summary.expiry.expiring);
    summary.expiry.months().for_each(|(month, count)| row("expiry", month, count));
    row("expiry", "later", summary.expiry.later);
    row("expiry", "unknown", totals.of_unknown_expiry());
    row("duplicate", "certificates", summary.duplicates.certificates.count);
    row("duplicate", "keys", summary.duplicates.keys.count);
    row("duplicate", "serial numbers", summary.duplicates.serial_numbers.count);
}

fn write_ca(name: &str, counts: &CaCounts, row: &mut impl FnMut(&str, &str, u64)) {
    row("CA: verified", name, counts.verified);
    row("CA: refused", name, counts.refused());
    counts.reasons.iter().for_each(|(reason, count)| row(&format!("CA: {reason}"), name, *count));
}
