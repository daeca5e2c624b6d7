//! The identifier of a CA certificate in the registry.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use issuedby::ErrorDetails;

use crate::quoted::Quoted;
use crate::storage_error::{StorageError, StorageErrorKind};

/// The prefix of every identifier.
const PREFIX: &str = "mtlsca_";
/// The number of characters after it: 5 bits each, 130 in all, so that no identifier can be guessed or occur twice.
const CHARACTERS: usize = 26;
/// Base32 in lower case (RFC 4648 section 6).
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The identifier of a CA certificate: `mtlsca_` and 26 characters of base32 in lower case, from the randomness of
/// the operating system. It is never used again.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CertId(String);

impl CertId {
    /// A new identifier.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the operating system gives no randomness.
    pub fn random() -> Result<Self, StorageError> {
        let mut bytes = [0; CHARACTERS];
        getrandom::fill(&mut bytes).map_err(|error| {
            StorageError::new(StorageErrorKind::NoRandomness, "the operating system", error.to_string())
        })?;
        let letters = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31)));
        Ok(Self(PREFIX.chars().chain(letters.map(|letter| char::from(*letter))).collect()))
    }

    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// [`CertIdError`] for any other text.
    pub fn parse(text: &str) -> Result<Self, CertIdError> {
        let well_formed = text.strip_prefix(PREFIX).is_some_and(|rest| {
            rest.len() == CHARACTERS && rest.bytes().all(|letter| ALPHABET.contains(&letter))
        });
        match well_formed {
            true => Ok(Self(text.to_owned())),
            false => Err(CertIdError { text: text.to_owned() }),
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CertId {
    type Err = CertIdError;

    fn from_str(text: &str) -> Result<Self, CertIdError> {
        Self::parse(text)
    }
}

impl fmt::Display for CertId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text that is not the identifier of a CA certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertIdError {
    text: String,
}

impl ErrorDetails for CertIdError {
    fn code(&self) -> &'static str {
        "cert_id_malformed"
    }
}

impl fmt::Display for CertIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "found {}, expected `{PREFIX}` and {CHARACTERS} letters a to z or digits 2 to 7",
            Quoted(&self.text)
        )
    }
}

impl Error for CertIdError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn random_identifiers_differ_and_use_the_whole_alphabet() {
        let ids: BTreeSet<CertId> = (0..1_000).map(|_| CertId::random().expect("randomness")).collect();
        assert_eq!(ids.len(), 1_000);
        assert!(ids.iter().all(|id| CertId::parse(id.as_str()).as_ref() == Ok(id)));
        let letters: BTreeSet<u8> =
            ids.iter().flat_map(|id| id.as_str().bytes().skip(PREFIX.len())).collect();
        assert!(letters.iter().eq(ALPHABET.iter().collect::<BTreeSet<_>>()));
    }

    #[test]
    fn no_other_text_is_an_identifier() {
        let good = format!("{PREFIX}{}", "a".repeat(CHARACTERS));
        assert!(CertId::parse(&good).is_ok());
        for bad in [
            String::new(),
            "a".repeat(CHARACTERS),
            format!("{good}a"),
            good.to_uppercase(),
            good.replace("aaaa", "aaa1"),
            format!("{PREFIX}{}", "é".repeat(CHARACTERS / 2)),
            format!(" {good}"),
        ] {
            assert_eq!(CertId::parse(&bad).expect_err(&bad).code(), "cert_id_malformed");
        }
    }
}
