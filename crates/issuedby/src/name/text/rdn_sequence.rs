//! An RDNSequence being put together, in DER.

use alloc::vec::Vec;

const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTF8_STRING: u8 = 0x0c;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;

/// In which order RDNs, and the attributes of each, were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As in a certificate.
    MostGeneralFirst,
    /// As in RFC 4514; OpenSSL turns round the attributes of an RDN as well.
    MostSpecificFirst,
}

/// RDNs as they are written, each attribute encoded.
#[derive(Debug, Default)]
pub(super) struct RdnSequence {
    rdns: Vec<Vec<Vec<u8>>>,
    attributes: usize,
}

impl RdnSequence {
    pub(super) fn rdns(&self) -> usize {
        self.rdns.len()
    }

    /// The number of attributes in all RDNs.
    pub(super) fn attributes(&self) -> usize {
        self.attributes
    }

    pub(super) fn start_rdn(&mut self) {
        self.rdns.push(Vec::new());
    }

    /// Adds an attribute to the last RDN: contents bytes of its type, and its value as a DER element.
    pub(super) fn push(&mut self, attribute_type: &[u8], value: &[u8]) {
        let mut contents =
            Vec::with_capacity(attribute_type.len().saturating_add(value.len()).saturating_add(2));
        push_element(&mut contents, OBJECT_IDENTIFIER, attribute_type);
        contents.extend_from_slice(value);
        let mut attribute = Vec::with_capacity(contents.len().saturating_add(4));
        push_element(&mut attribute, SEQUENCE, &contents);
        if let Some(rdn) = self.rdns.last_mut() {
            rdn.push(attribute);
            self.attributes = self.attributes.saturating_add(1);
        }
    }

    /// The contents of the RDNSequence.
    pub(super) fn der(mut self, order: Order) -> Vec<u8> {
        if order == Order::MostSpecificFirst {
            self.rdns.reverse();
            self.rdns.iter_mut().for_each(|rdn| rdn.reverse());
        }
        let mut der = Vec::new();
        for rdn in &self.rdns {
            push_element(&mut der, SET, &rdn.concat());
        }
        der
    }
}

/// Appends a DER element of a tag with one byte.
pub(crate) fn push_element(out: &mut Vec<u8>, tag: u8, contents: &[u8]) {
    out.push(tag);
    let length = contents.len().to_be_bytes();
    let leading_zeros = length.iter().take_while(|byte| **byte == 0).count();
    match length.get(leading_zeros..).unwrap_or_default() {
        [] => out.push(0),
        [short @ 0..=0x7f] => out.push(*short),
        long => {
            // At most eight bytes tell a length.
            out.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            out.extend_from_slice(long);
        }
    }
    out.extend_from_slice(contents);
}
