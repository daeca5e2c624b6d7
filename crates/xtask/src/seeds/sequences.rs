//! Sequences of operations, in the bytes in which the targets `registry` and `c_abi` read them.

/// Operations of the registry: the kind, the account, the name or domain, which identifier, which certificate.
type Operation = [u8; 5];

const CREATE: u8 = 0;
const ADD_DOMAIN: u8 = 4;
const ACTIVATE_DOMAIN: u8 = 5;
const LAST_KIND: u8 = 8;

/// Two accounts with certificates and domains, and then one operation of each kind, by each account.
pub(super) fn of_the_registry() -> impl Iterator<Item = Vec<u8>> {
    const BEFORE: [Operation; 6] = [
        [CREATE, 0, 0, 0, 0],
        [CREATE, 0, 1, 0, 1],
        [CREATE, 1, 0, 0, 0],
        [ADD_DOMAIN, 0, 0, 0, 0],
        [ADD_DOMAIN, 1, 0x81, 0, 0],
        [ACTIVATE_DOMAIN, 0, 0, 0, 0],
    ];
    (0..=LAST_KIND)
        .flat_map(|kind| [0, 1].map(|account| [BEFORE.concat(), vec![kind, account, 0, account, 1]].concat()))
}

/// The choices of `fuzz/src/c_abi`: a sample instead of bytes of the input, and bytes of the input.
const CA_PEM: u8 = 1;
const CLIENT: u8 = 2;
const NAME: u8 = 4;
const OPTIONS: u8 = 5;
const OF_THE_INPUT: u8 = 6;

const LOAD_CA: [u8; 4] = [0, CA_PEM, 0, 0];
const MAKE_VERIFIER: [u8; 5] = [2, 1, 0, 0, 0];
/// A year after the samples begin, as multiples of a year.
const YEAR: u8 = 57;
const EVALUATE: [u8; 6] = [4, 0, CLIENT, 0, YEAR, 0];
const MAKE_POLICY: [u8; 4] = [7, OPTIONS, 0, 0];
const READ: u8 = 10;
const FREE: u8 = 12;
const KINDS: u8 = 7;

/// From a CA to a decision, and from there one call of each kind, with right and with wrong handles.
pub(super) fn of_the_c_library() -> impl Iterator<Item = Vec<u8>> {
    let mut before = [&LOAD_CA[..], &MAKE_VERIFIER, &EVALUATE, &MAKE_POLICY].concat();
    // Decide; write the fields and read them; decide about what was read.
    before.extend([8, 0, 0, 0, 0]);
    before.extend([5, 0, 0, 3, 0, 0]);
    before.extend([6, 0, 0, 0]);
    before.extend([9, 0, 0, 0, 0]);
    let mut calls = Vec::new();
    for kind in 0..KINDS {
        for handle in [0, 0xf0, 0xfe, 0xff] {
            calls.push(vec![READ, kind, handle]);
            calls.push(vec![FREE, kind, handle, READ, kind, handle]);
        }
    }
    calls.push(vec![1, 0, OF_THE_INPUT, 0, 2, b'i', b'd', 0]);
    calls.push(vec![3, 0, CLIENT, 1, CLIENT, YEAR, 0]);
    calls.push(vec![3, 0xf0, 0xff, 0, 0, 0xff]);
    for which in 0..8 {
        calls.push(vec![14, which, NAME, 0]);
        calls.push(vec![14, which, CLIENT, 0]);
        calls.push(vec![13, which % 3, NAME, NAME]);
    }
    calls.into_iter().map(move |call| [&before[..], &call].concat())
}

/// The sample CA, and what a verifier, a policy and an edge say about some leaf.
pub(super) fn about_a_leaf(leaf: &[u8]) -> Vec<u8> {
    let length = u16::try_from(leaf.len()).unwrap_or(u16::MAX).to_be_bytes();
    let mut calls = [&LOAD_CA[..], &MAKE_VERIFIER, &MAKE_POLICY].concat();
    calls.extend([4, 0, OF_THE_INPUT, length[0], length[1]]);
    calls.extend(leaf);
    calls.extend([0, YEAR, 0]);
    calls.extend([READ, 2, 0]);
    calls.extend([8, 0, 0, 0, 0, READ, 6, 0]);
    calls.extend([5, 0, 0, 3, 0, 0, READ, 3, 0]);
    calls
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn sequences_are_whole_and_differ() {
        let registry: BTreeSet<_> = of_the_registry().collect();
        assert_eq!(registry.len(), 2 * usize::from(LAST_KIND + 1));
        assert!(registry.iter().all(|sequence| sequence.len() % size_of::<Operation>() == 0));
        assert!(of_the_c_library().collect::<BTreeSet<_>>().len() > 60);
        let leaf = about_a_leaf(b"leaf");
        assert!(leaf.windows(4).any(|bytes| bytes == b"leaf"));
    }
}
