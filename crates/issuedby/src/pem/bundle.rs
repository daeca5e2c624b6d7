//! Bundles: the certificates of a text, each read by itself, so that one broken block does not hide the others.

use alloc::vec::Vec;

use super::error::{PemError, PemErrorKind};
use super::wrapping::wrapped;
use super::{Found, private_key, refuse_too_large};
use crate::limits::MAX_BUNDLE_CERTIFICATES;

/// The most broken blocks whose byte is looked for: each costs a pass over the text.
const LOCATED: usize = 16;

/// A certificate block of a bundle.
pub(crate) struct BundleBlock {
    /// The line of its BEGIN, from 1; `None` where the text is PEM inside another text, which has other lines.
    pub(crate) line: Option<usize>,
    pub(crate) der: Result<Vec<u8>, PemError>,
}

/// Reads each certificate of a text that holds one at least and no private key, also if the whole text is PEM in a
/// [`Wrapping`](super::Wrapping).
///
/// # Errors
/// [`PemError`] with the line for what keeps the blocks from being separated: then none was read.
pub(crate) fn bundle_blocks(text: &[u8]) -> Result<Vec<BundleBlock>, PemError> {
    strict(text).map_err(|error| error.located_in(text)).or_else(|error| match error.kind() {
        PemErrorKind::PrivateKeyFound { .. } | PemErrorKind::TooManyCertificates { .. } => Err(error),
        _ => wrapped(text, whole)?.map(|(_, blocks)| blocks).ok_or(error),
    })
}

fn strict(text: &[u8]) -> Result<Vec<BundleBlock>, PemError> {
    refuse_too_large(text)?;
    private_key::refuse_beside_certificates(text)?;
    let found = Found::in_text(text)?;
    let blocks = found.some_certificate(text)?;
    if let Some(first_beyond) = blocks.get(MAX_BUNDLE_CERTIFICATES) {
        let kind = PemErrorKind::TooManyCertificates { count: blocks.len() };
        return Err(PemError::new(kind, first_beyond.line));
    }
    let mut broken: usize = 0;
    let blocks = blocks.iter().map(|block| {
        let der = block.decode().map_err(|error| {
            broken = broken.saturating_add(1);
            if broken <= LOCATED { error.located_in(text) } else { error }
        });
        BundleBlock { line: Some(block.line), der }
    });
    Ok(blocks.collect())
}

/// The blocks of the text in a wrapping, all of which can be read: errors would name lines that are not in the file.
fn whole(text: &[u8]) -> Result<Vec<BundleBlock>, PemError> {
    let blocks = strict(text)?.into_iter().map(|block| Ok(BundleBlock { line: None, der: Ok(block.der?) }));
    blocks.collect()
}
