//! The line for the operator about a request that was refused, or would be.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};

use super::cert_issuer_dn::Issuers;
use crate::certificate::Certificate;
use crate::diagnosis::Quoted;
use crate::limits::MAX_LOG_SIZE;
use crate::name::{NameError, NameErrorKind};
use crate::reason::Reason;

/// The most expected names in a message.
const SHOWN_NAMES: usize = 4;

/// One line of printable ASCII: why, and whose certificate it was.
pub(super) fn of(reason: Reason, issuers: &Issuers, certificate: Option<&Certificate<'_>>) -> String {
    let Some(certificate) = certificate else { return reason.sentence().to_string() };
    let mut line = Line(String::new());
    // An error only says that the line is full.
    let _ = about(&mut line, reason, issuers, certificate);
    line.0
}

fn about(line: &mut Line, reason: Reason, issuers: &Issuers, certificate: &Certificate<'_>) -> fmt::Result {
    write!(line, "{}; the certificate with SHA-256 {}", reason.sentence(), certificate.fingerprint())?;
    match certificate.subject() {
        Ok(subject) => write!(line, ", subject {}", Quoted(subject))?,
        Err(error) => write!(line, ", a subject that {}: {error}", fault(&error))?,
    }
    match reason {
        Reason::IssuerNotAllowed => found_and_expected(line, issuers, certificate),
        _ => Ok(()),
    }
}

/// The fault of a name in a sentence: one beyond a limit may be well-formed.
const fn fault(error: &NameError) -> &'static str {
    match error.kind() {
        NameErrorKind::TooLong | NameErrorKind::TooMany => "is larger than a limit",
        _ => "is not well-formed",
    }
}

fn found_and_expected(line: &mut Line, issuers: &Issuers, certificate: &Certificate<'_>) -> fmt::Result {
    let issuer = certificate.issuer();
    match &issuer {
        Ok(issuer) => write!(line, ", has the issuer {}", Quoted(issuer))?,
        Err(error) => write!(line, ", has an issuer that {}: {error}", fault(error))?,
    }
    line.write_str(", expected ")?;
    for (position, name) in issuers.iter().take(SHOWN_NAMES).enumerate() {
        let separator = if position == 0 { "" } else { " or " };
        write!(line, "{separator}{}", Quoted(name))?;
    }
    if let Some(more) = issuers.iter().len().checked_sub(SHOWN_NAMES).filter(|more| *more > 0) {
        write!(line, " or one of {more} more")?;
    }
    if let (Ok(_), Ok(subject)) = (&issuer, certificate.subject())
        && issuers.subject(subject).is_some()
    {
        // Whoever has any CA's certificate chose that subject: the issuer is not suggested.
        return write!(
            line,
            "; the expected name {} is this certificate's subject, and certIssuerDN is the name of the issuer: correct it if \
             it was copied from the wrong line, else another CA issued a certificate with that name",
            Quoted(subject)
        );
    }
    let closest = issuer.ok().and_then(|issuer| issuers.closest(issuer));
    let hint = closest.and_then(|(_, comparison)| comparison.hint());
    hint.map_or(Ok(()), |hint| write!(line, "; {hint}"))
}

/// A line that is cut at its limit and takes printable ASCII only.
struct Line(String);

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        const CUT: &str = "...";
        for character in text.chars() {
            if self.0.len() >= MAX_LOG_SIZE.saturating_sub(CUT.len()) {
                // A writer that goes on after the error finds the line full.
                self.0.push_str(if self.0.len() < MAX_LOG_SIZE { CUT } else { "" });
                return Err(fmt::Error);
            }
            self.0.push(if matches!(character, ' '..='~') { character } else { '?' });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_its_limit_and_says_so() {
        let mut line = Line(String::new());
        assert!(write!(line, "{}", "a".repeat(MAX_LOG_SIZE - 3)).is_ok());
        assert_eq!(line.0.len(), MAX_LOG_SIZE - 3);
        for _ in 0..2 {
            assert!(line.write_char('b').is_err());
            assert_eq!((line.0.len(), line.0.ends_with("a...")), (MAX_LOG_SIZE, true));
        }
    }

    #[test]
    fn what_cannot_be_printed_is_a_question_mark() {
        let mut line = Line(String::new());
        assert!(line.write_str("a\n\u{1b}\u{e9}b").is_ok());
        assert_eq!(line.0, "a???b");
    }
}
