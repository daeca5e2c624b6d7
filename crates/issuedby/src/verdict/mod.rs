//! The verdict about what a client presented: a value that borrows the bytes and makes text when asked.

mod algorithm;
mod json;
mod message;
mod origin;
mod rekeyed;
mod remedy;
mod time;
mod verified;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use pki_types::UnixTime;

use crate::ca::{CaCertificate, LoadedCa};
use crate::certificate::{Certificate, ParseError, unix_time};
use crate::error_details::ErrorDetails;
use crate::fingerprint::Fingerprint;
use crate::input::InputError;
use crate::reason::{Reason, ReasonSet};
use crate::verifier::CaSet;

use message::Ca;
pub(crate) use origin::Origin;
pub use verified::Verified;

/// The result of a verification.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Status {
    /// Nothing was presented.
    None,
    /// The presented certificate is refused.
    Failed,
    /// The certificate was issued by one of the CAs, for client authentication, and is valid.
    Success,
}

impl Status {
    /// `NONE`, `FAILED` or `SUCCESS`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Failed => "FAILED",
            Self::Success => "SUCCESS",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The answer to "was this certificate issued by one of these CAs, who is the client, and if not, why
/// not?" at one time.
///
/// It borrows the leaf and the CAs and has allocated nothing: text is made when it is asked for.
/// [`Self::into_owned`] makes one that can be kept. It is deliberately not convertible to a `bool`.
#[derive(Clone)]
#[must_use = "a verdict that is not read decides nothing"]
pub struct Verdict<'a> {
    status: Status,
    refusal: Refusal,
    /// The time of the check, in Unix seconds.
    now: u64,
    leaf: Leaf<'a>,
    ca: Option<CaOf<'a>>,
    /// The CAs that refused it, for its message.
    cas: Option<CasOf<'a>>,
    window: Option<(u64, u64)>,
    signature_checks: usize,
}

/// The presented input.
#[allow(clippy::large_enum_variant, reason = "a box would allocate on the way to every SUCCESS")]
#[derive(Clone)]
enum Leaf<'a> {
    Nothing,
    /// Input in no form that can be read.
    Unread(InputError),
    /// DER that is no certificate.
    Unreadable(ParseError),
    Certificate(Certificate<'a>),
}

/// The reasons of a refusal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Refusal {
    pub(crate) reasons: ReasonSet,
    /// Tells whether the leaf's signature holds under a loaded CA.
    pub(crate) authenticated: bool,
    /// The presented intermediate that issued the leaf, for `not_directly_signed`.
    pub(crate) intermediate: Option<Fingerprint>,
    /// For `no_matching_ca`: the result of one signature check.
    pub(crate) origin: Option<Origin>,
    /// The signature checks that it took.
    pub(crate) origin_checks: usize,
    /// For `signature_invalid`: the CA's own certificate was changed after it was signed.
    pub(crate) is_ca_altered: bool,
}

/// The CAs of the verifier: borrowed, or kept alive by the verdict.
#[derive(Clone)]
pub(crate) enum CasOf<'a> {
    Borrowed(&'a Arc<CaSet>),
    Shared(Arc<CaSet>),
}

/// The CA that a verdict names: borrowed from the set, or kept alive by the verdict.
#[derive(Clone)]
pub(crate) enum CaOf<'a> {
    Borrowed(&'a Arc<LoadedCa>),
    Shared(Arc<LoadedCa>),
}

/// One reason of a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct VerdictReason {
    /// The reason.
    pub reason: Reason,
    /// Tells whether the certificate's signature holds under a loaded CA: what is refused was really issued by it
    /// and is no forgery.
    pub authenticated: bool,
}

impl<'a> Verdict<'a> {
    /// `SUCCESS`, `FAILED` or `NONE`.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Tells whether the status is `SUCCESS`.
    pub fn verified(&self) -> bool {
        self.status == Status::Success
    }

    /// The reason of a FAILED or NONE: the first of [`Self::reasons`].
    pub fn reason(&self) -> Option<Reason> {
        self.refusal.reasons.iter().next()
    }

    /// Every reason that applies, in table order: none for SUCCESS, `no_certificate` for NONE.
    pub fn reasons(&self) -> impl Iterator<Item = VerdictReason> + Clone + use<> {
        let authenticated = self.refusal.authenticated;
        self.refusal.reasons.iter().map(move |reason| VerdictReason { reason, authenticated })
    }

    /// A sentence for people about [`Self::reason`], or about the success. It may change; codes do not.
    pub fn message(&self) -> String {
        message::of_verdict(self)
    }

    /// A sentence for people about one of [`Self::reasons`].
    pub fn message_of(&self, reason: Reason) -> String {
        message::of_reason(self, reason)
    }

