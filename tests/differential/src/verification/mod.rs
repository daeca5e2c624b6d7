//! Leaf and CA certificates with a fault in any field, beside an oracle in Python and five peers.
//!
//! The core must give the oracle's answer as a whole: which CAs load, the status, the CA, every reason and whether it is
//! authenticated. Where a peer accepts what the oracle refuses, or the other way round, rows of the ledger must explain it.

pub mod answer;
pub mod case;
pub mod compare;
pub mod draft;
pub mod encoding_tree;
pub mod faults;
pub mod generate;
pub mod ledger;
pub mod pair;
pub mod peer;
pub mod report;
pub mod run;
