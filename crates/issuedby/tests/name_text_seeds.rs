//! The seeds of the fuzz target `dn_text`: each form, and each error, under its own name.

use std::collections::BTreeSet;
use std::fs;

use issuedby::DistinguishedName;
use issuedby::name::{NameForm, NameTextErrorKind};
use issuedby_test_support::repository;

#[test]
fn the_seeds_hold_each_form_and_each_error() {
    let (mut forms, mut errors) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(repository().join("fuzz/seeds/dn_text")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match (DistinguishedName::parse(fs::read(&path).unwrap()), name.strip_prefix("error_")) {
            (Ok(parsed), None) => drop(forms.insert(parsed.form().as_str())),
            (Err(error), Some(kind)) => {
                assert_eq!(error.kind().code(), kind);
                errors.insert(error.kind().code());
            }
            (result, _) => panic!("{name}: {result:?}"),
        }
    }
    let all = [NameForm::Comma, NameForm::Empty, NameForm::MultiLine, NameForm::Slash].map(NameForm::as_str);
    assert_eq!(forms, BTreeSet::from(all));
    // A text that is too long makes a poor seed, and `parse` reads several names as one.
    let unseeded = [NameTextErrorKind::TooLong, NameTextErrorKind::SeveralNames];
    let kinds = NameTextErrorKind::ALL.iter().filter(|kind| !unseeded.contains(kind));
    assert_eq!(errors, kinds.map(|kind| kind.code()).collect());
}
