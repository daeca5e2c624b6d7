//! Makes the sample certificates, the shared vectors and the table of reasons: the same bytes from the same kept keys each time.
//!
//! Everything that is made is committed, and a test fails when it is stale. What a verifier must say to a
//! vector is declared by hand beside the vector, from the documents and never from the code under test.

pub mod algorithm;
pub mod authority;
pub mod bundles;
pub mod c_header;
pub mod c_manual;
pub mod ca_case;
pub mod case;
pub mod certificate;
pub mod der;
pub mod extension;
pub mod file;
pub mod inputs;
pub mod inspections;
pub mod key;
pub mod manifest;
pub mod name;
pub mod oid;
pub mod pem;
pub mod policy;
pub mod python;
pub mod reasons;
mod rsa_signature;
pub mod samples;
pub mod scenarios;
pub mod time;
pub mod trusted_edge;
pub mod typescript;
pub mod vectors;
mod verdict;
