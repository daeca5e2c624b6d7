//! Octets changed at random, the same way in every run.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many cases each property is tried with.
const CASES: u32 = 4_000;

/// One change to octets, at a place that is taken modulo their number.
#[derive(Clone, Debug)]
pub enum Mutation {
    /// Octets over others.
    Copy {
        /// Where they are taken.
        from: usize,
        /// Where they go.
        to: usize,
        /// How many.
        length: usize,
    },
    /// Octets taken away.
    Delete {
        /// Where.
        at: usize,
        /// How many.
        length: usize,
    },
    /// Octets put between others.
    Insert {
        /// Where.
        at: usize,
        /// Which.
        octets: Vec<u8>,
    },
    /// One octet set.
    Set {
        /// Where.
        at: usize,
        /// To what.
        octet: u8,
    },
    /// The end cut off.
    Truncate {
        /// What is left.
        length: usize,
    },
}

/// One to four changes.
pub fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let place = || 0_usize..4096;
    let mutation = prop_oneof![
        4 => (place(), any::<u8>()).prop_map(|(at, octet)| Mutation::Set { at, octet }),
        2 => (place(), place(), 1_usize..64)
            .prop_map(|(from, to, length)| Mutation::Copy { from, to, length }),
        1 => (place(), 1_usize..16).prop_map(|(at, length)| Mutation::Delete { at, length }),
        1 => (place(), vec(any::<u8>(), 1..16)).prop_map(|(at, octets)| Mutation::Insert { at, octets }),
        1 => place().prop_map(|length| Mutation::Truncate { length }),
    ];
    vec(mutation, 1..5)
}

/// The octets with these changes, one after the other.
pub fn mutated(octets: &[u8], mutations: &[Mutation]) -> Vec<u8> {
    let mut octets = octets.to_vec();
    for mutation in mutations {
        let size = octets.len().max(1);
        match mutation {
            Mutation::Copy { from, to, length } => {
                let from = from % size;
                let piece = octets[from..(from + length).min(octets.len())].to_vec();
                for (target, octet) in octets.iter_mut().skip(to % size).zip(piece) {
                    *target = octet;
                }
            }
            Mutation::Delete { at, length } => {
                let at = at % size;
                octets.drain(at.min(octets.len())..(at + length).min(octets.len()));
            }
            Mutation::Insert { at, octets: new } => {
                let at = (at % size).min(octets.len());
                octets.splice(at..at, new.iter().copied());
            }
            Mutation::Set { at, octet } => {
                if let Some(target) = octets.get_mut(at % size) {
                    *target = *octet;
                }
            }
            Mutation::Truncate { length } => octets.truncate(length % size),
        }
    }
    octets
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
