//! Comparing a certificate's issuer with a name that was prepared.

use issuedby::DistinguishedName;
use issuedby::name::Name;
use issuedby_conformance::der::{PRINTABLE_STRING, UTF8_STRING, element, oid, sequence};

use crate::counted;

const CONFIGURED: &str = "CN=example-ca,OU=Clients,O=Example Organization,L=Springfield,C=US";

const RDNS: [(u8, &str); 5] =
    [(6, "US"), (7, "Springfield"), (10, "Example Organization"), (11, "Clients"), (3, "example-ca")];

#[test]
fn comparing_with_a_prepared_name_allocates_nothing() {
    let prepared = DistinguishedName::parse(CONFIGURED).expect("a name").into_name();
    let cases = [
        (rdns(UTF8_STRING, str::to_owned).concat(), true),
        (rdns(PRINTABLE_STRING, str::to_owned).concat(), true),
        (rdns(PRINTABLE_STRING, str::to_uppercase).concat(), true),
        (rdns(PRINTABLE_STRING, |text| format!(" {}\t", text.replace(' ', "  "))).concat(), true),
        (rdns(PRINTABLE_STRING, |text| text.replace("example-ca", "example-cb")).concat(), false),
        (rdns(PRINTABLE_STRING, |text| text.replace("US", "DE")).concat(), false),
        (rdns(PRINTABLE_STRING, str::to_owned)[1..].concat(), false),
        (rdns(BMP_STRING, |text| text.chars().flat_map(|letter| ['\0', letter]).collect()).concat(), true),
    ];
    for (contents, equal) in cases {
        let (result, count) = counted(|| {
            let name = Name::from_rdn_sequence(&contents).expect("a name");
            prepared.as_name() == name && *prepared.normalized() == *name.normal_form()
        });
        assert_eq!((result, count), (equal, 0));
    }
}

#[test]
fn comparing_an_rdn_of_several_attributes_allocates_nothing() {
    let prepared = DistinguishedName::parse("CN=a+OU=b+O=c,C=US").expect("a name").into_name();
    let attributes =
        [(10, "C"), (3, "A"), (11, "B")].map(|(arc, text)| attribute(arc, PRINTABLE_STRING, text));
    let contents =
        [element(0x31, &attribute(6, PRINTABLE_STRING, "US")), element(0x31, &attributes.concat())].concat();
    let (equal, count) =
        counted(|| Name::from_rdn_sequence(&contents).is_ok_and(|name| prepared.as_name() == name));
    assert_eq!((equal, count), (true, 0));
}

const BMP_STRING: u8 = 30;

fn rdns(string_type: u8, change: impl Fn(&str) -> String) -> Vec<Vec<u8>> {
    RDNS.iter().map(|(arc, text)| element(0x31, &attribute(*arc, string_type, &change(text)))).collect()
}

fn attribute(arc: u8, string_type: u8, text: &str) -> Vec<u8> {
    sequence(&[&oid(&[0x55, 4, arc]), &element(string_type, text.as_bytes())])
}
