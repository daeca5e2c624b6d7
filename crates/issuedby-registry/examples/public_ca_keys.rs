//! Prints the list of keys of public CAs anew, for a person who then reads the difference:
//!
//! ```sh
//! cargo run -p issuedby-registry --example public_ca_keys > crates/issuedby-registry/src/lint/public-ca-keys.txt
//! ```

#[path = "../tests/common/public_ca_keys.rs"]
mod public_ca_keys;

fn main() {
    print!("{}", public_ca_keys::list());
}
