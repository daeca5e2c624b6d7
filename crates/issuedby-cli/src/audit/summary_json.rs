//! The counts of `--summary` as one JSON object.

use std::collections::BTreeMap;

use issuedby::{Reason, check_time};
use serde_json::{Value, json};

use super::Totals;
use super::duplicates::Groups;
use super::summary::{CaCounts, Summary};
use super::tally::Tally;
use crate::cas::Cas;
use crate::failure::Failure;
use crate::time;

/// The object, whose only key is `summary`.
pub(crate) fn object(summary: &Summary, totals: &Totals, cas: &Cas) -> Value {
    let months: Vec<_> =
        summary.expiry.months().map(|(month, count)| json!({ "month": month, "count": count })).collect();
    let by_ca = cas.fit.iter().zip(&summary.cas).map(|(ca, counts)| {
        let ca_object = json!({
            "id": ca.ca.id(),
            "source": ca.source,
            "subject": ca.ca.subject().to_string(),
            "sha256Fingerprint": ca.ca.fingerprint().to_string(),
        });
        of_ca(ca_object, counts)
    });
    let by_ca: Vec<_> = by_ca.chain([of_ca(Value::Null, &summary.no_ca)]).collect();
    // Where certificates are inspected, none is verified or refused.
    let verdicts = summary.cautions.is_none().then_some((totals.verified, totals.refused()));
    let (verified, refused) = verdicts.unzip();
    let without_certificate: Vec<_> = summary
        .without_certificate
        .iter()
        .map(|(code, count)| json!({ "code": code, "count": count }))
        .collect();
    json!({
        "summary": {
            "checkedAt": time::format(check_time(summary.at)),
            "files": totals.files,
            "unreadable": totals.unreadable,
            "certificates": totals.certificates,
            "withoutCertificate": {
                "count": totals.without_certificate,
                "byCode": without_certificate,
            },
            "verified": verified,
            "refused": refused,
            "byReason": by_reason(&summary.reasons),
            "byCa": if summary.cas.is_empty() { Value::Null } else { by_ca.into() },
            "byKey": by_text(&summary.keys),
            "bySignatureAlgorithm": by_text(&summary.signature_algorithms),
            "expiry": {
                "expired": summary.expiry.expired,
                "expiring": { "seconds": summary.span, "count": summary.expiry.expiring },
                "byMonth": months,
                "later": summary.expiry.later,
                "unknown": totals.of_unknown_expiry(),
            },
            "weak": summary.weak,
            "byCaution": summary.cautions.as_ref().map(by_text),
            "duplicates": {
                "certificates": groups(&summary.duplicates.certificates),
                "keys": groups(&summary.duplicates.keys),
                "serialNumbers": groups(&summary.duplicates.serial_numbers),
                "notLookedAt": summary.duplicates.not_looked_at,
            },
            "errors": errors(&cas.failures),
        }
    })
}

/// The errors of the CAs.
pub(crate) fn errors(failures: &[Failure]) -> Vec<Value> {
    failures.iter().map(Failure::to_json).collect()
}

fn by_reason(reasons: &BTreeMap<Reason, u64>) -> Vec<Value> {
    reasons.iter().map(|(reason, count)| json!({ "code": reason.code(), "count": count })).collect()
}

fn of_ca(ca: Value, counts: &CaCounts) -> Value {
    json!({
        "ca": ca,
        "verified": counts.verified,
        "refused": counts.refused(),
        "byReason": by_reason(&counts.reasons),
    })
}

fn by_text(tally: &Tally) -> Vec<Value> {
    tally.entries().into_iter().map(|(name, count)| json!({ "name": name, "count": count })).collect()
}

fn groups(groups: &Groups) -> Value {
    let shown: Vec<_> =
        groups.shown().map(|group| json!({ "count": group.count, "sources": group.sources })).collect();
    json!({ "count": groups.count, "first": shown })
}
