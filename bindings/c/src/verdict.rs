//! Verdicts, and reading them.

use issuedby::{Certificate, Reason, Status, UnixTime, Verdict};

use super::c_types::{issuedby_bytes, issuedby_str};
use super::handle::{self, Handle, Opaque};
use super::reason::{NO_REASON, NOTHING_PRESENTED, issuedby_reason, number};
use super::text::Text;

/// The value for an absent time: no certificate has it.
pub const ISSUEDBY_NO_TIME: i64 = i64::MIN;

/// The result of a verification.
#[repr(C)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum issuedby_status {
    /// Nothing was presented. Also the status of NULL.
    ISSUEDBY_STATUS_NONE = 0,
    /// The presented certificate is refused.
    ISSUEDBY_STATUS_FAILED = 1,
    /// The certificate was issued by one of the CAs, for client authentication, and is valid.
    ISSUEDBY_STATUS_SUCCESS = 2,
}

/// The answer to "was this certificate issued by one of these CAs, who is the client, and if not, why not?"
///
/// It has its own copy of the certificate.
pub struct issuedby_verdict {
    _opaque: (),
}

/// The object behind the handle.
pub(super) struct Evaluated {
    pub(super) verdict: Verdict<'static>,
    message: Text,
    remedy: Text,
    subject: Text,
    issuer: Text,
    serial_number: Text,
    fingerprint: Text,
    ca_id: Text,
    ca_subject: Text,
    ca_fingerprint: Text,
    json: Text,
}

impl Opaque for issuedby_verdict {
    type Inner = Evaluated;

    const TAG: u64 = u64::from_be_bytes(*b"ib/vrdct");
    const KIND: &'static str = "an issuedby_verdict";
}

impl Evaluated {
    pub(super) fn handle(verdict: Verdict<'_>) -> Box<Handle<issuedby_verdict>> {
        Handle::new(Self {
            verdict: verdict.into_owned(),
            message: Text::default(),
            remedy: Text::default(),
            subject: Text::default(),
            issuer: Text::default(),
            serial_number: Text::default(),
            fingerprint: Text::default(),
            ca_id: Text::default(),
            ca_subject: Text::default(),
            ca_fingerprint: Text::default(),
            json: Text::default(),
        })
    }

    fn certificate(&self) -> Option<&Certificate<'static>> {
        self.verdict.certificate()
    }

    fn reason_at(&self, index: usize) -> Option<Reason> {
        self.verdict.reasons().nth(index).map(|entry| entry.reason)
    }
}

impl From<Status> for issuedby_status {
    fn from(status: Status) -> Self {
        match status {
            Status::None => Self::ISSUEDBY_STATUS_NONE,
            Status::Failed => Self::ISSUEDBY_STATUS_FAILED,
            Status::Success => Self::ISSUEDBY_STATUS_SUCCESS,
        }
    }
}

/// The status; ISSUEDBY_STATUS_NONE for NULL.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_status(verdict: *const issuedby_verdict) -> issuedby_status {
    let none = issuedby_status::ISSUEDBY_STATUS_NONE;
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(verdict, none, |evaluated| evaluated.verdict.status().into()) }
}

/// True if the status is ISSUEDBY_STATUS_SUCCESS.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_verified(verdict: *const issuedby_verdict) -> bool {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(verdict, false, |evaluated| evaluated.verdict.verified()) }
}

/// The reason why it is not a SUCCESS: the first of the reasons. 0 for a SUCCESS only; ISSUEDBY_REASON_NO_CERTIFICATE for NULL.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_reason(verdict: *const issuedby_verdict) -> issuedby_reason {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(verdict, NOTHING_PRESENTED, |evaluated| number(evaluated.verdict.reason())) }
}

/// The number of reasons that apply: 0 for a SUCCESS, and for NULL.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_reason_count(verdict: *const issuedby_verdict) -> usize {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(verdict, 0, |evaluated| evaluated.verdict.reasons().count()) }
}

/// One of the reasons, counted from 0, in table order; 0 if there are not so many.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_reason_at(
    verdict: *const issuedby_verdict,
    index: usize,
) -> issuedby_reason {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(verdict, NO_REASON, |evaluated| number(evaluated.reason_at(index))) }
}

/// True if one of the reasons, counted from 0, is about a certificate whose signature holds under a loaded CA: what
/// is refused was really issued by it and is no forgery.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_reason_authenticated(
    verdict: *const issuedby_verdict,
    index: usize,
) -> bool {
    // SAFETY: the caller's promise is the same.
    unsafe {
        handle::read(verdict, false, |evaluated| {
            evaluated.verdict.reasons().nth(index).is_some_and(|entry| entry.authenticated)
        })
    }
}

/// A sentence for people about the reason, or about the success. It may change; codes do not.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_message(verdict: *const issuedby_verdict) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, |evaluated| evaluated.message.of(|| evaluated.verdict.message())) }
}

/// The remedy for the reason; empty for a success. In its commands `FILE` stands for the file that was read, and
/// `FILE.pem` for the file that they write.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_remedy(verdict: *const issuedby_verdict) -> issuedby_str {
    let remedy = |evaluated: &Evaluated| evaluated.verdict.remedy().unwrap_or_default().to_owned();
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, |evaluated| evaluated.remedy.of(|| remedy(evaluated))) }
}

