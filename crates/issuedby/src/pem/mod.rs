//! PEM text (RFC 7468): certificates between `-----BEGIN CERTIFICATE-----` and its END line.
//!
//! Lines may end in LF, CRLF or CR, be of any width and have spaces at their end; a UTF-8 byte order
//! mark and text around the blocks are ignored. The base64 itself is read strictly. What the DER inside
//! says is the verifier's to evaluate. PEM text inside another text is a [`Wrapping`].

mod block;
mod bundle;
mod cause;
mod error;
mod lines;
mod private_key;
mod wrapping;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::diagnosis::LooksLike;
use crate::limits::MAX_PEM_SIZE;
use block::{Block, Blocks};

pub(crate) use bundle::{BundleBlock, bundle_blocks};
pub(crate) use error::is_request;
pub use error::{PemError, PemErrorKind};
pub(crate) use wrapping::wrapped_blocks;
pub use wrapping::{Wrapping, unwrapped_certificate};

/// Reads every certificate of a bundle, in the order of the file: the DER of each.
///
/// Blocks with other labels are left alone, a private key among them; but a file without certificates
/// is an error, and so is a block that holds certificates in another form (PKCS #7, OpenSSL's `TRUSTED
/// CERTIFICATE`), which would otherwise be missing from the result unnoticed.
///
/// # Errors
/// [`PemError`] with the line. One broken block refuses the whole file.
pub fn certificates(text: &[u8]) -> Result<Vec<Vec<u8>>, PemError> {
    Ok(certificate_blocks(text)?.certificates)
}

/// The certificates that [`certificates`] reads, and more facts about the file.
#[derive(Debug)]
pub(crate) struct CertificateBlocks {
    /// One at least.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// The line of the second certificate; 0 where there is none.
    pub(crate) second_line: usize,
    pub(crate) has_private_key: bool,
}

pub(crate) fn certificate_blocks(text: &[u8]) -> Result<CertificateBlocks, PemError> {
    read_blocks(text).map_err(|error| error.located_in(text))
}

fn read_blocks(text: &[u8]) -> Result<CertificateBlocks, PemError> {
    refuse_too_large(text)?;
    let found = Found::in_text(text)?;
    if found.certificates.is_empty() {
        private_key::refuse(text)?;
    }
    let blocks = found.some_certificate(text)?;
    let certificates = blocks.iter().map(Block::decode).collect::<Result<_, _>>()?;
    let second_line = blocks.get(1).map_or(0, |second| second.line);
    Ok(CertificateBlocks { certificates, second_line, has_private_key: found.has_private_key })
}

/// Reads the one certificate of a file that must hold nothing else that is secret: its DER.
///
/// A private key anywhere in the file is reported before all else but an excessive size: it must not
/// travel with a certificate, and whoever sent the file has to learn that it did.
///
/// # Errors
/// [`PemError`] with the line: no certificate, several, or any other fault of the file.
pub fn single_certificate(text: &[u8]) -> Result<Vec<u8>, PemError> {
    read_single(text).map_err(|error| error.located_in(text))
}

fn read_single(text: &[u8]) -> Result<Vec<u8>, PemError> {
    refuse_too_large(text)?;
    private_key::refuse_beside_certificates(text)?;
    let found = Found::in_text(text)?;
    match found.some_certificate(text)? {
        [one] => one.decode(),
        several => {
            let line = several.get(1).map_or(1, |second| second.line);
            Err(PemError::new(PemErrorKind::SeveralCertificates { count: several.len() }, line))
        }
    }
}

/// The first and the last line of each certificate of a bundle, from 1, in the order of the file: those of its BEGIN and its
/// END.
///
/// # Errors
/// As [`certificates`], except that the base64 is not read.
pub fn certificate_lines(text: &[u8]) -> Result<Vec<(usize, usize)>, PemError> {
    let read = || {
        refuse_too_large(text)?;
        let found = Found::in_text(text)?;
        Ok(found.some_certificate(text)?.iter().map(|block| (block.line, block.last_line())).collect())
    };
    read().map_err(|error: PemError| error.located_in(text))
}

/// Writes a certificate as PEM: 64 columns, lines that end in LF (RFC 7468 section 2).
pub fn encode_certificate(der: &[u8]) -> String {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----\n";
    const END: &str = "-----END CERTIFICATE-----\n";
    /// The bytes that make 64 characters of base64.
    const BYTES_A_LINE: usize = 48;

    let lines = der.len().div_ceil(BYTES_A_LINE);
    let mut text = String::with_capacity(BEGIN.len() + der.len().div_ceil(3) * 4 + lines + END.len());
    text.push_str(BEGIN);
    for line in der.chunks(BYTES_A_LINE) {
        STANDARD.encode_string(line, &mut text);
        text.push('\n');
    }
    text.push_str(END);
    text
}

/// The most labels that a message names.
const LABELS_NAMED: usize = 4;

/// The blocks of a file, by what they hold.
#[derive(Default)]
struct Found<'a> {
    certificates: Vec<Block<'a>>,
    /// Each other label once, at most [`LABELS_NAMED`].
    other_labels: Vec<&'a str>,
    /// The line of the first block with another label.
    other_line: usize,
    has_private_key: bool,
}

impl<'a> Found<'a> {
    fn in_text(text: &'a [u8]) -> Result<Self, PemError> {
        let mut found = Self::default();
        for block in Blocks::new(text) {
            let block = block?;
            match block.label {
                // RFC 7468 section 5.1 and its old alias.
                "CERTIFICATE" | "X509 CERTIFICATE" => found.certificates.push(block),
                "TRUSTED CERTIFICATE" => {
                    return Err(PemError::new(PemErrorKind::TrustedCertificate, block.line));
                }
                "PKCS7" | "PKCS #7 SIGNED DATA" | "CMS" => {
                    return Err(PemError::new(PemErrorKind::Pkcs7, block.line));
                }
                label => {
                    found.has_private_key |= label.ends_with("PRIVATE KEY");
                    if found.other_labels.is_empty() {
                        found.other_line = block.line;
                    }
                    if found.other_labels.len() < LABELS_NAMED && !found.other_labels.contains(&label) {
                        found.other_labels.push(label);
                    }
                }
            }
        }
        Ok(found)
    }

    /// The certificates, of which there must be at least one.
    fn some_certificate(&self, text: &[u8]) -> Result<&[Block<'a>], PemError> {
        if !self.certificates.is_empty() {
            return Ok(&self.certificates);
        }
        Err(match self.other_labels.as_slice() {
            [] => PemError::new(PemErrorKind::NotPem { looks_like: LooksLike::of(text) }, 1),
            labels => {
                let labels = labels.iter().map(ToString::to_string).collect();
                PemError::new(PemErrorKind::NoCertificate { labels }, self.other_line)
            }
        })
    }
}

fn refuse_too_large(text: &[u8]) -> Result<(), PemError> {
    if text.len() > MAX_PEM_SIZE {
        return Err(PemError::new(PemErrorKind::TooLarge, 1));
    }
    Ok(())
}
