//! The shared parts of the conformance tests: the cases of the corpora, bare webpki, certificates made by hand, the
//! ledgers of explained divergences.
//!
//! The tests need a provider. With both features on, aws-lc-rs is tested.

pub mod algorithms;
pub mod bare_webpki;
pub mod case;
pub mod certificates;
pub mod counting;
pub mod damage;
pub mod der;
pub mod exercise;
pub mod ledger;
pub mod mutation;
pub mod outcome;
pub mod providers;
pub mod template;
pub mod threads;

/// The provider under test, as the ledgers name it.
pub const PROVIDER: &str = if cfg!(feature = "aws-lc-rs") { "aws-lc-rs" } else { "ring" };
