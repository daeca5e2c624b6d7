//! Bytes changed at random, the same way in every run.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The number of cases for each property.
const CASES: u32 = 4_000;

/// One change to bytes, at a place that is taken modulo their number.
#[derive(Clone, Debug)]
pub enum Mutation {
    /// Bytes over others.
    Copy {
        /// The place where they are taken.
        from: usize,
        /// The place where they go.
        to: usize,
        /// The number.
        length: usize,
    },
    /// Bytes taken away.
    Delete {
        /// The place.
        at: usize,
        /// The number.
        length: usize,
    },
    /// Bytes put between others.
    Insert {
        /// The place.
        at: usize,
        /// The one.
        bytes: Vec<u8>,
    },
    /// One byte set.
    Set {
        /// The place.
        at: usize,
        /// To what.
        byte: u8,
    },
    /// The end cut off.
    Truncate {
        /// The rest.
        length: usize,
    },
}

/// One to four changes.
pub fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let place = || 0_usize..4096;
    let mutation = prop_oneof![
        4 => (place(), any::<u8>()).prop_map(|(at, byte)| Mutation::Set { at, byte }),
        2 => (place(), place(), 1_usize..64)
            .prop_map(|(from, to, length)| Mutation::Copy { from, to, length }),
        1 => (place(), 1_usize..16).prop_map(|(at, length)| Mutation::Delete { at, length }),
        1 => (place(), vec(any::<u8>(), 1..16)).prop_map(|(at, bytes)| Mutation::Insert { at, bytes }),
        1 => place().prop_map(|length| Mutation::Truncate { length }),
    ];
    vec(mutation, 1..5)
}

/// The bytes with these changes, one after the other.
pub fn mutated(bytes: &[u8], mutations: &[Mutation]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for mutation in mutations {
        let size = bytes.len().max(1);
        match mutation {
            Mutation::Copy { from, to, length } => {
                let from = from % size;
                let piece = bytes[from..(from + length).min(bytes.len())].to_vec();
                for (target, byte) in bytes.iter_mut().skip(to % size).zip(piece) {
                    *target = byte;
                }
            }
            Mutation::Delete { at, length } => {
                let at = at % size;
                bytes.drain(at.min(bytes.len())..(at + length).min(bytes.len()));
            }
            Mutation::Insert { at, bytes: new } => {
                let at = (at % size).min(bytes.len());
                bytes.splice(at..at, new.iter().copied());
            }
            Mutation::Set { at, byte } => {
                if let Some(target) = bytes.get_mut(at % size) {
                    *target = *byte;
                }
            }
            Mutation::Truncate { length } => bytes.truncate(length % size),
        }
    }
    bytes
}

/// Runs a property over the same cases every time.
pub fn run<S: Strategy>(strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, random);
    if let Err(error) = runner.run(&strategy, property) {
        panic!("{error}");
    }
}
