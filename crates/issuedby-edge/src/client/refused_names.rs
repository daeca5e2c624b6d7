//! Issuer and subject of a certificate that was refused, for the log.

use std::fmt::{self, Display, Write};

use issuedby::{Status, Verdict};

use crate::limits::MAX_LOGGED_DN;

/// Issuer and subject of a certificate that was refused, RFC 4514: at most [`MAX_LOGGED_DN`] bytes of each, and `…` for the
/// rest. The client claims them, and nothing confirms them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct RefusedNames {
    /// None where it is malformed, as the reason says.
    pub(crate) issuer: Option<String>,
    /// None where it is malformed.
    pub(crate) subject: Option<String>,
}

impl RefusedNames {
    /// None where the verdict is not FAILED, or the certificate could not be read.
    pub(crate) fn of(verdict: &Verdict<'_>) -> Option<Self> {
        let certificate = verdict.certificate().filter(|_| verdict.status() == Status::Failed)?;
        let issuer = certificate.issuer().ok().map(|name| bounded(&name));
        let subject = certificate.subject().ok().map(|name| bounded(&name));
        Some(Self { issuer, subject })
    }
}

/// The text as far as there is room: no more than that is ever made of it.
fn bounded(text: &dyn Display) -> String {
    let mut bounded = Bounded(String::new());
    match write!(bounded, "{text}") {
        Ok(()) => bounded.0,
        Err(_) => bounded.0 + "…",
    }
}

struct Bounded(String);

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = MAX_LOGGED_DN.saturating_sub(self.0.len());
        let (kept, rest) = text.split_at(text.floor_char_boundary(room));
        self.0.push_str(kept);
        // An error stops the writer.
        if rest.is_empty() { Ok(()) } else { Err(fmt::Error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_characters_and_says_so() {
        let fits = "é".repeat(MAX_LOGGED_DN / 2);
        assert_eq!(bounded(&fits), fits);
        assert_eq!(bounded(&format_args!("{fits}{}", "x")), fits.clone() + "…");
        let odd = format!("x{fits}");
        assert_eq!(bounded(&odd), format!("x{}…", "é".repeat(MAX_LOGGED_DN / 2 - 1)));
    }
}
