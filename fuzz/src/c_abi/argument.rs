//! Bytes as they are passed to C: pointer and length, in memory of exactly that size.

use std::ffi::c_char;

use issuedby_c_abi::c_types::{issuedby_bytes, issuedby_str};

use super::Machine;
use crate::samples::{CA, CA_PEM, CLIENT, CLIENT_PEM};

/// A name as text.
const NAME: &[u8] = b"CN=example-ca,O=Example,C=US";

/// A policy that enforces.
const OPTIONS: &[u8] = br#"{"certIssuerDN":"CN=example-ca,O=Example,C=US"}"#;

/// An argument of bytes.
pub(super) enum Bytes {
    /// NULL with this length.
    Null(usize),
    /// A copy of its own, so that reading past its end is noticed.
    Some(Box<[u8]>),
}

impl Bytes {
    pub(super) fn get(&self) -> Option<&[u8]> {
        match self {
            Self::Null(_) => None,
            Self::Some(bytes) => Some(bytes),
        }
    }

    pub(super) fn data(&self) -> *const u8 {
        self.get().map_or(std::ptr::null(), <[u8]>::as_ptr)
    }

    pub(super) fn text(&self) -> *const c_char {
        self.data().cast()
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Null(len) => *len,
            Self::Some(bytes) => bytes.len(),
        }
    }

    pub(super) fn as_bytes(&self) -> issuedby_bytes {
        issuedby_bytes { data: self.data(), len: self.len() }
    }

    pub(super) fn as_str(&self) -> issuedby_str {
        issuedby_str { data: self.text(), len: self.len() }
    }
}

impl Machine<'_> {
    pub(super) fn bytes(&mut self) -> Bytes {
        let sample = match self.reader.byte() {
            0 => CA.as_slice(),
            1 => CA_PEM,
            2 => CLIENT.as_slice(),
            3 => CLIENT_PEM,
            4 => NAME,
            5 => OPTIONS,
            0xfd => b"",
            0xfe => return Bytes::Null(7),
            0xff => return Bytes::Null(0),
            _ => self.reader.bytes(),
        };
        Bytes::Some(sample.into())
    }

    /// Up to three of them.
    pub(super) fn chain(&mut self) -> Vec<Bytes> {
        let count = self.reader.below(4);
        (0..count).map(|_| self.bytes()).collect()
    }
}

/// The certificates of a chain, where the library takes it: NULL belongs nowhere in it.
pub(super) fn members(chain: &[Bytes]) -> Option<Vec<&[u8]>> {
    chain.iter().map(Bytes::get).collect()
}
