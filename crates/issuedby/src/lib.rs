//! Was this TLS client certificate issued by that CA, who is the client, and if not, why not?
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod client_cert;
pub mod fingerprint;
pub mod limits;
pub mod name;
pub mod pem;
