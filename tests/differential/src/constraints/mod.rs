//! Name constraints on random cases, with a prediction of every peer's verdict.
//!
//! Every case is a CA with name constraints and a leaf that it issued. The core must answer as the oracle does, which is
//! written from RFC 5280 alone; where a peer answers otherwise, rows of the ledger must explain it.

pub mod case;
pub mod deviations;
pub mod encode;
pub mod ledger;
pub mod oracle;
pub mod peer;
pub mod random;
pub mod run;
