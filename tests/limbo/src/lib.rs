//! x509-limbo's cases for client certificates, answered by issuedby.
//!
//! A harness reads a suite from standard input and writes its results to standard output, as `harness/README.md` of
//! x509-limbo asks. issuedby verifies client certificates in one hop: what a case asks beyond that is SKIPPED, with the
//! reason, before the verifier is called or, for a path through intermediates, after no loaded CA was the issuer.

pub mod convert;
pub mod evaluate;
pub mod result;
pub mod suite;
