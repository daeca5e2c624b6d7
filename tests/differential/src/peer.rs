//! The verifiers beside the oracle, and what each says to a case.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use issuedby::{CaCertificate, CaSet, Verifier, check_time};
use pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::encode::Encoded;

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

/// What a peer says to a case.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether it accepts the leaf.
    pub accepted: bool,
    /// Its own words or codes.
    pub text: String,
}

impl Verdict {
    fn new(accepted: bool, text: impl Into<String>) -> Self {
        Self { accepted, text: text.into() }
    }
}

/// What the core says: `accepted`, `not loaded: CODE`, or the codes of the reasons.
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

/// What bare webpki says.
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

/// The programs of the peers that are not Rust, built in a folder below `target`.
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Compiles both.
    ///
    /// # Errors
    ///
    /// What a compiler says.
    pub fn build(folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
        let flags = output(Command::new("pkg-config").args(["--cflags", "--libs", "libcrypto"]))?;
        output(
            Command::new("cc")
                .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-o"])
                .args([folder.join("openssl"), sources.join("openssl.c")])
                .args(flags.split_whitespace()),
        )?;
        output(
            Command::new("go")
                .env("GOCACHE", folder.join("cache"))
                .args(["build", "-o"])
                .args([folder.join("go"), sources.join("verify.go")]),
        )?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Starts a peer on a file of cases.
    ///
    /// # Errors
    ///
    /// The program or the file cannot be opened.
    pub fn start(&self, peer: Peer, cases: &Path) -> Result<Child, String> {
        let cases = File::open(cases).map_err(|error| format!("{}: {error}", cases.display()))?;
        Command::new(self.folder.join(peer.name()))
            .arg(NOW.to_string())
            .stdin(cases)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", peer.name()))
    }
}

/// Waits for a peer to end, and gives its verdict on each of so many cases.
///
/// # Errors
///
/// The program failed, or wrote another number of lines.
pub fn finish(peer: Peer, child: Child, count: usize) -> Result<Vec<Verdict>, String> {
    let done = child.wait_with_output().map_err(|error| format!("{}: {error}", peer.name()))?;
    let text = String::from_utf8_lossy(&done.stdout);
    let verdicts: Vec<_> = text.lines().map(|line| Verdict::new(line == "accepted", line)).collect();
    if done.status.success() && verdicts.len() == count {
        return Ok(verdicts);
    }
    Err(format!("{} ended with {}, and {} of {count} verdicts", peer.name(), done.status, verdicts.len()))
}

/// The bytes that the programs read for a case.
pub fn record(encoded: &Encoded) -> Vec<u8> {
    let mut record = Vec::new();
    for der in [&encoded.ca, &encoded.leaf] {
        let size = u32::try_from(der.len()).expect("a certificate of a case has a few hundred bytes");
        record.extend(size.to_be_bytes());
        record.extend(der);
    }
    record
}

fn output(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&done.stderr)))
}
