//! Small models of what the code promises: slow, obvious, and compared with it on every small input.
//!
//! Each model has a reference written from ARCHITECTURE and the RFCs, every input up to a bound, and random inputs
//! beyond that bound. `cargo test` checks a smaller bound than the command `cargo run --release -p issuedby-models`.

pub mod acceptance;
pub mod constraints;
pub mod hosts;
pub mod names;
pub mod sequences;
pub mod toy_signature;

/// The extent of an exhaustive check.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bound {
    /// The part that `cargo test` checks, unoptimised, in seconds.
    Test,
    /// The part that the command checks, optimised, in minutes.
    Command,
}

/// A model and the ways to run it.
pub struct Model {
    /// Its name on the command line and in the table of `cargo xtask test`.
    pub name: &'static str,
    /// Its part of ten random cases when all models run.
    pub weight: u64,
    /// Checks every input up to the bound, and returns how many there were.
    ///
    /// # Errors
    ///
    /// The first input about which code and reference disagree.
    pub exhaustive: fn(Bound) -> Result<usize, String>,
    /// Checks so many random inputs that follow from the seed, and returns how many those were.
    ///
    /// # Errors
    ///
    /// The first input about which code and reference disagree.
    pub random: fn(u64, u64) -> Result<u64, String>,
}

/// Every model.
pub const MODELS: [Model; 4] = [
    Model { name: "names", weight: 1, exhaustive: names::exhaustive, random: names::random },
    Model {
        name: "constraints",
        weight: 3,
        exhaustive: constraints::exhaustive,
        random: constraints::random,
    },
    Model { name: "acceptance", weight: 1, exhaustive: acceptance::exhaustive, random: acceptance::random },
    Model { name: "hosts", weight: 5, exhaustive: hosts::exhaustive, random: hosts::random },
];

/// An error that shows both answers, where they differ.
///
/// # Errors
///
/// The answers, and what `context` says about the input.
pub fn expect_same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    found: &T,
    reference: &T,
    context: impl FnOnce() -> String,
) -> Result<(), String> {
    match found == reference {
        true => Ok(()),
        false => {
            Err(format!("{what}: the code says {found:?}, the reference {reference:?}, for {}", context()))
        }
    }
}

/// An instant as the verifier takes it.
pub(crate) fn check_time(instant: issuedby_generator::time::Instant) -> issuedby::UnixTime {
    issuedby::check_time(instant.0)
}
