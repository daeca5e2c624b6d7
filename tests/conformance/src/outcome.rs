//! The core's answer to a case, as a ledger writes it.

use issuedby::{CaCertificate, CaSet, Status, Verdict, Verifier, check_time};

use crate::case::{Case, Expected};

/// The verdict of the core about a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The leaf was issued by the CA.
    Success,
    /// The CA was not loaded: the code.
    NotLoaded(String),
    /// The leaf was refused.
    Refused {
        /// Tells whether its signature holds.
        authenticated: bool,
        /// Every code, in the order of the verdict.
        codes: Vec<String>,
    },
}

impl Outcome {
    /// The answer to `case`.
    pub fn of(case: &Case) -> Self {
        match verifier(&case.ca) {
            Ok(verifier) => {
                Self::of_verdict(&verifier.evaluate(Some(&case.leaf), check_time(seconds(case.time))))
            }
            Err(code) => Self::NotLoaded(code),
        }
    }

    /// The same of a verdict about a certificate.
    pub fn of_verdict(verdict: &Verdict<'_>) -> Self {
        if verdict.status() == Status::Success {
            return Self::Success;
        }
        Self::Refused {
            authenticated: verdict.reasons().any(|entry| entry.authenticated),
            codes: verdict.reasons().map(|entry| entry.reason.code().to_owned()).collect(),
        }
    }

    /// The word of the corpora for it: a CA that cannot be loaded is a FAILURE.
    pub fn as_expectation(&self) -> Expected {
        match self {
            Self::Success => Expected::Success,
            Self::NotLoaded(_) | Self::Refused { .. } => Expected::Failure,
        }
    }
}

/// `SUCCESS`, `not loaded: code`, `authenticated: code, ...` or `not authenticated: code, ...`.
impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Success => f.write_str("SUCCESS"),
            Self::NotLoaded(code) => write!(f, "not loaded: {code}"),
            Self::Refused { authenticated: true, codes } => write!(f, "authenticated: {}", codes.join(", ")),
            Self::Refused { authenticated: false, codes } => {
                write!(f, "not authenticated: {}", codes.join(", "))
            }
        }
    }
}

/// A verifier with one CA, or the code with which that CA is refused.
pub fn verifier(ca: &[u8]) -> Result<Verifier, String> {
    let code = |error: issuedby::CaError| error.reason().code().to_owned();
    let ca = CaCertificate::from_der(ca).map_err(code)?;
    Ok(Verifier::new(CaSet::new([ca]).map_err(code)?))
}

/// Unix seconds as the core takes them.
pub fn seconds(time: u64) -> i64 {
    i64::try_from(time).expect("a time of this geological age")
}
