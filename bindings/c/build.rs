//! Names the shared library for the loader: programs ask for `libissuedby.so.0`, wherever it was built.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // The number changes with the ABI: with the first number of the version, once that is not 0.
    let major = env::var("CARGO_PKG_VERSION_MAJOR").unwrap_or_default();
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libissuedby.so.{major}");
    }
}
