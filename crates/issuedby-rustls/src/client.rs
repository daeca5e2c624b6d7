//! The client of one connection: what it presented, and the verdict about it as long as that holds.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use issuedby::{Reason, ReasonGroup, Status, UnixTime, Verdict, VerdictReason};
use pki_types::CertificateDer;
use rustls::CommonState;

use crate::current::{CurrentVerifier, Generation};

/// What the client of a connection presented, in this handshake or in the one that its session comes from.
///
/// Make it once for a connection, and ask [`Self::evaluate`] for every request.
pub struct Client {
    certificates: Box<[CertificateDer<'static>]>,
    evaluated: ArcSwapOption<CurrentVerdict>,
}

impl Client {
    /// The client at the other end. Call it after the handshake: before, there is none yet.
    pub fn of(connection: &CommonState) -> Self {
        let presented = connection.peer_certificates().unwrap_or_default();
        Self::with_certificates(presented.iter().map(|certificate| certificate.clone().into_owned()))
    }

    /// A client that presented these certificates, its own first.
    ///
    /// Whoever calls this has seen the proof that it holds the key.
    pub fn with_certificates(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> Self {
        Self { certificates: certificates.into_iter().collect(), evaluated: ArcSwapOption::empty() }
    }

    /// The client's own certificate, DER. It is trusted only if a verdict says so.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificates.first().map(AsRef::as_ref)
    }

    /// What it sent along, DER, nearest issuer first. None of it is trusted.
    pub fn chain(&self) -> impl ExactSizeIterator<Item = &[u8]> + Clone {
        self.certificates.get(1..).unwrap_or_default().iter().map(AsRef::as_ref)
    }

    /// The verdict of the CAs that hold now, at `now`: the one before if it still holds, else a new one.
    pub fn evaluate(&self, current: &CurrentVerifier, now: UnixTime) -> Arc<CurrentVerdict> {
        let dated = current.dated();
        if let Some(verdict) = &*self.evaluated.load()
            && verdict.holds(dated.generation, now)
        {
            return Arc::clone(verdict);
        }
        let chain: Vec<&[u8]> = self.chain().collect();
        let verdict = dated.verifier.evaluate_with_chain(self.certificate(), now, &chain).into_owned();
        let verdict = Arc::new(CurrentVerdict { verdict, generation: dated.generation });
        self.evaluated.store(Some(Arc::clone(&verdict)));
        verdict
    }
}

/// Whether there is a certificate, and the verdict; never the certificate.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("certificates", &self.certificates.len())
            .field("evaluated", &self.evaluated.load())
            .finish()
    }
}

/// A verdict, and the grounds on which it stands.
#[derive(Debug)]
pub struct CurrentVerdict {
    verdict: Verdict<'static>,
    generation: Generation,
}

impl CurrentVerdict {
    /// The verdict.
    pub fn verdict(&self) -> &Verdict<'static> {
        &self.verdict
    }

    /// The number of the verifier that gave it.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Whether it still stands: the CAs are the same, and its window is open.
    ///
    /// A refusal for the time of what a CA really issued is asked again in every second, since certificates become
    /// valid and clocks are set right. Any other stands as long as the CAs do: time makes no forgery genuine.
    pub fn holds(&self, generation: Generation, now: UnixTime) -> bool {
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