    /// The remedy for [`Self::reason`]; `None` for a SUCCESS. Where no certificate could be read, it is about the input,
    /// and in its commands `FILE` stands for the file that was read and `FILE.pem` for the file that they write.
    pub fn remedy(&self) -> Option<&'static str> {
        self.reason().map(|reason| self.remedy_of(reason))
    }

    /// The remedy for one of [`Self::reasons`].
    pub fn remedy_of(&self, reason: Reason) -> &'static str {
        match &self.leaf {
            Leaf::Unread(error) if error.reason() == reason => error.remedy(),
            Leaf::Unreadable(error) if error.reason() == reason => error.remedy(),
            Leaf::Certificate(certificate) => remedy::of_certificate(self, certificate, reason),
            Leaf::Nothing | Leaf::Unread(_) | Leaf::Unreadable(_) => reason.remedy(),
        }
    }

    /// The certificate that was presented, if its structure could be parsed. It is trusted only if
    /// [`Self::verified`].
    pub fn certificate(&self) -> Option<&Certificate<'a>> {
        match &self.leaf {
            Leaf::Certificate(certificate) => Some(certificate),
            Leaf::Nothing | Leaf::Unread(_) | Leaf::Unreadable(_) => None,
        }
    }

    /// The CA that issued the certificate; for a refusal the CA whose key verified it, else the only
    /// candidate, else none.
    pub fn ca(&self) -> Option<&CaCertificate> {
        self.ca.as_ref().map(CaOf::certificate)
    }

    /// For `not_directly_signed`: the SHA-256 of the intermediate that was sent along and issued the
    /// certificate. A loaded CA vouches for it.
    pub fn intermediate(&self) -> Option<Fingerprint> {
        self.refusal.intermediate
    }

    /// The time of the check.
    pub fn checked_at(&self) -> UnixTime {
        unix_time(self.now)
    }

    /// The first second in which this same SUCCESS holds.
    pub fn valid_from(&self) -> Option<UnixTime> {
        self.window.map(|(from, _)| unix_time(from))
    }

    /// The last second in which this same SUCCESS holds.
    pub fn valid_until(&self) -> Option<UnixTime> {
        self.window.map(|(_, until)| unix_time(until))
    }

    /// The number of signature checks that were computed for this verdict: at most
    /// [`MAX_SIGNATURE_CHECKS`](crate::limits::MAX_SIGNATURE_CHECKS), and 0 where none was needed to refuse.
    ///
    /// It is what the presented certificates have cost, for budgets. It is not part of the JSON.
    pub fn signature_checks(&self) -> usize {
        self.signature_checks
    }

    /// The part of [`Self::signature_checks`] that only says where a certificate of no CA is from: what a stranger's
    /// certificate costs, whoever the CAs are.
    pub fn origin_checks(&self) -> usize {
        self.refusal.origin_checks
    }

    /// The verdict as one line of JSON: ASCII, no blanks, the same bytes in every language.
    pub fn to_json(&self) -> String {
        json::of_verdict(self)
    }

    /// The verdict of whoever could not confirm for too long that these are still the CAs: a SUCCESS becomes FAILED
    /// with `ca_set_stale`, a refusal has it among its reasons, and nothing presented stays that.
    pub fn with_stale_cas(mut self) -> Self {
        if self.status != Status::None {
            // What is refused now was authenticated if it was a SUCCESS before.
            self.refusal.authenticated |= self.status == Status::Success;
            self.refusal.reasons.insert(Reason::CaSetStale);
            self.status = Status::Failed;
            self.window = None;
        }
        self
    }

    /// The same verdict with its own copy of the leaf, to be kept.
    pub fn into_owned(self) -> Verdict<'static> {
        Verdict {
            status: self.status,
            refusal: self.refusal,
            now: self.now,
            leaf: match self.leaf {
                Leaf::Nothing => Leaf::Nothing,
                Leaf::Unread(error) => Leaf::Unread(error),
                Leaf::Unreadable(error) => Leaf::Unreadable(error),
                Leaf::Certificate(certificate) => Leaf::Certificate(certificate.into_owned()),
            },
            ca: self.ca.map(CaOf::into_owned),
            cas: self.cas.map(CasOf::into_owned),
            window: self.window,
            signature_checks: self.signature_checks,
        }
    }
}

/// Constructors for the verifier.
impl<'a> Verdict<'a> {
    pub(crate) fn none(now: u64) -> Self {
        Self {
            status: Status::None,
            refusal: Refusal {
                reasons: ReasonSet::default().with(Reason::NoCertificate),
                ..Refusal::default()
            },
            now,
            leaf: Leaf::Nothing,
            ca: None,
            cas: None,
            window: None,
            signature_checks: 0,
        }
    }

