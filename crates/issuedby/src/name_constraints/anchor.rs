//! The constraints that webpki gets: those of dNSName and iPAddress, which are what it evaluates.
//!
//! Elsewhere no field of an anchor is built by hand. Here it is, because webpki takes every constraint of another form
//! as violated: from the bases as they stand in the certificate, without the `minimum` of 0 that it does not read.

use alloc::vec::Vec;

use super::subtree::Base;
use super::{NameConstraint, NameConstraints};

const SEQUENCE: u8 = 0x30;
const PERMITTED: u8 = 0xa0;
const EXCLUDED: u8 = 0xa1;

/// The contents of a `NameConstraints` SEQUENCE, or nothing where webpki has nothing to evaluate.
pub(crate) fn for_webpki(constraints: &NameConstraints) -> Option<Vec<u8>> {
    let mut contents = Vec::new();
    push_list(&mut contents, PERMITTED, &constraints.permitted);
    push_list(&mut contents, EXCLUDED, &constraints.excluded);
    (!contents.is_empty()).then_some(contents)
}

fn push_list(out: &mut Vec<u8>, tag: u8, subtrees: &[NameConstraint]) {
    let mut list = Vec::new();
    for subtree in subtrees.iter().filter(|subtree| is_for_webpki(subtree)) {
        push_element(&mut list, SEQUENCE, &subtree.base_der);
    }
    if !list.is_empty() {
        push_element(out, tag, &list);
    }
}

/// A base with a final dot is an excluded one, and we evaluate it alone: webpki would take the CA's fault for the
/// client's.
fn is_for_webpki(subtree: &NameConstraint) -> bool {
    match subtree.base {
        Ok(Base::DnsName(_)) => !subtree.text.ends_with('.'),
        Ok(Base::IpAddress(_)) => true,
        Ok(Base::DirectoryName(_) | Base::Rfc822Name(_) | Base::UniformResourceIdentifier(_)) | Err(_) => {
            false
        }
    }
}

/// One DER element. What came out of a certificate is below 2^16 bytes, and so is this.
fn push_element(out: &mut Vec<u8>, tag: u8, contents: &[u8]) {
    out.push(tag);
    let [.., high, low] = contents.len().to_be_bytes();
    match contents.len() {
        0..0x80 => out.push(low),
        0x80..0x100 => out.extend([0x81, low]),
        _ => out.extend([0x82, high, low]),
    }
    out.extend_from_slice(contents);
}

#[cfg(test)]
mod tests {
    use super::*;

    const DNS: &[u8] = b"\x30\x0d\x82\x0bexample.com";
    const EMAIL: &[u8] = b"\x30\x0d\x81\x0bexample.com";
    const MINIMUM_WRITTEN: &[u8] = b"\x30\x10\x82\x0bexample.com\x80\x01\x00";

    fn list(tag: u8, subtrees: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        push_element(&mut out, tag, &subtrees.concat());
        out
    }

    fn for_webpki(contents: &[u8]) -> Option<Vec<u8>> {
        super::for_webpki(&NameConstraints::from_contents(contents, 0).unwrap())
    }

    #[test]
    fn what_webpki_evaluates_stands_as_in_the_certificate() {
        let contents = [list(0xa0, &[DNS, DNS]), list(0xa1, &[DNS])].concat();
        assert_eq!(for_webpki(&contents), Some(contents));
        let many = list(0xa0, &[DNS; 40]);
        assert_eq!(for_webpki(&many), Some(many));
    }

    #[test]
    fn other_forms_are_left_out_and_nothing_left_is_none() {
        assert_eq!(for_webpki(&list(0xa0, &[EMAIL, DNS])), Some(list(0xa0, &[DNS])));
        assert_eq!(for_webpki(&list(0xa1, &[EMAIL])), None);
    }

    #[test]
    fn a_minimum_of_zero_is_left_out() {
        assert_eq!(for_webpki(&list(0xa0, &[MINIMUM_WRITTEN])), Some(list(0xa0, &[DNS])));
    }
}
