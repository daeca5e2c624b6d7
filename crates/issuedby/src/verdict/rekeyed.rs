//! A signature that does not hold: was the CA given another key, or the certificate, or the CA's, other bytes?

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::{self, Display};

use super::{Ca, Verdict};
use crate::ca::CaCertificate;
use crate::certificate::{Certificate, date_time};
use crate::limits::MAX_CAS_COMPARED;

/// The key identifier of the client's issuer beside those of the CAs with that name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum KeyIdentifiers {
    /// It is that of one of the CAs, whose key did not make the signature.
    Agree,
    /// Each of the CAs has another one.
    Differ,
    /// The certificate, or a CA, has none.
    Unknown,
}

pub(super) fn key_identifiers(verdict: &Verdict<'_>, certificate: &Certificate<'_>) -> KeyIdentifiers {
    let Some(wanted) = certificate.authority_key_identifier() else { return KeyIdentifiers::Unknown };
    let (mut is_unknown, mut count) = (false, 0_usize);
    let named = verdict.cas().into_iter().flat_map(|cas| cas.named_as_issuer(certificate, verdict.now));
    for ca in named.take(MAX_CAS_COMPARED) {
        count = count.saturating_add(1);
        match ca.certificate().subject_key_identifier() {
            Some(found) if found == wanted => return KeyIdentifiers::Agree,
            Some(_) => {}
            None => is_unknown = true,
        }
    }
    if is_unknown || count == 0 { KeyIdentifiers::Unknown } else { KeyIdentifiers::Differ }
}

const OTHER_KEY_OR_CHANGED: &str =
    "another key of that name signed it, or it was changed after it was signed";

/// The sentence for a signature that no key of the CAs with the issuer's name made.
pub(super) fn sentence(verdict: &Verdict<'_>, certificate: &Certificate<'_>) -> String {
    let only = verdict.ca();
    let found = match only {
        Some(ca) => format!("the signature does not verify under the key of {}", Ca(ca)),
        None => "the signature verifies under none of the configured CAs with the issuer's name".to_string(),
    };
    if verdict.refusal.is_ca_altered {
        return format!(
            "{found}; the CA certificate itself was changed after it was signed, or its bytes are damaged, or an older key of the CA \
             signed it: it says that it is self-signed, and its own key did not make its signature"
        );
    }
    let identifiers = key_identifiers(verdict, certificate);
    let wanted = certificate.authority_key_identifier().unwrap_or_default();
    match (identifiers, only) {
        (KeyIdentifiers::Differ, Some(ca)) => format!(
            "{found}: the certificate says that another key signed it (authority key identifier {}, and that of this CA's key is {}){}",
            Hex(wanted),
            Hex(ca.certificate().subject_key_identifier().unwrap_or_default()),
            Age { certificate, ca }
        ),
        (KeyIdentifiers::Differ, None) => format!(
            "{found}: the certificate says that another key signed it (authority key identifier {}, which none of them has)",
            Hex(wanted)
        ),
        (KeyIdentifiers::Agree, _) => format!(
            "{found}, although the key identifiers agree ({}): the certificate was changed after it was signed, or the CA's \
             key did not sign it",
            Hex(wanted)
        ),
        (KeyIdentifiers::Unknown, Some(ca)) => {
            format!("{found}: {OTHER_KEY_OR_CHANGED}{}", Age { certificate, ca })
        }
        (KeyIdentifiers::Unknown, None) => format!("{found}: {OTHER_KEY_OR_CHANGED}"),
    }
}

/// A client that is older than the CA's certificate: the file has a newer key than that which signed the client.
struct Age<'a, 'c> {
    certificate: &'a Certificate<'c>,
    ca: &'a CaCertificate,
}

impl Display for Age<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (client, ca) = (self.certificate.validity().0, self.ca.certificate().validity().0);
        if client >= ca {
            return Ok(());
        }
        write!(
            f,
            "; the client's certificate is valid from {}, this CA certificate only from {}: the CA may have been given a new \
             key since",
            date_time(client),
            date_time(ca)
        )
    }
}

/// Bytes as upper hex with colons; the first few, for anyone may write a long one.
struct Hex<'a>(&'a [u8]);

impl Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        for (position, byte) in self.0.iter().take(SHOWN).enumerate() {
            let separator = if position == 0 { "" } else { ":" };
            write!(f, "{separator}{byte:02X}")?;
        }
        if self.0.len() > SHOWN { f.write_str("...") } else { Ok(()) }
    }
}
