//! A Name reads the same with and without its SEQUENCE header, and prints as one line of ASCII.
#![no_main]

use issuedby::name::Name;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(name) = Name::from_der(data) else { return };
    let again = Name::from_rdn_sequence(name.rdn_sequence()).expect("the contents alone are the same Name");
    assert!(data.ends_with(name.rdn_sequence()));
    assert_eq!(name.normal_form(), again.normal_form());
    let printed = name.to_string();
    assert_eq!(printed, again.to_string());
    assert!(printed.bytes().all(|octet| matches!(octet, b' '..=b'~')), "not printable: {printed:?}");
});
