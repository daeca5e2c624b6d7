//! The verdict about a certificate in whatever form it was handed over.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use pki_types::UnixTime;

use super::Verifier;
use crate::input::{CertificateInput, ClientInput, InputKind};
use crate::verdict::Verdict;

impl Verifier {
    /// As [`Self::evaluate_with_chain`], for whoever has a file or a text: DER, PEM or RFC 9440 text, read with
    /// [`CertificateInput`]. The CA certificates that stand beside the client's are sent along too, after `chain`.
    ///
    /// Input without a certificate is FAILED with `malformed` or `too_large`, and the message says what was found. A member
    /// of `chain` that cannot be read is passed over. A TLS stack has DER, and uses [`Self::evaluate_with_chain`].
    pub fn evaluate_input<'a>(
        &'a self,
        leaf: Option<(&'a [u8], InputKind)>,
        now: UnixTime,
        chain: &[(&[u8], InputKind)],
    ) -> Verdict<'a> {
        let Some((bytes, given)) = leaf else { return self.evaluate(None, now) };
        let read = CertificateInput::read(bytes, given).and_then(CertificateInput::into_client);
        let (leaf, beside) = match read {
            Ok(ClientInput { leaf, chain }) => (leaf, chain),
            Err(error) => return Verdict::unread(error, now.as_secs()),
        };
        let sent: Vec<CertificateInput<'_>> =
            chain.iter().filter_map(|(bytes, given)| CertificateInput::read(bytes, *given).ok()).collect();
        let sent: Vec<Cow<'_, [u8]>> =
            sent.into_iter().flat_map(CertificateInput::into_certificates).collect();
        let chain: Vec<&[u8]> =
            sent.iter().map(AsRef::as_ref).chain(beside.iter().map(Vec::as_slice)).collect();
        match leaf {
            Cow::Borrowed(leaf) => self.evaluate_with_chain(Some(leaf), now, &chain),
            Cow::Owned(leaf) => self.evaluate_with_chain(Some(&leaf), now, &chain).into_owned(),
        }
    }
}