/// The certificate that was presented, DER; nothing if its structure could not be walked. It is trusted only if the
/// status is ISSUEDBY_STATUS_SUCCESS, as all that is read from it.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_certificate(verdict: *const issuedby_verdict) -> issuedby_bytes {
    let certificate =
        |evaluated: &Evaluated| issuedby_bytes::of(evaluated.certificate().map(Certificate::der));
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(verdict, issuedby_bytes::NOTHING, certificate) }
}

/// The subject of the certificate, printed as RFC 4514 in ASCII; empty also where it cannot be read.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_subject(verdict: *const issuedby_verdict) -> issuedby_str {
    let subject = |evaluated: &Evaluated| {
        evaluated
            .subject
            .printed(|| evaluated.certificate().and_then(|certificate| certificate.subject().ok()))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, subject) }
}

/// The issuer of the certificate, printed as RFC 4514 in ASCII; empty also where it cannot be read.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_issuer(verdict: *const issuedby_verdict) -> issuedby_str {
    let issuer = |evaluated: &Evaluated| {
        evaluated.issuer.printed(|| evaluated.certificate().and_then(|certificate| certificate.issuer().ok()))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, issuer) }
}

/// The serial number of the certificate: upper-case hexadecimal with colons, without the sign byte; `-` before a negative one.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_serial_number(verdict: *const issuedby_verdict) -> issuedby_str {
    let serial_number = |evaluated: &Evaluated| {
        evaluated.serial_number.printed(|| evaluated.certificate().map(Certificate::serial_number_text))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, serial_number) }
}

/// The first second in which the certificate is valid, below zero before 1970; ISSUEDBY_NO_TIME if there is none.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_not_before(verdict: *const issuedby_verdict) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe { date_of(verdict, |certificate| certificate.not_before_seconds()) }
}

/// The last second in which the certificate is valid, below zero before 1970; ISSUEDBY_NO_TIME if there is none.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_not_after(verdict: *const issuedby_verdict) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe { date_of(verdict, |certificate| certificate.not_after_seconds()) }
}

/// The SHA-256 over the whole certificate: upper-case hexadecimal with colons; empty if there is none.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_fingerprint(verdict: *const issuedby_verdict) -> issuedby_str {
    let fingerprint = |evaluated: &Evaluated| {
        evaluated.fingerprint.printed(|| evaluated.certificate().map(Certificate::fingerprint))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, fingerprint) }
}

/// The identifier of the CA that the verdict names: the issuer of the certificate; for a refusal the CA whose
/// key verified it, else the only candidate, else none.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_ca_id(verdict: *const issuedby_verdict) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe {
        handle::text(verdict, |evaluated| {
            evaluated.ca_id.printed(|| evaluated.verdict.ca().and_then(|ca| ca.id()))
        })
    }
}

/// The subject of the CA that the verdict names.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_ca_subject(verdict: *const issuedby_verdict) -> issuedby_str {
    let subject = |evaluated: &Evaluated| {
        evaluated.ca_subject.printed(|| evaluated.verdict.ca().map(|ca| ca.subject()))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, subject) }
}

/// The SHA-256 of the CA that the verdict names: upper-case hexadecimal with colons.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_ca_fingerprint(verdict: *const issuedby_verdict) -> issuedby_str {
    let fingerprint = |evaluated: &Evaluated| {
        evaluated.ca_fingerprint.printed(|| evaluated.verdict.ca().map(|ca| ca.fingerprint()))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, fingerprint) }
}

/// The first second in which this same SUCCESS holds; ISSUEDBY_NO_TIME for anything else.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_valid_from(verdict: *const issuedby_verdict) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe { time_of(verdict, |evaluated| evaluated.verdict.valid_from()) }
}

/// The last second in which this same SUCCESS holds: evaluate a connection again after it. ISSUEDBY_NO_TIME for
/// anything else.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_valid_until(verdict: *const issuedby_verdict) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe { time_of(verdict, |evaluated| evaluated.verdict.valid_until()) }
}

/// The verdict as one line of JSON: ASCII, no blanks, the same bytes in every language.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_json(verdict: *const issuedby_verdict) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(verdict, |evaluated| evaluated.json.of(|| evaluated.verdict.to_json())) }
}

/// Frees a verdict, and the texts that were borrowed from it. NULL is left alone.
///
/// # Safety
///
/// `verdict` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verdict_free(verdict: *mut issuedby_verdict) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(verdict) };
}

/// A time as C has it.
pub(super) fn seconds(time: Option<UnixTime>) -> i64 {
    time.and_then(|time| i64::try_from(time.as_secs()).ok()).unwrap_or(ISSUEDBY_NO_TIME)
}

/// A date of the certificate behind a handle.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
unsafe fn date_of(verdict: *const issuedby_verdict, date: impl FnOnce(&Certificate<'_>) -> i64) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe {
        handle::read(verdict, ISSUEDBY_NO_TIME, |evaluated| {
            evaluated.certificate().map_or(ISSUEDBY_NO_TIME, date)
        })
    }
}

/// A time that `time` finds behind a handle.
///
/// # Safety
///
/// `verdict` is NULL or a handle.
unsafe fn time_of(
    verdict: *const issuedby_verdict,
    time: impl FnOnce(&Evaluated) -> Option<UnixTime>,
) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(verdict, ISSUEDBY_NO_TIME, |evaluated| seconds(time(evaluated))) }
}
