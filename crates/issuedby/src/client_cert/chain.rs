//! `Client-Cert-Chain`: the certificates that the client sent along with its own.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::structured_field::Parser;
use super::{ClientCert, ClientCertError, certificate};
use crate::limits::{MAX_CHAIN_MEMBERS, MAX_STRUCTURED_FIELD_SIZE};

impl ClientCert {
    /// Writes certificates as the value of `Client-Cert-Chain`, in the order given, separated by `, `.
    ///
    /// The order is that of the TLS handshake, nearest issuer first, without the client's own
    /// certificate (RFC 9440 section 2.3). `None` for no certificates: the field is then not sent (RFC
    /// 9651 section 4.1.1). As with [`ClientCert::encode`], nothing is verified.
    pub fn encode_chain<'a>(certificates: impl IntoIterator<Item = &'a [u8]>) -> Option<String> {
        let mut certificates = certificates.into_iter();
        let mut value = Self::encode(certificates.next()?);
        for der in certificates {
            value.push_str(", ");
            Self::encode_into(der, &mut value);
        }
        Some(value)
    }

    /// Reads the certificates from all the lines of a message whose name is `Client-Cert-Chain`.
    ///
    /// The lines are joined with `, ` before anything is parsed, so a chain may be split between
    /// members. No line, or one empty line, is the empty chain. The offsets of errors count in the
    /// joined value.
    ///
    /// # Errors
    /// [`ClientCertError`] when any member is not a certificate by the rules of [`ClientCert::decode`]:
    /// one bad member voids the whole field (RFC 9651 section 4.2).
    pub fn decode_chain<'a>(
        lines: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Vec<Vec<u8>>, ClientCertError> {
        let value = joined(lines)?;
        let mut parser = Parser::new(&value)?;
        let mut certificates = Vec::new();
        while let Some(item) = parser.member()? {
            if certificates.len() == MAX_CHAIN_MEMBERS {
                return Err(ClientCertError::too_many_members(item.offset));
            }
            let der = certificate(&item, Some(certificates.len() + 1))?;
            certificates.push(der);
        }
        Ok(certificates)
    }

    /// The faults that RFC 9440 section 2.3 forbids in a chain beside its certificate; empty when all is well.
    ///
    /// `certificate` is the DER from `Client-Cert`, `None` when the message has no such field; `chain`
    /// is what [`ClientCert::decode_chain`] returned, empty when there is none. A message without its
    /// `Client-Cert` must have its chain ignored or be refused; the other fault is only a report.
    pub fn lint_chain(certificate: Option<&[u8]>, chain: &[impl AsRef<[u8]>]) -> Vec<ChainLint> {
        let Some(certificate) = certificate else {
            return if chain.is_empty() { Vec::new() } else { Vec::from([ChainLint::WithoutClientCert]) };
        };
        chain
            .iter()
            .enumerate()
            .filter(|(_, member)| member.as_ref() == certificate)
            .map(|(place, _)| ChainLint::ContainsClientCertificate { member: place + 1 })
            .collect()
    }
}

/// A fault that [`ClientCert::lint_chain`] finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChainLint {
    /// The chain repeats the client's own certificate, byte for byte.
    ContainsClientCertificate {
        /// The member of the chain, counted from 1.
        member: usize,
    },
    /// There is a chain and no `Client-Cert`.
    WithoutClientCert,
}

impl fmt::Display for ChainLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContainsClientCertificate { member } => write!(
                f,
                "found the client's own certificate as member {member} of `Client-Cert-Chain`, expected only issuers; \
                 send that in `Client-Cert` alone (RFC 9440 section 2.3)"
            ),
            Self::WithoutClientCert => f.write_str(
                "found `Client-Cert-Chain` without `Client-Cert`, expected both or neither; send them so \
                 (RFC 9440 section 2.3)",
            ),
        }
    }
}

/// The value of a field that came in several lines (RFC 9651 section 4.2); copies only if it did.
fn joined<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Result<Cow<'a, [u8]>, ClientCertError> {
    let mut lines = lines.into_iter();
    let mut value = Cow::Borrowed(lines.next().unwrap_or_default());
    for line in lines {
        // Before the copy, so that memory is bounded however many lines there are.
        if value.len().saturating_add(line.len()) > MAX_STRUCTURED_FIELD_SIZE {
            return Err(ClientCertError::field_too_large());
        }
        let bytes = value.to_mut();
        bytes.extend_from_slice(b", ");
        bytes.extend_from_slice(line);
    }
    Ok(value)
}
