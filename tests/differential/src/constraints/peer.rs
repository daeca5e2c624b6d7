//! The verifiers beside the oracle, and what each says to a case.

use std::path::Path;
use std::time::Duration;

use issuedby::{CaCertificate, CaSet, Verifier, check_time};
use pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::constraints::encode::Encoded;
use crate::programs::{self, Programs, Running};

/// When every case is verified, in seconds since 1970: all certificates are valid then.
pub const NOW: i64 = 1_800_000_000;

/// A verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// The core.
    Issuedby,
    /// OpenSSL's `X509_verify_cert`.
    OpenSsl,
    /// Go's `crypto/x509`.
    Go,
    /// rustls-webpki alone.
    Webpki,
}

impl Peer {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Issuedby, Self::OpenSsl, Self::Go, Self::Webpki];

    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issuedby => "issuedby",
            Self::OpenSsl => "openssl",
            Self::Go => "go",
            Self::Webpki => "webpki",
        }
    }
}

/// The answer of a peer to a case.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// True if it accepts the leaf.
    pub accepted: bool,
    /// Its own words or codes.
    pub text: String,
}

impl Verdict {
    fn new(accepted: bool, text: impl Into<String>) -> Self {
        Self { accepted, text: text.into() }
    }
}

/// The answer of the core: `accepted`, `not loaded: CODE`, or the codes of the reasons.
pub fn issuedby(encoded: &Encoded) -> Verdict {
    let verifier = match CaCertificate::from_der(&encoded.ca).and_then(|ca| CaSet::new([ca])) {
        Ok(cas) => Verifier::new(cas),
        Err(error) => return Verdict::new(false, format!("not loaded: {}", error.reason().code())),
    };
    let verdict = verifier.evaluate(Some(&encoded.leaf), check_time(NOW));
    if verdict.verified() {
        return Verdict::new(true, "accepted");
    }
    let codes: Vec<_> = verdict.reasons().map(|entry| entry.reason.code()).collect();
    Verdict::new(false, codes.join(", "))
}

/// The answer of bare webpki.
pub fn webpki(encoded: &Encoded) -> Verdict {
    let verify = || {
        let ca = CertificateDer::from(encoded.ca.as_slice());
        let leaf = CertificateDer::from(encoded.leaf.as_slice());
        let anchors = [anchor_from_trusted_cert(&ca)?];
        let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW.unsigned_abs()));
        EndEntityCert::try_from(&leaf)?
            .verify_for_usage(
                webpki::ALL_VERIFICATION_ALGS,
                &anchors,
                &[],
                now,
                KeyUsage::client_auth(),
                None,
                None,
            )
            .map(|_| ())
    };
    match verify() {
        Ok(()) => Verdict::new(true, "accepted"),
        Err(error) => Verdict::new(false, format!("{error:?}")),
    }
}

/// Starts one of the peers that are not Rust on a file of cases.
///
/// # Errors
///
/// The program or the file cannot be opened.
pub fn start(programs: &Programs, peer: Peer, cases: &Path) -> Result<Running, String> {
    let command = if peer == Peer::Go { programs.go() } else { programs.openssl() };
    Running::start(peer.name(), command, cases, cases.with_extension(peer.name()))
}

/// Waits for a peer to end, and gives its verdict on each of so many cases.
///
/// # Errors
///
/// The program failed, or gave another number of verdicts.
pub fn finish(running: Running, count: usize) -> Result<Vec<Verdict>, String> {
    let lines = running.finish(count)?;
    Ok(lines.into_iter().map(|line| Verdict::new(line == "accepted", line)).collect())
}

/// The bytes that the programs read for a case.
pub fn record(encoded: &Encoded) -> Vec<u8> {
    programs::record(NOW, [encoded.ca.as_slice()], &encoded.leaf)
}
