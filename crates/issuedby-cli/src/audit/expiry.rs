//! When certificates expire: how many by month.

use std::collections::BTreeMap;

use issuedby::Certificate;

use super::expires_within;

/// The number of months that are counted apart, from the first in which something expires.
const MONTHS: usize = 24;

/// The number of certificates by the end of their validity.
#[derive(Default)]
pub(super) struct Expiry {
    pub(super) expired: u64,
    /// Those that expire within the span of `--expiring`.
    pub(super) expiring: u64,
    months: BTreeMap<String, u64>,
    /// Those in a month after the last of `months`.
    pub(super) later: u64,
}

impl Expiry {
    pub(super) fn add(&mut self, certificate: &Certificate<'_>, at: i64, span: i64) {
        if certificate.not_after_seconds() < at {
            self.expired += 1;
            return;
        }
        self.expiring += u64::from(expires_within(certificate, at, span));
        let date = certificate.not_after_text().to_string();
        self.add_month(date.get(..7).unwrap_or(&date).to_owned());
    }

    fn add_month(&mut self, month: String) {
        *self.months.entry(month).or_default() += 1;
        if self.months.len() > MONTHS {
            self.later += self.months.pop_last().map_or(0, |(_, count)| count);
        }
    }

    /// Each month, as `2027-03`, in which certificates expire, with their number.
    pub(super) fn months(&self) -> impl Iterator<Item = (&str, u64)> {
        self.months.iter().map(|(month, count)| (month.as_str(), *count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_after_the_first_few_are_counted_together() {
        let mut expiry = Expiry::default();
        let months: Vec<_> =
            (2026..2036).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}"))).collect();
        for month in months.iter().rev().chain(&months) {
            expiry.add_month(month.clone());
        }
        let first: Vec<_> = months.iter().take(MONTHS).map(|month| (month.as_str(), 2)).collect();
        assert_eq!(expiry.months().collect::<Vec<_>>(), first);
        assert_eq!(expiry.later, 2 * (120 - 24));
    }
}
