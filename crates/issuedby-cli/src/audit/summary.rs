//! The counts of `--summary`.

use std::collections::{BTreeMap, BTreeSet};

use issuedby::{Certificate, Reason};

use super::duplicates::Duplicates;
use super::expiry::Expiry;
use super::tally::Tally;
use crate::cas::Ca;

/// The counts of the selected certificates.
pub(crate) struct Summary {
    /// The time of the check, in Unix seconds.
    pub(super) at: i64,
    /// The span of `--expiring`, in seconds.
    pub(super) span: i64,
    pub(super) reasons: BTreeMap<Reason, u64>,
    /// The counts of each CA; none where nothing is verified.
    pub(super) cas: Vec<CaCounts>,
    /// Those of the certificates that belong to none of the CAs.
    pub(super) no_ca: CaCounts,
    pub(super) keys: Tally,
    pub(super) signature_algorithms: Tally,
    pub(super) expiry: Expiry,
    pub(super) weak: u64,
    /// The counts of each caution; none where certificates are verified.
    pub(super) cautions: Option<Tally>,
    pub(super) duplicates: Duplicates,
    /// By code, what was read and is not readable as a certificate.
    pub(super) without_certificate: BTreeMap<&'static str, u64>,
}

/// The counts of one CA.
#[derive(Clone, Default)]
pub(super) struct CaCounts {
    pub(super) verified: u64,
    pub(super) reasons: BTreeMap<Reason, u64>,
}

impl CaCounts {
    pub(super) fn refused(&self) -> u64 {
        self.reasons.values().sum()
    }
}

/// One certificate, as it is counted.
pub(crate) struct Counted<'c> {
    pub(crate) source: &'c str,
    /// The certificate, if there is one.
    pub(crate) certificate: Option<&'c Certificate<'c>>,
    /// The first reason for which it is refused.
    pub(crate) reason: Option<Reason>,
    /// True if its key or the algorithm of its signature is among its reasons.
    pub(crate) is_weak: bool,
    /// The position of its CA.
    pub(crate) ca: Option<usize>,
}

/// True for a reason about a key that is too short, or about an algorithm such as SHA-1.
pub(crate) fn is_about_weakness(reason: Reason) -> bool {
    matches!(reason, Reason::KeyTooWeak | Reason::SignatureAlgorithmUnsupported)
}

impl Summary {
    /// Counts for so many CAs, at a time in Unix seconds; a certificate expires soon if it does so within `span` seconds.
    pub(crate) fn new(cas: usize, at: i64, span: i64) -> Self {
        Self {
            at,
            span,
            reasons: BTreeMap::new(),
            cas: vec![CaCounts::default(); cas],
            no_ca: CaCounts::default(),
            keys: Tally::default(),
            signature_algorithms: Tally::default(),
            expiry: Expiry::default(),
            weak: 0,
            cautions: None,
            duplicates: Duplicates::default(),
            without_certificate: BTreeMap::new(),
        }
    }

    /// Counts for certificates that are inspected: their reasons are those whatever the CA and the time.
    pub(crate) fn of_inspections(at: i64, span: i64) -> Self {
        Self { cautions: Some(Tally::default()), ..Self::new(0, at, span) }
    }

    /// Counts the cautions about one certificate, each once.
    pub(crate) fn add_cautions<'c>(&mut self, codes: impl Iterator<Item = &'c str>) {
        let codes: BTreeSet<_> = codes.collect();
        if let Some(cautions) = &mut self.cautions {
            codes.into_iter().for_each(|code| cautions.add(code.to_owned()));
        }
    }

    /// The CAs that are not valid at the time of the check, and the certificates refused for that reason.
    pub(super) fn outdated_cas<'c>(&self, cas: &'c [Ca]) -> Vec<(&'c Ca, Reason, u64)> {
        let of_ca = |(ca, counts): (&'c Ca, &CaCounts)| {
            let reason = [Reason::CaExpired, Reason::CaNotYetValid]
                .into_iter()
                .find_map(|reason| Some((reason, *counts.reasons.get(&reason)?)));
            reason.map(|(reason, count)| (ca, reason, count))
        };
        cas.iter().zip(&self.cas).filter_map(of_ca).collect()
    }

    /// Counts something that is not readable as a certificate.
    pub(crate) fn add_without_certificate(&mut self, code: &'static str) {
        *self.without_certificate.entry(code).or_default() += 1;
    }

    pub(crate) fn add(&mut self, counted: &Counted<'_>) {
        let of_ca = counted.ca.and_then(|position| self.cas.get_mut(position)).unwrap_or(&mut self.no_ca);
        match counted.reason {
            None => of_ca.verified += 1,
            Some(reason) => {
                *of_ca.reasons.entry(reason).or_default() += 1;
                *self.reasons.entry(reason).or_default() += 1;
            }
        }
        self.weak += u64::from(counted.is_weak);
        let Some(certificate) = counted.certificate else { return };
        self.keys.add(certificate.key_algorithm().to_string());
        self.signature_algorithms.add(signature_algorithm(certificate));
        self.expiry.add(certificate, self.at, self.span);
        self.duplicates.add(certificate, counted.source);
    }
}

/// The usual name of a certificate's signature algorithm, or its number with dots.
pub(crate) fn signature_algorithm(certificate: &Certificate<'_>) -> String {
    certificate.signature_algorithm_text().to_string()
}
