//! A text that is a name is printed as one that is read as the same name; an error has a place in the text.
#![no_main]

use issuedby::DistinguishedName;
use issuedby::limits::MAX_NAME_TEXT_SIZE;
use issuedby::name::NameTextErrorKind;
use issuedby_fuzz::assert_printable;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let name = match DistinguishedName::parse(text) {
        Ok(parsed) => parsed.into_name(),
        Err(error) => {
            assert_printable(&error.to_string());
            let before = text.get(..error.offset()).expect("a place in the text");
            if error.kind() != NameTextErrorKind::TooLong {
                let before = str::from_utf8(before).expect("a place between characters");
                assert_eq!(error.character(), before.chars().count() + 1);
            }
            return;
        }
    };
    for printed in [name.to_string(), name.to_utf8_string()] {
        // Escapes take up to three times the room.
        if printed.len() <= MAX_NAME_TEXT_SIZE {
            let again = DistinguishedName::parse(&printed).expect("what is printed is a name").into_name();
            assert_eq!(again, name);
            assert_eq!(
                [again.to_string(), again.to_utf8_string()],
                [name.to_string(), name.to_utf8_string()]
            );
        }
    }
    assert_printable(&name.to_string());
});
