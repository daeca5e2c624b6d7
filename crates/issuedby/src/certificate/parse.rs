//! The structure of a certificate, parsed once (RFC 5280 section 4.1).

use super::der::{Element, Reader};
use super::error::{ParseError, ParseFault};
use super::extensions::{self, Extensions};
use super::tolerant::Tolerance;
use super::{Fields, key, time};
use crate::diagnosis::{LooksLike, declared_length, has_converted_line_ends};
use crate::limits::MAX_CERTIFICATE_SIZE;
use crate::reason::Reason;
use crate::span::Span;
use crate::tag;

/// `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }`
///
/// Bytes after the certificate are not read; `length` is where they start.
pub(super) fn certificate(der: &[u8]) -> Result<Fields, ParseError> {
    certificate_with(der, Tolerance::None)
}

/// [`certificate`], also of one whose extensions cannot all be read.
pub(super) fn certificate_with(der: &[u8], tolerance: Tolerance) -> Result<Fields, ParseError> {
    if der.len() > MAX_CERTIFICATE_SIZE {
        return Err(ParseError {
            reason: Reason::TooLarge,
            what: "the certificate",
            offset: MAX_CERTIFICATE_SIZE,
            fault: ParseFault::TooLarge { bytes: der.len() },
        });
    }
    if let Some(fault) = other_form(der) {
        return Err(ParseError::new("the certificate", 0, fault));
    }

    whole(der, tolerance).map_err(|error| other_sequence(der, error))
}

fn whole(der: &[u8], tolerance: Tolerance) -> Result<Fields, ParseError> {
    let whole = Reader::new(der).read_tagged(tag::SEQUENCE, "the certificate")?;
    whole
        .reader()
        .read_all("the certificate", |reader| {
            let to_be_signed = reader.read_tagged(tag::SEQUENCE, "the tbsCertificate")?;
            let outer_algorithm = reader.read_tagged(tag::SEQUENCE, "the signatureAlgorithm")?;
            let (signature_offset, signature) = reader.whole_byte_bit_string("the signatureValue")?;
            Ok(Outside {
                to_be_signed,
                outer_algorithm,
                signature: Span::new(signature_offset, signature.len()),
            })
        })
        .and_then(|outside| {
            let mut fields = to_be_signed_fields(outside.to_be_signed, tolerance)?;
            fields.outer_algorithm = outside.outer_algorithm.contents_span();
            fields.signature = outside.signature;
            fields.length = whole.len();
            Ok(fields)
        })
}

/// The three parts of a certificate.
struct Outside<'a> {
    to_be_signed: Element<'a>,
    outer_algorithm: Element<'a>,
    signature: Span,
}

/// `TBSCertificate`. The caller fills in the fields beside it.
fn to_be_signed_fields(element: Element<'_>, tolerance: Tolerance) -> Result<Fields, ParseError> {
    element.reader().read_all("the tbsCertificate", |reader| {
        let version = version(reader)?;
        let serial_number = integer(reader, "the serialNumber")?;
        let inner_algorithm = reader.read_tagged(tag::SEQUENCE, "the signature algorithm")?;
        let issuer = reader.read_tagged(tag::SEQUENCE, "the issuer")?;
        let (not_before, not_after) = time::validity(reader)?;
        let subject = reader.read_tagged(tag::SEQUENCE, "the subject")?;
        let public_key_info = reader.read_tagged(tag::SEQUENCE, "the subjectPublicKeyInfo")?;
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
            key: key::read(&public_key_info)?,
            has_unique_identifier: skip_unique_identifiers(reader)?,
            extensions: extensions(reader, tolerance)?,
        })
    })
}

/// The unique identifiers of version 2: whether there are any.
///
/// RFC 5280 section 4.1.2.8: no CA in its profile writes them, and applications "SHOULD be capable of parsing" them.
fn skip_unique_identifiers(reader: &mut Reader<'_>) -> Result<bool, ParseError> {
    let mut found = false;
    for tag in tag::UNIQUE_IDENTIFIERS {
        if reader.peek() == Some(tag) {
            reader.bit_string(tag, "a unique identifier")?;
            found = true;
        }
    }
    Ok(found)
}

/// `[3] EXPLICIT Extensions OPTIONAL`
fn extensions(reader: &mut Reader<'_>, tolerance: Tolerance) -> Result<Extensions, ParseError> {
    match reader.is_at_end() {
        true => Ok(Extensions::default()),
        false => {
            extensions::read(&reader.read_tagged(tag::CONTEXT_3_CONSTRUCTED, "the extensions")?, tolerance)
        }
    }
}

/// `[0] EXPLICIT Version DEFAULT v1`, as stored: 0 for version 1.
fn version(reader: &mut Reader<'_>) -> Result<u8, ParseError> {
    const WHAT: &str = "the version";
    if reader.peek() != Some(tag::CONTEXT_0_CONSTRUCTED) {
        return Ok(0);
    }
    let tagged = reader.read_tagged(tag::CONTEXT_0_CONSTRUCTED, WHAT)?;
    let number = tagged.reader().read_all(WHAT, |inside| integer(inside, WHAT))?;
    match number.contents {
        [version @ 0..=0x7f] => Ok(*version),
        _ => Err(ParseError::new(WHAT, number.offset, ParseFault::Invalid("a small positive number"))),
    }
}

/// An INTEGER in its shortest form (X.690 section 8.3.2).
fn integer<'a>(reader: &mut Reader<'a>, what: &'static str) -> Result<Element<'a>, ParseError> {
    let element = reader.read_tagged(tag::INTEGER, what)?;
    match element.contents {
        [] => Err(ParseError::new(what, element.offset, ParseFault::Invalid("an INTEGER with contents"))),
        [0, second, ..] if second & 0x80 == 0 => Err(not_shortest(what, element.offset)),
        [0xff, second, ..] if second & 0x80 != 0 => Err(not_shortest(what, element.offset)),
        _ => Ok(element),
    }
}

fn not_shortest(what: &'static str, offset: usize) -> ParseError {
    ParseError::new(what, offset, ParseFault::Invalid("an INTEGER in its shortest form"))
}

/// The form of input that people hand over instead of DER, for the message.
fn other_form(der: &[u8]) -> Option<ParseFault> {
    if der.first() == Some(&tag::SEQUENCE) {
        return None;
    }
    match LooksLike::of(der) {
        LooksLike::Empty if der.is_empty() => Some(ParseFault::Empty),
        LooksLike::Binary | LooksLike::Der | LooksLike::Empty | LooksLike::Unknown => None,
        form => Some(ParseFault::LooksLike(form)),
    }
}

/// Other things that are a SEQUENCE, named once reading them as a certificate failed.
fn other_sequence(der: &[u8], error: ParseError) -> ParseError {
    let is_cut_off = error.offset == 0 && error.fault == ParseFault::Truncated;
    let fault = match LooksLike::of(der) {
        form @ (LooksLike::CertificateRequest
        | LooksLike::CertificateRevocationList
        | LooksLike::DerAsUtf8
        | LooksLike::DerReadAsText
        | LooksLike::Pkcs12
        | LooksLike::Pkcs7
        | LooksLike::PrivateKey) => ParseFault::LooksLike(form),
        _ if error.reason == Reason::Malformed && has_converted_line_ends(der) => {
            ParseFault::LooksLike(LooksLike::DerInTextMode)
        }
        _ => match declared_length(der).filter(|_| is_cut_off) {
            Some(declared) => ParseFault::CutOff { found: der.len(), declared },
            None => return error,
        },
    };
    ParseError::new("the certificate", 0, fault)
}
