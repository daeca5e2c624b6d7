//! A verification case: what is loaded, what is presented, and what a verifier must say.

use crate::algorithm::Hash;
use crate::authority::Authority;
use crate::time::Instant;

/// The time of the check in every case that is not about time: 2026-11-23T12:00:00Z.
pub const NOW: Instant = Instant(1_795_435_200);

/// A verification case.
pub struct Case {
    /// Theme and property, as `time/expired`.
    pub id: String,
    /// The description of the case, for people.
    pub description: String,
    /// The CAs that are loaded, in the order of loading.
    pub cas: Vec<LoadedCa>,
    /// The leaf that is presented; `None` where nothing is.
    pub leaf: Option<Vec<u8>>,
    /// The certificates that are presented along with it.
    pub chain: Vec<Vec<u8>>,
    /// The time of the check.
    pub now: Instant,
    /// The verifier's option of this name.
    pub require_client_auth_eku: bool,
    /// The verifier's option of this name.
    pub ignore_ca_validity: bool,
    /// Accept zero, negative and 20-byte serial numbers with the top bit set.
    pub allow_unusual_serial: bool,
    /// The expected verdict.
    pub expect: Expectation,
    /// The facts that the message or the remedy must hold, as parts of their text.
    pub facts: &'static [&'static str],
    /// The cryptography providers that the expectation holds for.
    pub providers: &'static [&'static str],
}

/// A CA that a case loads.
pub struct LoadedCa {
    /// Its certificate, as DER.
    pub der: Vec<u8>,
    /// The id it is given.
    pub id: Option<&'static str>,
}

/// The expected verdict.
pub struct Expectation {
    /// `SUCCESS`, `FAILED` or `NONE`.
    pub status: &'static str,
    /// The codes, in the order of the table.
    pub reasons: Vec<&'static str>,
    /// Tells whether the leaf's signature held under a loaded CA.
    pub authenticated: bool,
    /// The loaded CA that the verdict names.
    pub ca: Option<usize>,
}

const BOTH_PROVIDERS: &[&str] = &["aws-lc-rs", "ring"];

impl Case {
    /// A leaf that verifies.
    pub fn success(id: &str, description: &str, leaf: Vec<u8>) -> Self {
        let expect = Expectation { status: "SUCCESS", reasons: Vec::new(), authenticated: true, ca: Some(0) };
        Self::new(id, description, Some(leaf), expect)
    }

    /// A leaf that a loaded CA did sign, refused for these reasons.
    pub fn refused(id: &str, description: &str, leaf: Vec<u8>, reasons: &[&'static str]) -> Self {
        let expect =
            Expectation { status: "FAILED", reasons: reasons.to_vec(), authenticated: true, ca: Some(0) };
        Self::new(id, description, Some(leaf), expect)
    }

    /// A leaf whose signature was not shown to be a loaded CA's, refused for these reasons.
    pub fn unauthenticated(id: &str, description: &str, leaf: Vec<u8>, reasons: &[&'static str]) -> Self {
        let expect =
            Expectation { status: "FAILED", reasons: reasons.to_vec(), authenticated: false, ca: None };
        Self::new(id, description, Some(leaf), expect)
    }

    /// Nothing presented.
    pub fn nothing_presented(id: &str, description: &str) -> Self {
        let expect =
            Expectation { status: "NONE", reasons: vec!["no_certificate"], authenticated: false, ca: None };
        Self::new(id, description, None, expect)
    }

    fn new(id: &str, description: &str, leaf: Option<Vec<u8>>, expect: Expectation) -> Self {
        Self {
            id: id.to_owned(),
            description: description.to_owned(),
            cas: vec![LoadedCa { der: crate::authority::example().der, id: None }],
            leaf,
            chain: Vec::new(),
            now: NOW,
            require_client_auth_eku: false,
            ignore_ca_validity: false,
            allow_unusual_serial: false,
            expect,
            facts: &[],
            providers: BOTH_PROVIDERS,
        }
    }

    /// The case with these CAs loaded instead.
    pub fn under(self, authorities: &[&Authority]) -> Self {
        let cas = authorities.iter().map(|authority| LoadedCa { der: authority.der.clone(), id: None });
        Self { cas: cas.collect(), ..self }
    }

    /// The case with ids for its CAs.
    pub fn with_ids(mut self, ids: &[&'static str]) -> Self {
        for (ca, id) in self.cas.iter_mut().zip(ids) {
            ca.id = Some(id);
        }
        self
    }

    /// The case with these certificates presented along with the leaf.
    pub fn along_with(self, chain: Vec<Vec<u8>>) -> Self {
        Self { chain, ..self }
    }

    /// The case at another time.
    pub fn at(self, now: Instant) -> Self {
        Self { now, ..self }
    }

    /// The case with extKeyUsage clientAuth required.
    pub fn requiring_client_auth_eku(self) -> Self {
        Self { require_client_auth_eku: true, ..self }
    }

    /// The case with the CAs' own validity ignored.
    pub fn ignoring_ca_validity(self) -> Self {
        Self { ignore_ca_validity: true, ..self }
    }

    /// The same, with unusual serial numbers allowed.
    pub fn allowing_unusual_serial(self) -> Self {
        Self { allow_unusual_serial: true, ..self }
    }

    /// The case with a verdict that names this CA.
    pub fn naming(mut self, ca: usize) -> Self {
        self.expect.ca = Some(ca);
        self
    }

    /// The case for aws-lc-rs alone.
    pub fn on_aws_lc_rs_only(self) -> Self {
        Self { providers: &["aws-lc-rs"], ..self }
    }
}

impl Expectation {
    /// The code a verifier must give first. All reasons of a leaf share one `authenticated`, so that the first
    /// authenticated one and the first are the same.
    pub fn reason(&self) -> Option<&'static str> {
        self.reasons.first().copied()
    }
}

/// SHA-256 as upper-case hexadecimal with colons.
pub fn fingerprint(der: &[u8]) -> String {
    let bytes: Vec<_> = Hash::Sha256.digest(der).iter().map(|byte| format!("{byte:02X}")).collect();
    bytes.join(":")
}
