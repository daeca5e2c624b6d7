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
/// Make it once for a connection, and ask [`Self::judge`] for every request.
pub struct Client {
    certificates: Box<[CertificateDer<'static>]>,
    judged: ArcSwapOption<Judgement>,
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
        Self { certificates: certificates.into_iter().collect(), judged: ArcSwapOption::empty() }
    }

    /// The client's own certificate, DER. It is trusted only if a judgement says so.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificates.first().map(AsRef::as_ref)
    }

    /// What it sent along, DER, nearest issuer first. None of it is trusted.
    pub fn chain(&self) -> impl ExactSizeIterator<Item = &[u8]> + Clone {
        self.certificates.get(1..).unwrap_or_default().iter().map(AsRef::as_ref)
    }

    /// The verdict of the CAs that hold now, at `now`: the one before if it still holds, else a new one.
    pub fn judge(&self, current: &CurrentVerifier, now: UnixTime) -> Arc<Judgement> {
        let dated = current.dated();
        if let Some(judgement) = &*self.judged.load()
            && judgement.holds(dated.generation, now)
        {
            return Arc::clone(judgement);
        }
        let chain: Vec<&[u8]> = self.chain().collect();
        let verdict = dated.verifier.evaluate_with_chain(self.certificate(), now, &chain).into_owned();
        let judgement = Arc::new(Judgement { verdict, generation: dated.generation });
        self.judged.store(Some(Arc::clone(&judgement)));
        judgement
    }
}

/// Whether there is a certificate, and the judgement; never the certificate.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("certificates", &self.certificates.len())
            .field("judged", &self.judged.load())
            .finish()
    }
}

/// A verdict, and the grounds on which it stands.
#[derive(Debug)]
pub struct Judgement {
    verdict: Verdict<'static>,
    generation: Generation,
}

impl Judgement {
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
