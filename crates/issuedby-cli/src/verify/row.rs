//! A verdict as a row of CSV.

use issuedby::certificate::KeyAlgorithm;
use issuedby::{Certificate, Fingerprint};

use super::check::Evaluated;
use super::text::REFUSED;
use crate::audit::signature_algorithm;
use crate::csv;
use crate::failure::Failure;
use crate::time;

/// The columns, an interface: those that JSON has too have its names.
const COLUMNS: [&str; 22] = [
    "source",
    "status",
    "reason",
    "reasons",
    "error",
    "message",
    "remedy",
    "subject",
    "issuer",
    "serialNumber",
    "notBefore",
    "notAfter",
    "sha256Fingerprint",
    "key",
    "spkiSha256Fingerprint",
    "signatureAlgorithm",
    "caId",
    "caSubject",
    "caSha256Fingerprint",
    "validFrom",
    "validUntil",
    "policyReason",
];

/// The header.
pub(super) fn header() -> String {
    csv::row(COLUMNS)
}

/// The row of a file that cannot be read: it has no status.
pub(super) fn of_failure(source: &str, failure: &Failure) -> String {
    let mut cells = [const { String::new() }; COLUMNS.len()];
    let [first, _, _, _, error, message, remedy, ..] = &mut cells;
    *first = source.to_owned();
    *error = failure.code().to_owned();
    *message = failure.message.clone();
    *remedy = failure.remedies.join("; ");
    csv::row(cells.iter().map(String::as_str))
}

/// The row of a certificate, or of a file without one.
pub(super) fn of_certificate(source: &str, evaluated: Evaluated<'_>, remedy: Option<&str>) -> String {
    let verdict = evaluated.verdict;
    let status = evaluated.refusal().map_or(verdict.status().as_str(), |_| REFUSED);
    let reasons: Vec<_> = verdict.reasons().map(|entry| entry.reason.code()).collect();
    let policy = evaluated.decision.and_then(|decision| decision.reason());
    let message = match evaluated.refusal() {
        Some(reason) => reason.sentence().to_owned(),
        None => verdict.message(),
    };
    let ca = verdict.ca();
    let of_verdict = [
        source.to_owned(),
        status.to_owned(),
        evaluated.reason().map_or_else(String::new, |reason| reason.code().to_owned()),
        reasons.join(" "),
        String::new(),
        message,
        remedy.unwrap_or_default().to_owned(),
    ];
    let of_ca = [
        ca.and_then(|ca| ca.id()).unwrap_or_default().to_owned(),
        ca.map_or_else(String::new, |ca| ca.subject().to_string()),
        ca.map_or_else(String::new, |ca| ca.fingerprint().to_string()),
        verdict.valid_from().map_or_else(String::new, time::format),
        verdict.valid_until().map_or_else(String::new, time::format),
        policy.map_or_else(String::new, |reason| reason.code().to_owned()),
    ];
    let of_certificate = verdict.certificate().map(of_bytes).unwrap_or_default();
    csv::row(of_verdict.iter().chain(&of_certificate).chain(&of_ca).map(String::as_str))
}

/// The cells about the certificate itself.
fn of_bytes(certificate: &Certificate<'_>) -> [String; 9] {
    let key = match certificate.key_algorithm() {
        KeyAlgorithm::Unsupported => "unsupported".to_owned(),
        algorithm => algorithm.to_string(),
    };
    [
        certificate.subject().map_or_else(|_| String::new(), |name| name.to_string()),
        certificate.issuer().map_or_else(|_| String::new(), |name| name.to_string()),
        certificate.serial_number_text().to_string(),
        certificate.not_before_text().to_string(),
        certificate.not_after_text().to_string(),
        certificate.fingerprint().to_string(),
        key,
        Fingerprint::of(certificate.public_key_info()).to_string(),
        signature_algorithm(certificate),
    ]
}
