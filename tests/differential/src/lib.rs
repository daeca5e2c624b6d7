//! The core beside independent oracles, OpenSSL, Go, pyca and bare webpki, on random cases: certificates with faults in any
//! field ([`verification`]), and name constraints with a prediction of every peer's verdict ([`constraints`]).

pub mod constraints;
pub mod programs;
pub mod verification;
