//! iPAddress: addresses as lists of bits.

use super::{Contents, Form, List, Touch};

pub(super) struct Address;

/// An address and a mask of as many bits.
pub(super) struct Range {
    address: Vec<bool>,
    mask: Vec<bool>,
}

fn bits(bytes: &[u8]) -> Vec<bool> {
    bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0)).collect()
}

impl Range {
    /// True where every bit under the mask is the same, of addresses of one version.
    fn contains(&self, address: &[bool]) -> bool {
        address.len() == self.address.len()
            && (0..address.len()).all(|bit| !self.mask[bit] || address[bit] == self.address[bit])
    }
}

impl Form for Address {
    type Base = Range;
    type Name = Vec<bool>;

    /// A mask has no 1 behind a 0 (RFC 4632).
    fn base(contents: &Contents, _: List) -> Option<Range> {
        let Contents::Ip(bytes) = contents else { return None };
        if ![8, 32].contains(&bytes.len()) {
            return None;
        }
        let (address, mask) = bytes.split_at(bytes.len() / 2);
        let mask = bits(mask);
        let is_contiguous = mask.windows(2).all(|pair| pair != [false, true]);
        is_contiguous.then(|| Range { address: bits(address), mask })
    }

    fn name(contents: &Contents) -> Option<Vec<bool>> {
        let Contents::Ip(bytes) = contents else { return None };
        [4, 16].contains(&bytes.len()).then(|| bits(bytes))
    }

    fn is_inside(name: &Vec<bool>, base: &Range) -> bool {
        base.contains(name)
    }

    /// An IPv4 address that is written as IPv6 is also excluded with the IPv4 address.
    fn touches(name: &Vec<bool>, base: &Range) -> Touch {
        let mut prefix = vec![false; 80];
        prefix.extend([true; 16]);
        let as_version_4 = name.strip_prefix(prefix.as_slice()).filter(|rest| rest.len() == 32);
        match base.contains(name) || as_version_4.is_some_and(|address| base.contains(address)) {
            true => Touch::Yes,
            false => Touch::No,
        }
    }
}
