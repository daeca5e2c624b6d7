//! The one reader: bytes in any form become the DER of a certificate and of what was sent along with it.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{Form, InputError, InputKind, LooksLike, form};
use crate::certificate::Certificate;
use crate::client_cert::ClientCert;
use crate::diagnosis::{field_value, without_mark};
use crate::pem::{self, CertificateBlocks};

/// The contents of a file, a text or some bytes: one certificate or several, DER each.
///
/// Every language and the program read with this and nothing else, so that one file gets one answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertificateInput<'a> {
    form: Form,
    first: Cow<'a, [u8]>,
    rest: Vec<Vec<u8>>,
    /// The line of the second certificate; 0 where there is none.
    second_line: usize,
    has_private_key: bool,
}

/// A client's certificate, and the CA certificates that stood beside it. None of them is trusted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientInput<'a> {
    /// The client's certificate, DER.
    pub leaf: Cow<'a, [u8]>,
    /// The CA certificates, DER, in the order of the file.
    pub chain: Vec<Vec<u8>>,
}

impl<'a> CertificateInput<'a> {
    /// Reads DER, PEM, the value of a Client-Cert field (RFC 9440), or the whole line with that field; and PEM text in a
    /// [`Wrapping`](super::Wrapping), which has one reading alone.
    ///
    /// DER is passed through unread, so that the verdict about it is the verifier's; so are bytes that are no text, and no
    /// bytes at all. A private key beside a certificate is passed over, and its bytes are never read.
    ///
    /// # Errors
    ///
    /// [`InputError`] when it is anything else.
    pub fn read(bytes: &'a [u8], given: InputKind) -> Result<Self, InputError> {
        let value = field_value(bytes);
        let text = value.unwrap_or(bytes);
        match form(text) {
            Form::Der => Self::of_der(bytes, given),
            Form::Pem => match pem::certificate_blocks(text) {
                Ok(blocks) => Ok(Self::of_blocks(Form::Pem, blocks)),
                Err(error) => Self::of_wrapped(text, error.into()),
            },
            Form::WrappedPem(_) | Form::ClientCert => {
                let der = ClientCert::decode(without_mark(text).trim_ascii())?;
                Ok(Self { form: Form::ClientCert, ..Self::alone(Cow::Owned(der)) })
            }
        }
    }

    fn of_der(bytes: &'a [u8], given: InputKind) -> Result<Self, InputError> {
        match (LooksLike::of(bytes), given) {
            (LooksLike::Der | LooksLike::Binary, InputKind::Bytes) => Ok(Self::alone(Cow::Borrowed(bytes))),
            (LooksLike::Empty, _) if bytes.is_empty() => Ok(Self::alone(Cow::Borrowed(bytes))),
            (looks_like, _) => Self::of_wrapped(bytes, InputError::NoCertificate(looks_like)),
        }
    }

    fn of_blocks(form: Form, blocks: CertificateBlocks) -> Self {
        let CertificateBlocks { certificates, second_line, has_private_key } = blocks;
        let mut certificates = certificates.into_iter();
        // A text without certificates is an error.
        let first = Cow::Owned(certificates.next().unwrap_or_default());
        Self { form, first, rest: certificates.collect(), second_line, has_private_key }
    }

    /// Reads PEM text inside another text; `error` is that of the text as it stands.
    fn of_wrapped(text: &[u8], error: InputError) -> Result<Self, InputError> {
        match pem::wrapped_blocks(text)? {
            Some((wrapping, blocks)) => Ok(Self::of_blocks(Form::WrappedPem(wrapping), blocks)),
            None => Err(error),
        }
    }

    fn alone(first: Cow<'a, [u8]>) -> Self {
        Self { form: Form::Der, first, rest: Vec::new(), second_line: 0, has_private_key: false }
    }

    /// In which form they are written.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Tells whether there is a private key beside the certificate.
    pub fn has_private_key(&self) -> bool {
        self.has_private_key
    }

    /// The number of certificates: one at least.
    pub fn count(&self) -> usize {
        self.rest.len().saturating_add(1)
    }

    /// Every certificate, DER, in the order of the file.
    pub fn into_certificates(self) -> impl Iterator<Item = Cow<'a, [u8]>> {
        core::iter::once(self.first).chain(self.rest.into_iter().map(Cow::Owned))
    }

    /// The clients to verify: the client's certificate with its chain, as [`Self::into_client`] chooses it, or else each
    /// certificate by itself.
    pub fn into_clients(self) -> Vec<ClientInput<'a>> {
        match self.clone().into_client() {
            Ok(client) => alloc::vec![client],
            Err(_) => self.into_certificates().map(|leaf| ClientInput { leaf, chain: Vec::new() }).collect(),
        }
    }

    /// The one certificate; or, of several, the certificate that is not a CA's, with the others as its chain, in any
    /// order.
    ///
    /// # Errors
    ///
    /// [`InputError::Several`] when there are several clients' certificates, or only those of CAs.
    pub fn into_client(self) -> Result<ClientInput<'a>, InputError> {
        if self.rest.is_empty() {
            return Ok(ClientInput { leaf: self.first, chain: Vec::new() });
        }
        let several = InputError::Several { count: self.count(), line: self.second_line };
        let (cas, mut clients): (Vec<_>, Vec<_>) = self.into_certificates().partition(|der| is_ca(der));
        match (clients.pop(), clients.is_empty()) {
            (Some(leaf), true) => {
                Ok(ClientInput { leaf, chain: cas.into_iter().map(Cow::into_owned).collect() })
            }
            _ => Err(several),
        }
    }
}

fn is_ca(der: &[u8]) -> bool {
    Certificate::from_der(der).is_ok_and(|certificate| certificate.is_ca())
}
