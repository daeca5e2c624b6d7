//! The calls without handles: texts and bytes in, a string or a truth out.

use issuedby::name::Name;
use issuedby::{ClientCert, DistinguishedName, Fingerprint, Reason, edge_headers, input};
use issuedby_c_abi::c_types::issuedby_string;
use issuedby_c_abi::certificate::issuedby_certificate_der;
use issuedby_c_abi::client_cert::{issuedby_client_cert_decode, issuedby_client_cert_encode};
use issuedby_c_abi::edge_headers::{
    issuedby_edge_headers_must_strip, issuedby_edge_headers_vary_names_client_cert,
};
use issuedby_c_abi::failure::issuedby_result;
use issuedby_c_abi::fingerprint::{issuedby_fingerprint, issuedby_fingerprint_equal};
use issuedby_c_abi::name::{
    issuedby_dn_compare, issuedby_dn_equal, issuedby_dn_from_der, issuedby_dn_normalize,
};
use issuedby_c_abi::reason::issuedby_reason_name;
use issuedby_c_abi::strings::issuedby_string_free;

use super::Machine;
use super::argument::Bytes;
use super::output::{take_string, text};

impl Machine<'_> {
    /// One input, one string out.
    pub(super) fn convert_text(&mut self) {
        let which = self.reader.below(8);
        let bytes = self.bytes();
        let (data, chars, len) = (bytes.data(), bytes.text(), bytes.len());
        if which >= 6 {
            ask_about(which, &bytes);
            return;
        }
        let made = self.call::<issuedby_string>(|out, error| {
            // SAFETY: the bytes are there, and the places are locals.
            unsafe {
                match which {
                    0 => issuedby_dn_normalize(chars, len, out, error),
                    1 => issuedby_dn_from_der(data, len, out, error),
                    2 => issuedby_fingerprint(data, len, out, error),
                    3 => issuedby_client_cert_encode(data, len, out, error),
                    4 => issuedby_client_cert_decode(chars, len, out, error),
                    _ => issuedby_certificate_der(data, len, out, error),
                }
            }
        });
        let expected: Option<Vec<u8>> = bytes.get().and_then(|bytes| match which {
            0 => name(bytes).map(|name| name.to_normalized_string().into_bytes()),
            1 => Name::from_der(bytes).ok().map(|name| name.to_string().into_bytes()),
            2 => Some(Fingerprint::of(bytes).to_string().into_bytes()),
            3 => Some(ClientCert::encode(bytes).into_bytes()),
            4 => ClientCert::decode(bytes).ok(),
            _ => input::certificate_der(bytes).ok().map(|der| der.into_owned()),
        });
        let string = made.expect(expected.is_some());
        if let (Some(string), Some(expected)) = (string, expected) {
            assert_eq!(take_string(string), expected);
        }
    }

    /// Two inputs, a truth out.
    pub(super) fn compare_texts(&mut self) {
        let which = self.reader.below(3);
        let (a, b) = (self.bytes(), self.bytes());
        let (Some(first), Some(second)) = (a.get(), b.get()) else { return };
        let (mut equal, mut error, mut json) = (true, std::ptr::null_mut(), std::ptr::null_mut());
        let names = name(first).zip(name(second));
        // SAFETY: the bytes are there, and the places are locals.
        let result = unsafe {
            match which {
                0 => issuedby_dn_equal(a.text(), a.len(), b.text(), b.len(), &raw mut equal, &raw mut error),
                1 => {
                    let (place, level) = (&raw mut json, std::ptr::null_mut());
                    issuedby_dn_compare(a.text(), a.len(), b.text(), b.len(), level, place, &raw mut error)
                }
                _ => issuedby_fingerprint_equal(
                    a.text(),
                    a.len(),
                    b.text(),
                    b.len(),
                    &raw mut equal,
                    &raw mut error,
                ),
            }
        };
        assert_ne!(result, issuedby_result::ISSUEDBY_PANIC);
        match (which, names) {
            (0, Some((a, b))) => assert_eq!((result, equal), (issuedby_result::ISSUEDBY_OK, a == b)),
            (0, None) => assert_eq!((result, equal), (issuedby_result::ISSUEDBY_MALFORMED_NAME, false)),
            (1, Some((a, b))) => assert_eq!(take_string(json), a.compare(&b).to_json().into_bytes()),
            (1, None) => assert!(json.is_null()),
            _ => assert!(result == issuedby_result::ISSUEDBY_OK || !equal),
        }
        assert_eq!(error.is_null(), result == issuedby_result::ISSUEDBY_OK);
        // SAFETY: it is NULL, or the library has just made it.
        unsafe { issuedby_string_free(error) };
    }
}

fn ask_about(which: usize, bytes: &Bytes) {
    // SAFETY: the bytes are there.
    let (strip, vary) = unsafe {
        (
            issuedby_edge_headers_must_strip(bytes.text(), bytes.len()),
            issuedby_edge_headers_vary_names_client_cert(bytes.text(), bytes.len()),
        )
    };
    assert_eq!(strip, bytes.get().is_none_or(edge_headers::must_strip));
    assert_eq!(vary, bytes.get().is_none_or(edge_headers::vary_names_client_cert));
    if let (7, Some([high, low, ..])) = (which, bytes.get()) {
        let number = u16::from_be_bytes([*high, *low]);
        let code =
            Reason::ALL.iter().find(|reason| reason.number() == number).map_or("", |reason| reason.code());
        assert_eq!(text(issuedby_reason_name(number)), code);
    }
}

fn name(bytes: &[u8]) -> Option<DistinguishedName> {
    DistinguishedName::parse(bytes).ok().map(|parsed| parsed.into_name())
}
