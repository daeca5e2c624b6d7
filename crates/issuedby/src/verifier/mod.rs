//! One hop: was this leaf issued by one of these CAs, at this time, for client authentication?
//!
//! Acceptance rests on webpki **and** on the checks here, both on the same bytes. Everything that only
//! explains a refusal runs after it and can add refusals, never take one away.

mod ca_rules;
mod ca_set;
mod chain;
mod evaluation;
mod input;
mod leaf_rules;
mod origin;
mod path;
mod provider_keys;
mod signature_budget;

use alloc::boxed::Box;
use alloc::sync::Arc;

use pki_types::UnixTime;

pub use ca_set::CaSet;

use crate::verdict::{Verdict, Verified};

/// Verifies client certificates against a set of CAs. Immutable, cheap to share between threads.
#[derive(Clone, Debug)]
pub struct Verifier {
    cas: Arc<CaSet>,
    options: Options,
}

/// The options of a caller.
#[derive(Clone, Copy, Debug, Default)]
struct Options {
    require_client_auth_eku: bool,
    ignore_ca_validity: bool,
    allow_unusual_serial: bool,
}

impl Verifier {
    /// A verifier that accepts what one of `cas` issued directly.
    ///
    /// An empty set refuses every certificate with `no_matching_ca`.
    pub fn new(cas: impl Into<Arc<CaSet>>) -> Self {
        Self { cas: cas.into(), options: Options::default() }
    }

    /// Refuses a leaf without the extKeyUsage extension too. By default its absence is no restriction
    /// (RFC 5280 section 4.2.1.12).
    #[must_use]
    pub fn require_client_auth_eku(mut self, required: bool) -> Self {
        self.options.require_client_auth_eku = required;
        self
    }

    /// Accepts leaves of a CA whose own certificate is expired or not valid yet. By default they are
    /// refused with `ca_expired` or `ca_not_yet_valid`.
    #[must_use]
    pub fn ignore_ca_validity(mut self, ignored: bool) -> Self {
        self.options.ignore_ca_validity = ignored;
        self
    }

    /// Accepts leaves whose serial number is zero, negative, or of 20 bytes with the top bit set (21 in DER). By default
    /// they are refused with `invalid_serial`. RFC 5280 section 4.1.2.2 forbids CAs the first two, and asks users to "be
    /// prepared to gracefully handle such certificates".
    #[must_use]
    pub fn allow_unusual_serial(mut self, allowed: bool) -> Self {
        self.options.allow_unusual_serial = allowed;
        self
    }

    /// The CAs.
    pub fn cas(&self) -> &CaSet {
        &self.cas
    }

    /// Verifies one leaf, DER, at `now`: the call for those who want an answer or an error.
    ///
    /// # Errors
    ///
    /// The verdict, when it is anything but SUCCESS.
    pub fn verify<'a>(&'a self, leaf: &'a [u8], now: UnixTime) -> Result<Verified<'a>, Box<Verdict<'a>>> {
        self.verify_with_chain(leaf, now, &[])
    }

    /// As [`Self::verify`], with the certificates that the client sent along, DER, nearest issuer first.
    ///
    /// The chain is never trusted: it is only read to say `not_directly_signed`.
    ///
    /// # Errors
    ///
    /// The verdict, when it is anything but SUCCESS.
    pub fn verify_with_chain<'a>(
        &'a self,
        leaf: &'a [u8],
        now: UnixTime,
        chain: &[&[u8]],
    ) -> Result<Verified<'a>, Box<Verdict<'a>>> {
        Verified::try_from(self.evaluate_with_chain(Some(leaf), now, chain)).map_err(Box::new)
    }

    /// Evaluates what a client presented, DER or nothing, at `now`: the call for gateways. Nothing presented,
    /// bytes that are no certificate and a refusal are all verdicts, never errors.
    pub fn evaluate<'a>(&'a self, leaf: Option<&'a [u8]>, now: UnixTime) -> Verdict<'a> {
        self.evaluate_with_chain(leaf, now, &[])
    }

    /// As [`Self::evaluate`], with the certificates that the client sent along, DER, nearest issuer first.
    ///
    /// The chain is never trusted: it is only read to say `not_directly_signed`. At most
    /// [`MAX_CHAIN_USED`](crate::limits::MAX_CHAIN_USED) of it are looked at.
    pub fn evaluate_with_chain<'a>(
        &'a self,
        leaf: Option<&'a [u8]>,
        now: UnixTime,
        chain: &[&[u8]],
    ) -> Verdict<'a> {
        match leaf {
            None => Verdict::none(now.as_secs()),
            Some(leaf) => evaluation::evaluate(&self.cas, self.options, leaf, now.as_secs(), chain),
        }
    }
}

impl Verifier {
    /// The refusal of a leaf, DER, that no CA and no time can change: its structure, its key, its signature algorithm, its
    /// usage. `None` where a CA might have issued it for client authentication, at some time.
    ///
    /// For whoever looks at a certificate before a CA is chosen. No signature is checked, and the verifier's own CAs make no
    /// difference.
    pub fn permanent_refusal<'a>(&self, leaf: &'a [u8]) -> Option<Verdict<'a>> {
        evaluation::permanent_refusal(&self.cas, self.options, leaf)
    }

    /// Tells whether the key in `issuer` made the signature of `certificate`, both DER, whatever else `issuer` may be.
    ///
    /// For whoever explains two files to each other. One signature is checked, and it says nothing about trust.
    pub fn is_signed_by(&self, certificate: &[u8], issuer: &[u8]) -> bool {
        chain::is_signed_by(&self.cas, certificate, issuer)
    }

    /// Tells whether certificates, DER, are a chain: each after the first is a CA's whose key signed the one before it.
    ///
    /// For whoever reads a file and asks which of its certificates is meant. It says nothing about trust. More than
    /// [`MAX_CHAIN_USED`](crate::limits::MAX_CHAIN_USED) certificates are no chain.
    pub fn is_signed_chain(&self, certificates: &[&[u8]]) -> bool {
        chain::each_signs_the_one_before(&self.cas, certificates)
    }
}

/// A time in Unix seconds as the caller's clock gives it, signed.
///
/// A time before 1970 becomes one that no verdict accepts (`invalid_check_time`), never 1970 itself.
pub fn check_time(seconds: i64) -> UnixTime {
    crate::certificate::unix_time(u64::try_from(seconds).unwrap_or(u64::MAX))
}
