use alloc::vec::Vec;

use super::*;

fn names(contents: &[u8]) -> Vec<Result<RawGeneralName<'_>, ParseError>> {
    GeneralNames::new(contents, 0).collect()
}

#[test]
fn each_tag_is_one_form_and_no_other_tag_is_any() {
    for byte in 0..=u8::MAX {
        let expected = GeneralNameForm::ALL.into_iter().find(|form| form.tag() == byte);
        let element = [byte, 0];
        let found = names(&element).pop().unwrap();
        assert_eq!(found.ok().map(|name| name.form()), expected, "{byte:02x}");
    }
}

#[test]
fn nothing_is_read_after_a_name_without_a_form() {
    let found = names(&[0x82, 1, b'a', 0x89, 1, b'x', 0x82, 1, b'b']);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].as_ref().unwrap_err().offset(), 3);
}

#[test]
fn contents_that_are_not_of_the_form_are_refused() {
    for bad in [
        &[0x82, 2, 0xc3, 0xbc][..],
        &[0x81, 1, 0x80],
        &[0x86, 1, 0xff],
        &[0x87, 5, 1, 2, 3, 4, 5],
        &[0x87, 0],
        &[0x88, 2, 0x80, 1],
        &[0x88, 0],
        &[0xa0, 2, 0x05, 0],
        &[0xa0, 7, 0x06, 1, 0x2a, 0xa0, 2, 0x05, 1],
        &[0xa0, 8, 0x06, 1, 0x80, 0xa0, 3, 0x0c, 1, b'x'],
        &[0xa4, 2, 0x31, 0],
        &[0xa4, 4, 0x30, 0, 0x05, 0],
        &[0xa4, 4, 0x30, 2, 0x31, 0],
        &[0xa3, 1, 0x30],
        &[],
    ] {
        assert!(GeneralNames::new(bad, 0).check().is_err(), "{bad:02x?}");
    }
}

#[test]
fn well_formed_names_of_every_form_are_read() {
    for good in [
        &[0x82, 0][..],
        &[0x81, 3, b'a', b'@', b'b'],
        &[0x86, 1, b':'],
        &[0x87, 4, 192, 0, 2, 1],
        &[0x87, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        &[0x88, 2, 0x88, 0x37],
        &[0xa0, 8, 0x06, 1, 0x2a, 0xa0, 3, 0x0c, 1, b'x'],
        &[0xa4, 2, 0x30, 0],
        &[0xa3, 2, 0x30, 0],
        &[0xa5, 2, 0xa1, 0],
    ] {
        assert!(GeneralNames::new(good, 0).check().is_ok(), "{good:02x?}");
    }
}
