//! A certificate that was verified: the answer of those who want nothing else.

use core::fmt;

use pki_types::UnixTime;

use super::{CaOf, Leaf, Status, Verdict};
use crate::ca::CaCertificate;
use crate::certificate::{Certificate, unix_time};

/// A certificate that was verified. Only a verification that ended in SUCCESS makes one.
#[derive(Clone)]
pub struct Verified<'a> {
    certificate: Certificate<'a>,
    ca: CaOf<'a>,
    window: (u64, u64),
    now: u64,
    signature_checks: usize,
}

impl<'a> Verified<'a> {
    /// The client's certificate.
    pub fn certificate(&self) -> &Certificate<'a> {
        &self.certificate
    }

    /// The CA that issued it.
    pub fn ca(&self) -> &CaCertificate {
        self.ca.certificate()
    }

    /// The first second in which this holds.
    pub fn valid_from(&self) -> UnixTime {
        unix_time(self.window.0)
    }

    /// The last second in which this holds.
    pub fn valid_until(&self) -> UnixTime {
        unix_time(self.window.1)
    }

    /// The verdict that this came from.
    pub fn into_verdict(self) -> Verdict<'a> {
        Verdict::success(self.certificate, self.ca, self.window, self.now)
            .with_signature_checks(self.signature_checks)
    }

    /// The same with its own copy of the leaf, to be kept.
    pub fn into_owned(self) -> Verified<'static> {
        Verified {
            certificate: self.certificate.into_owned(),
            ca: self.ca.into_owned(),
            window: self.window,
            now: self.now,
            signature_checks: self.signature_checks,
        }
    }
}

/// A SUCCESS becomes a [`Verified`]; anything else comes back.
impl<'a> TryFrom<Verdict<'a>> for Verified<'a> {
    type Error = Verdict<'a>;

    fn try_from(verdict: Verdict<'a>) -> Result<Self, Verdict<'a>> {
        match verdict {
            Verdict {
                status: Status::Success,
                leaf: Leaf::Certificate(certificate),
                ca: Some(ca),
                window: Some(window),
                now,
                signature_checks,
                ..
            } => Ok(Self { certificate, ca, window, now, signature_checks }),
            other => Err(other),
        }
    }
}

/// The fingerprint and the CA; never the certificate.
impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("fingerprint", &format_args!("{}", self.certificate.fingerprint()))
            .field("ca", self.ca())
            .finish_non_exhaustive()
    }
}
