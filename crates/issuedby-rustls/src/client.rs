//! The client of one connection: its certificates, and the verdict about it while that is valid.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use issuedby::{Reason, ReasonGroup, Status, UnixTime, Verdict, VerdictReason};
use pki_types::CertificateDer;
use rustls::CommonState;

use crate::current::{CurrentVerifier, VerifierGeneration};

/// The certificates of a client, from this handshake or from that of the resumed session.
///
/// Make it once for a connection, and call [`Self::evaluate`] for every request.
pub struct Client {
    certificates: Box<[CertificateDer<'static>]>,
    evaluated: ArcSwapOption<CurrentVerdict>,
}

impl Client {
    /// The client of a connection. Call it after the handshake.
    pub fn of(connection: &CommonState) -> Self {
        let presented = connection.peer_certificates().unwrap_or_default();
        Self::with_certificates(presented.iter().map(|certificate| certificate.clone().into_owned()))
    }

    /// A client that presented these certificates, its own first.
    ///
    /// The caller must have checked the proof that the client holds the key.
    pub fn with_certificates(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> Self {
        Self { certificates: certificates.into_iter().collect(), evaluated: ArcSwapOption::empty() }
    }

    /// The client's own certificate, DER. It is trusted only if a verdict says so.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificates.first().map(AsRef::as_ref)
    }

    /// The other certificates that it sent, DER, nearest issuer first. None of them is trusted.
    pub fn chain(&self) -> impl ExactSizeIterator<Item = &[u8]> + Clone {
        self.certificates.get(1..).unwrap_or_default().iter().map(AsRef::as_ref)
    }

    /// The verdict of the current CAs at `now`: the last one while it is valid, otherwise a new one.
    pub fn evaluate(&self, current: &CurrentVerifier, now: UnixTime) -> Arc<CurrentVerdict> {
        let numbered = current.numbered();
        if let Some(verdict) = &*self.evaluated.load()
            && verdict.holds(numbered.generation, now)
        {
            return Arc::clone(verdict);
        }
        let chain: Vec<&[u8]> = self.chain().collect();
        let verdict = numbered.verifier.evaluate_with_chain(self.certificate(), now, &chain).into_owned();
        let verdict = Arc::new(CurrentVerdict { verdict, generation: numbered.generation });
        self.evaluated.store(Some(Arc::clone(&verdict)));
        verdict
    }
}

/// The number of certificates, and the verdict; never a certificate.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("certificates", &self.certificates.len())
            .field("evaluated", &self.evaluated.load())
            .finish()
    }
}

/// A verdict, and the number of the verifier that gave it.
#[derive(Debug)]
pub struct CurrentVerdict {
    verdict: Verdict<'static>,
    generation: VerifierGeneration,
}

impl CurrentVerdict {
    /// The verdict.
    pub fn verdict(&self) -> &Verdict<'static> {
        &self.verdict
    }

    /// The number of the verifier that gave it.
    pub fn generation(&self) -> VerifierGeneration {
        self.generation
    }

    /// True while the verdict is valid: the CAs are the same, and `now` is within its validity.
    ///
    /// A refusal that only the time caused, of a certificate that a CA issued, is evaluated again in every second:
    /// certificates become valid, and clocks are corrected. Any other refusal stays while the CAs are the same.
    pub fn holds(&self, generation: VerifierGeneration, now: UnixTime) -> bool {
        if self.generation != generation {
            return false;
        }
        match self.verdict.status() {
            Status::None => true,
            Status::Success => {
                self.verdict.valid_from().is_some_and(|from| from <= now)
                    && self.verdict.valid_until().is_some_and(|until| now <= until)
            }
            Status::Failed => {
                let passes = |entry: VerdictReason| {
                    entry.reason == Reason::InvalidCheckTime
                        || entry.authenticated && entry.reason.group() == ReasonGroup::Time
                };
                self.verdict.checked_at() == now || !self.verdict.reasons().any(passes)
            }
        }
    }
}
