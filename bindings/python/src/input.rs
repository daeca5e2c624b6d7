//! The inputs that callers pass as bytes, as text or as a certificate.

use std::borrow::Cow;

use issuedby::input::{self, InputKind};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::errors::{parse_error, wrong_type, wrong_type_with_remedy};

/// Bytes that can be read while no thread is held up.
///
/// Those of `bytes` are borrowed; what can change under the reader is copied.
pub(crate) fn bytes(argument: &Bound<'_, PyAny>) -> PyResult<Option<PyBackedBytes>> {
    if let Ok(bytes) = argument.cast::<PyBytes>() {
        return Ok(Some(bytes.clone().into()));
    }
    if argument.is_instance_of::<PyByteArray>() || argument.is_instance_of::<PyMemoryView>() {
        let copy = argument.py().get_type::<PyBytes>().call1((argument,))?;
        return Ok(Some(copy.cast_into::<PyBytes>()?.into()));
    }
    Ok(None)
}

/// The bytes of a `str`: UTF-8, and for a lone surrogate what UTF-8 does not allow, so that whoever reads it
/// refuses it and says where.
pub(crate) fn utf8(text: &Bound<'_, PyString>) -> PyResult<PyBackedBytes> {
    let encoded = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
    Ok(encoded.cast_into::<PyBytes>()?.into())
}

/// Bytes, or the bytes of a text.
pub(crate) fn bytes_or_text(argument: &Bound<'_, PyAny>) -> PyResult<Option<PyBackedBytes>> {
    match argument.cast::<PyString>() {
        Ok(text) => utf8(text).map(Some),
        Err(_) => bytes(argument),
    }
}

/// A text, with the bytes that its reader is given.
pub(crate) fn text(name: &str, argument: &Bound<'_, PyAny>, what: &str) -> PyResult<PyBackedBytes> {
    match argument.cast::<PyString>() {
        Ok(text) => utf8(text),
        Err(_) => Err(wrong_type(name, &format!("str ({what})"), argument)),
    }
}

/// A certificate in any form, as it was given: nothing is decoded yet.
pub(crate) type Presented = (PyBackedBytes, InputKind);

/// A certificate in any form, and whether it came as a text.
pub(crate) fn certificate(name: &str, argument: &Bound<'_, PyAny>) -> PyResult<Presented> {
    let bytes = match bytes_or_text(argument)? {
        Some(bytes) => Some(bytes),
        None => bytes_of_object(argument)?,
    };
    let given = match argument.is_instance_of::<PyString>() {
        true => InputKind::Text,
        false => InputKind::Bytes,
    };
    Ok((bytes.ok_or_else(|| wrong_contents(name, CERTIFICATE, argument))?, given))
}

/// `TypeError` for what is not the contents of a file. A path is recognized here, and one that is a `str` by the core.
pub(crate) fn wrong_contents(name: &str, expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    match found.hasattr("__fspath__") {
        Ok(true) => wrong_type_with_remedy(
            name,
            expected,
            found,
            "read that file, and give its bytes: `path.read_bytes()`",
        ),
        _ => wrong_type(name, expected, found),
    }
}

/// The same, or nothing.
pub(crate) fn presented(name: &str, argument: &Bound<'_, PyAny>) -> PyResult<Option<Presented>> {
    match argument.is_none() {
        true => Ok(None),
        false => certificate(name, argument).map(Some),
    }
}

/// The certificates that a client sent along.
pub(crate) fn chain(argument: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Presented>> {
    let Some(argument) = argument else { return Ok(Vec::new()) };
    const EXPECTED: &str = "an iterable of certificates";
    if bytes_or_text(argument)?.is_some() {
        let message = format!("`chain` must be {EXPECTED}, not one: write `[certificate]`");
        return Err(PyTypeError::new_err(message));
    }
    let members = argument.try_iter().map_err(|_| wrong_type("chain", EXPECTED, argument))?;
    members.map(|member| certificate("chain", &member?)).collect()
}

/// The DER of a certificate that was sent along. What holds none is passed on as it stands.
pub(crate) fn der_sent_along(bytes: &[u8]) -> Cow<'_, [u8]> {
    input::certificate_der(bytes).unwrap_or(Cow::Borrowed(bytes))
}

/// The DER of one certificate, for those who need one.
pub(crate) fn der(name: &str, argument: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    let (bytes, given) = certificate(name, argument)?;
    match input::required_certificate_der(&bytes, given) {
        Ok(der) => Ok(der.into_owned()),
        Err(error) => Err(parse_error(argument.py(), &error)),
    }
}

const CERTIFICATE: &str = "a certificate: bytes, bytearray, memoryview, str (PEM or RFC 9440 text) or a \
                           cryptography.x509.Certificate";

/// The DER of a certificate of the package `cryptography`, which is recognized by its shape and not needed here.
fn bytes_of_object(argument: &Bound<'_, PyAny>) -> PyResult<Option<PyBackedBytes>> {
    // Keys, requests and lists of revoked certificates have `public_bytes` as well, but no serial number.
    if !argument.hasattr("public_bytes")? || !argument.hasattr("serial_number")? {
        return Ok(None);
    }
    let encoding = argument.py().import("cryptography.hazmat.primitives.serialization");
    let Ok(encoding) = encoding else { return Ok(None) };
    let der = argument.call_method1("public_bytes", (encoding.getattr("Encoding")?.getattr("DER")?,))?;
    bytes(&der)
}
