//! Sequences of calls of the C library beside the core: every answer is the core's, nothing is verified out of an error,
//! and all memory is freed once.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| issuedby_fuzz::c_abi::run(data));
