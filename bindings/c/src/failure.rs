//! The reason why a call did not succeed.

use std::fmt::Display;

use issuedby::ErrorDetails;

use super::ca_bundle::UnfitList;

/// The result of a call. Numbers are banded and never used again: 0 and 1 are answers, 1xx say that the call
/// itself is wrong, 2xx that an input cannot be read, 3xx that something cannot be configured so, 9xx that the
/// library is at fault.
#[repr(C)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum issuedby_result {
    /// Done. It says nothing about a verdict, except from issuedby_verifier_verify: verified; and nothing about an edge,
    /// except from issuedby_trusted_edge_decide: the headers are believed.
    ISSUEDBY_OK = 0,
    /// issuedby_verifier_verify: not verified; the verdict says why. issuedby_trusted_edge_decide: the headers are not
    /// believed; the error says why.
    ISSUEDBY_REJECTED = 1,
    /// A pointer is NULL that must not be.
    ISSUEDBY_NULL_ARGUMENT = 101,
    /// A handle is not of the type that the function takes, or was freed already.
    ISSUEDBY_INVALID_HANDLE = 102,
    /// A length is larger than any object can be.
    ISSUEDBY_INVALID_LENGTH = 103,
    /// A text is not UTF-8.
    ISSUEDBY_INVALID_UTF8 = 104,
    /// A flag is set that there is not.
    ISSUEDBY_UNKNOWN_FLAG = 105,
    /// An array does not start where its type has to.
    ISSUEDBY_MISALIGNED_ARRAY = 106,
    /// A Distinguished Name, as text or in DER, cannot be read.
    ISSUEDBY_MALFORMED_NAME = 201,
    /// A text is not the fingerprint of a certificate.
    ISSUEDBY_MALFORMED_FINGERPRINT = 202,
    /// A text is not the value of a Client-Cert field (RFC 9440).
    ISSUEDBY_MALFORMED_CLIENT_CERT = 203,
    /// A text does not hold exactly one certificate as PEM.
    ISSUEDBY_MALFORMED_PEM = 204,
    /// A text is not the identifier of a CA.
    ISSUEDBY_MALFORMED_CA_ID = 205,
    /// Bytes are no certificate in DER.
    ISSUEDBY_MALFORMED_CERTIFICATE = 206,
    /// A certificate cannot be a CA here; issuedby_string_code of the error is the reason's code.
    ISSUEDBY_UNFIT_CA = 301,
    /// The policy or the trusted edge cannot be made with these options.
    ISSUEDBY_INVALID_OPTIONS = 302,
    /// The library panicked: a bug in it. Nothing was decided.
    ISSUEDBY_PANIC = 901,
}

/// A result that is not OK, with the details that issuedby_string has of it.
pub(super) struct Failure {
    pub(super) result: issuedby_result,
    /// The stable code.
    pub(super) code: &'static str,
    /// The sentence for people.
    pub(super) message: String,
    /// The step that mends the input.
    pub(super) remedy: Option<String>,
    /// The text to write instead.
    pub(super) suggestion: Option<String>,
    /// The byte of the input, from 0.
    pub(super) position: Option<usize>,
    /// The unfit certificates of a bundle.
    pub(super) unfit: Option<Box<UnfitList>>,
}

impl Failure {
    /// A call that is wrong in itself: the message has the remedy.
    pub(super) fn new(result: issuedby_result, code: &'static str, message: impl Display) -> Self {
        Self {
            result,
            code,
            message: message.to_string(),
            remedy: None,
            suggestion: None,
            position: None,
            unfit: None,
        }
    }

    /// An error of the core.
    pub(super) fn of(result: issuedby_result, error: &dyn ErrorDetails) -> Self {
        Self {
            result,
            code: error.code(),
            message: error.to_string(),
            remedy: error.remedy().map(Into::into),
            suggestion: error.suggestion().map(Into::into),
            position: error.position(),
            unfit: None,
        }
    }

    pub(super) fn null(argument: &str) -> Self {
        let message = format!("found NULL as `{argument}`, expected a pointer");
        Self::new(issuedby_result::ISSUEDBY_NULL_ARGUMENT, "null_argument", message)
    }

    pub(super) fn invalid_handle(argument: &str, kind: &str) -> Self {
        let message =
            format!("found something else, or one that was freed, as `{argument}`, expected {kind}");
        Self::new(issuedby_result::ISSUEDBY_INVALID_HANDLE, "invalid_handle", message)
    }

    pub(super) fn misaligned(argument: &str) -> Self {
        let message = format!("the array `{argument}` does not start where its type has to");
        Self::new(issuedby_result::ISSUEDBY_MISALIGNED_ARRAY, "misaligned_array", message)
    }

    pub(super) fn invalid_length(argument: &str) -> Self {
        let message = format!("the length of `{argument}` is larger than any object can be");
        Self::new(issuedby_result::ISSUEDBY_INVALID_LENGTH, "invalid_length", message)
    }

    pub(super) fn invalid_utf8(argument: &str, offset: usize) -> Self {
        let message = format!("found bytes that are not UTF-8 in `{argument}` at byte {offset}");
        Self::new(issuedby_result::ISSUEDBY_INVALID_UTF8, "invalid_utf8", message)
    }

    pub(super) fn unknown_flags(unknown: u32) -> Self {
        let message = format!("there is no flag {unknown:#x}; use the constants of issuedby.h");
        Self::new(issuedby_result::ISSUEDBY_UNKNOWN_FLAG, "unknown_flag", message)
    }

    pub(super) fn panicked() -> Self {
        let message = "the library panicked, which is a bug in it; nothing was decided";
        Self::new(issuedby_result::ISSUEDBY_PANIC, "panic", message)
    }
}
