//! The one walk over the bytes of a certificate (RFC 5280 section 4.1).

use super::der::{Element, Reader, tag};
use super::error::{ParseError, Problem};
use super::{Fields, extensions, key, time};
use crate::input::LooksLike;
use crate::limits::MAX_CERTIFICATE_SIZE;
use crate::reason::Reason;

/// A place in the bytes of a certificate: start and end, as offsets.
///
/// A certificate has at most [`MAX_CERTIFICATE_SIZE`], so that 32 bits hold every offset.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) fn new(start: usize, length: usize) -> Self {
        let offset = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Self { start: offset(start), end: offset(start.saturating_add(length)) }
    }

    /// The bytes at this place of the certificate that the span was made from.
    #[inline]
    pub(crate) fn of(self, der: &[u8]) -> &[u8] {
        der.get(self.start()..position(self.end)).unwrap_or_default()
    }

    pub(crate) fn start(self) -> usize {
        position(self.start)
    }
}

fn position(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

impl Element<'_> {
    pub(crate) fn whole_span(&self) -> Span {
        Span::new(self.offset, self.len())
    }

    pub(crate) fn contents_span(&self) -> Span {
        Span::new(self.contents_offset, self.contents.len())
    }
}

/// `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }`
///
/// What follows the certificate is not looked at; `length` tells where it starts.
pub(super) fn certificate(der: &[u8]) -> Result<Fields, ParseError> {
    if der.len() > MAX_CERTIFICATE_SIZE {
        return Err(ParseError {
            reason: Reason::TooLarge,
            what: "the certificate",
            offset: MAX_CERTIFICATE_SIZE,
            problem: Problem::TooLarge { bytes: der.len() },
        });
    }
    if let Some(problem) = other_form(der) {
        return Err(ParseError::new("the certificate", 0, problem));
    }

    whole(der).map_err(|error| other_sequence(der, error))
}

fn whole(der: &[u8]) -> Result<Fields, ParseError> {
    let mut outside = Reader::new(der);
    let whole = outside.read_tagged(tag::SEQUENCE, "the certificate")?;
    let mut reader = whole.reader();
    let to_be_signed = reader.read_tagged(tag::SEQUENCE, "the tbsCertificate")?;
    let outer_algorithm = reader.read_tagged(tag::SEQUENCE, "the signatureAlgorithm")?;
    let (signature_offset, signature) = reader.whole_byte_bit_string("the signatureValue")?;
    reader.finish("the certificate")?;

    let mut fields = to_be_signed_fields(to_be_signed)?;
    fields.outer_algorithm = outer_algorithm.contents_span();
    fields.signature = Span::new(signature_offset, signature.len());
    fields.length = whole.len();
    Ok(fields)
}

/// `TBSCertificate`. The fields beside it are filled in by the caller.
fn to_be_signed_fields(element: Element<'_>) -> Result<Fields, ParseError> {
    let mut reader = element.reader();
    let version = version(&mut reader)?;
    let serial_number = integer(&mut reader, "the serialNumber")?;
    let inner_algorithm = reader.read_tagged(tag::SEQUENCE, "the signature algorithm")?;
    let issuer = reader.read_tagged(tag::SEQUENCE, "the issuer")?;
    let (not_before, not_after) = time::validity(&mut reader)?;
    let subject = reader.read_tagged(tag::SEQUENCE, "the subject")?;
    let public_key_info = reader.read_tagged(tag::SEQUENCE, "the subjectPublicKeyInfo")?;
    let key = key::read(&public_key_info)?;

    // RFC 5280 section 4.1.2.8: no CA in its profile writes them, and applications "SHOULD be capable of parsing" them.
    let mut has_unique_identifier = false;
    for tag in tag::UNIQUE_IDENTIFIERS {
        if reader.peek() == Some(tag) {
            reader.bit_string(tag, "a unique identifier")?;
            has_unique_identifier = true;
        }
    }
    let extensions = match reader.is_at_end() {
        true => extensions::Extensions::default(),
        false => {
            let tagged = reader.read_tagged(tag::CONTEXT_3_CONSTRUCTED, "the extensions")?;
            extensions::read(&tagged)?
        }
    };
    reader.finish("the tbsCertificate")?;

    Ok(Fields {
        length: 0,
        to_be_signed: element.whole_span(),
        version,
        serial_number: serial_number.contents_span(),
        inner_algorithm: inner_algorithm.contents_span(),
        outer_algorithm: Span::default(),
        signature: Span::default(),
        issuer: issuer.contents_span(),
        subject: subject.contents_span(),
        not_before,
        not_after,
        public_key_info: public_key_info.whole_span(),
        key,
        has_unique_identifier,
        extensions,
    })
}

/// `[0] EXPLICIT Version DEFAULT v1`, as stored: 0 for version 1.
fn version(reader: &mut Reader<'_>) -> Result<u8, ParseError> {
    const WHAT: &str = "the version";
    if reader.peek() != Some(tag::CONTEXT_0_CONSTRUCTED) {
        return Ok(0);
    }
    let mut inside = reader.read_tagged(tag::CONTEXT_0_CONSTRUCTED, WHAT)?.reader();
    let number = integer(&mut inside, WHAT)?;
    inside.finish(WHAT)?;
    match number.contents {
        [version @ 0..=0x7f] => Ok(*version),
        _ => Err(ParseError::new(WHAT, number.offset, Problem::Invalid("a small positive number"))),
    }
}

/// An INTEGER in its shortest form (X.690 section 8.3.2).
fn integer<'a>(reader: &mut Reader<'a>, what: &'static str) -> Result<Element<'a>, ParseError> {
    let element = reader.read_tagged(tag::INTEGER, what)?;
    match element.contents {
        [] => Err(ParseError::new(what, element.offset, Problem::Invalid("an INTEGER with contents"))),
        [0, second, ..] if second & 0x80 == 0 => Err(not_shortest(what, element.offset)),
        [0xff, second, ..] if second & 0x80 != 0 => Err(not_shortest(what, element.offset)),
        _ => Ok(element),
    }
}

fn not_shortest(what: &'static str, offset: usize) -> ParseError {
    ParseError::new(what, offset, Problem::Invalid("an INTEGER in its shortest form"))
}

/// What people hand over instead of DER, recognised to say so.
fn other_form(der: &[u8]) -> Option<Problem> {
    if der.first() == Some(&tag::SEQUENCE) {
        return None;
    }
    match LooksLike::of(der) {
        LooksLike::Empty if der.is_empty() => Some(Problem::Empty),
        LooksLike::Binary | LooksLike::Der | LooksLike::Empty | LooksLike::Unknown => None,
        form => Some(Problem::LooksLike(form)),
    }
}

/// Other things that are a SEQUENCE, named once reading them as a certificate failed.
fn other_sequence(der: &[u8], error: ParseError) -> ParseError {
    match LooksLike::of(der) {
        form @ (LooksLike::CertificateRequest
        | LooksLike::Pkcs12
        | LooksLike::Pkcs7
        | LooksLike::PrivateKey) => ParseError::new("the certificate", 0, Problem::LooksLike(form)),
        _ => error,
    }
}