    /// With the CAs, where the message is about their names or key identifiers.
    pub(crate) fn explained_by(self, cas: CasOf<'a>) -> Self {
        let reasons = &self.refusal.reasons;
        let is_about_cas =
            reasons.contains(Reason::NoMatchingCa) || reasons.contains(Reason::SignatureInvalid);
        Self { cas: is_about_cas.then_some(cas), ..self }
    }

    /// The CAs of the verifier, for messages of a refusal.
    fn cas(&self) -> Option<&CaSet> {
        self.cas.as_ref().map(|cas| match cas {
            CasOf::Borrowed(cas) => &***cas,
            CasOf::Shared(cas) => &**cas,
        })
    }

    pub(crate) fn with_signature_checks(self, signature_checks: usize) -> Self {
        Self { signature_checks, ..self }
    }

    pub(crate) fn unread(error: InputError, now: u64) -> Self {
        Self::without_certificate(error.reason(), Leaf::Unread(error), now)
    }

    pub(crate) fn unreadable(error: ParseError, now: u64) -> Self {
        Self::without_certificate(error.reason(), Leaf::Unreadable(error), now)
    }

    fn without_certificate(reason: Reason, leaf: Leaf<'a>, now: u64) -> Self {
        let refusal = Refusal { reasons: ReasonSet::default().with(reason), ..Refusal::default() };
        Self {
            status: Status::Failed,
            refusal,
            now,
            leaf,
            ca: None,
            cas: None,
            window: None,
            signature_checks: 0,
        }
    }

    pub(crate) fn failed(
        certificate: Certificate<'a>,
        mut refusal: Refusal,
        ca: Option<CaOf<'a>>,
        now: u64,
    ) -> Self {
        if refusal.reasons.is_empty() {
            // A refusal without a reason would read as nothing being wrong.
            refusal.reasons.insert(Reason::Malformed);
        }
        let leaf = Leaf::Certificate(certificate);
        Self { status: Status::Failed, refusal, now, leaf, ca, cas: None, window: None, signature_checks: 0 }
    }

    pub(crate) fn success(certificate: Certificate<'a>, ca: CaOf<'a>, window: (u64, u64), now: u64) -> Self {
        Self {
            status: Status::Success,
            refusal: Refusal::default(),
            now,
            leaf: Leaf::Certificate(certificate),
            ca: Some(ca),
            cas: None,
            window: Some(window),
            signature_checks: 0,
        }
    }
}

impl CasOf<'_> {
    fn into_owned(self) -> CasOf<'static> {
        match self {
            Self::Borrowed(cas) => CasOf::Shared(Arc::clone(cas)),
            Self::Shared(cas) => CasOf::Shared(cas),
        }
    }
}

impl CaOf<'_> {
    fn certificate(&self) -> &CaCertificate {
        match self {
            Self::Borrowed(loaded) => &loaded.ca,
            Self::Shared(loaded) => &loaded.ca,
        }
    }

    fn into_owned(self) -> CaOf<'static> {
        match self {
            Self::Borrowed(loaded) => CaOf::Shared(Arc::clone(loaded)),
            Self::Shared(loaded) => CaOf::Shared(loaded),
        }
    }
}

/// Status, reasons and who; never the certificate.
impl fmt::Debug for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("status", &self.status)
            .field("reasons", &format_args!("{}", CodeList(self)))
            .field("ca", &self.ca())
            .finish_non_exhaustive()
    }
}

struct CodeList<'v, 'a>(&'v Verdict<'a>);

impl fmt::Display for CodeList<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, entry) in self.0.reasons().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{}", entry.reason)?;
        }
        Ok(())
    }
}

/// The status and the message, for logs.
impl fmt::Display for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.message())
    }
}

impl core::error::Error for Verdict<'_> {}

impl ErrorDetails for Verdict<'_> {
    /// The code of [`Self::reason`]; `success` for a verdict that is not an error.
    fn code(&self) -> &'static str {
        self.reason().map_or("success", Reason::code)
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Self::remedy(self).map(Cow::Borrowed)
    }

    /// The byte of what was presented, where it could not be read.
    fn position(&self) -> Option<usize> {
        match &self.leaf {
            Leaf::Unread(error) => error.position(),
            Leaf::Unreadable(error) => error.position(),
            Leaf::Nothing | Leaf::Certificate(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing makes one; if anything did, it must not read as nothing being wrong.
    #[test]
    fn a_refusal_without_a_reason_is_malformed() {
        let der = include_bytes!("../../../../tests/certs/client.der");
        let certificate = Certificate::from_der(der).unwrap();
        let verdict = Verdict::failed(certificate, Refusal::default(), None, 0);
        assert_eq!((verdict.status(), verdict.reason()), (Status::Failed, Some(Reason::Malformed)));
        assert!(!verdict.verified() && Verified::try_from(verdict).is_err());
    }
}
