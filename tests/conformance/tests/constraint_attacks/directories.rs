//! directoryName: the subject and the names of the subjectAltName.

use crate::constrained::*;

fn subject(name: Vec<u8>, expected: &'static [&'static str]) -> Attack {
    (name, vec![], expected)
}

#[test]
fn no_string_type_leaves_a_permitted_base() {
    try_all(
        &[base("Example")],
        &[],
        vec![
            subject(organization(UTF8, b"Example"), ACCEPTED),
            subject(organization(BMP, &utf16("eXAMPLE")), ACCEPTED),
            subject(organization(UNIVERSAL, &utf32("Example")), ACCEPTED),
            subject(organization(TELETEX, b"\t Example\r\n"), ACCEPTED),
            subject(organization(BMP, b"Example"), &["malformed_subject"]),
            subject(organization(UTF8, b"Example\0"), VIOLATED),
            subject(organization(UTF8, b"Example\0Evil"), VIOLATED),
            subject(organization(BMP, &utf16("Example\0")), VIOLATED),
            subject(organization(UTF8, "Ex\u{430}mple".as_bytes()), VIOLATED),
            subject(organization(UTF8, "\u{ff25}xample".as_bytes()), VIOLATED),
            subject(organization(UTF8, "Example\u{a0}".as_bytes()), VIOLATED),
            subject(organization(UTF8, b"Exam ple"), VIOLATED),
            // The bytes are those of the text, and the type is none of text.
            subject(organization(0x04, b"Example"), VIOLATED),
            subject(organization(0x2c, b"\x0c\x07Example"), &["malformed_subject"]),
            subject(client(), VIOLATED),
            subject(name(&[]), ACCEPTED),
            // The base comes first, and stands alone in its RDN.
            subject(name(&[&[attribute(COMMON_NAME, UTF8, b"x")], &[o("Example")]]), VIOLATED),
            subject(name(&[&[o("Example"), attribute(COMMON_NAME, UTF8, b"x")]]), VIOLATED),
            subject(name(&[&[o("Example"), o("Evil")]]), VIOLATED),
            subject(name(&[&[o("Evil")], &[o("Example")]]), VIOLATED),
            subject(name(&[&[o("Example")], &[o("Evil")]]), ACCEPTED),
            (organization(UTF8, b"Example"), vec![directory(&name(&[]))], VIOLATED),
            (organization(UTF8, b"Example"), vec![directory(&client())], VIOLATED),
            (
                organization(UTF8, b"Example"),
                vec![directory(&organization(BMP, &utf16("example")))],
                ACCEPTED,
            ),
            (organization(UTF8, b"Example"), vec![directory(b"\x31\x00")], MALFORMED),
            (name(&[]), vec![directory(&client())], VIOLATED),
        ],
    );
}

fn o(value: &str) -> Vec<u8> {
    attribute(ORGANIZATION, UTF8, value.as_bytes())
}

#[test]
fn no_string_type_leaves_an_exclusion() {
    try_all(
        &[],
        &[base("Evil Corp")],
        vec![
            subject(organization(UTF8, b"Example"), ACCEPTED),
            subject(organization(UTF8, b" EVIL \t corp\x0b"), VIOLATED),
            subject(organization(BMP, &utf16("evil corp")), VIOLATED),
            subject(organization(UNIVERSAL, &utf32("evil corp")), VIOLATED),
            subject(organization(TELETEX, b"evil corp"), VIOLATED),
            subject(organization(IA5, b"evil corp"), VIOLATED),
            subject(organization(UTF8, b"Evil Corp\0"), UNSUPPORTED),
            subject(organization(TELETEX, b"Evil\xa0Corp"), UNSUPPORTED),
            subject(organization(UTF8, "Ev\u{131}l Corp".as_bytes()), UNSUPPORTED),
            subject(organization(UTF8, "Evil\u{3000}Corp".as_bytes()), UNSUPPORTED),
            subject(organization(UTF8, "\u{202e}Evil Corp".as_bytes()), UNSUPPORTED),
            subject(organization(UTF8, b"Evil\x1fCorp"), UNSUPPORTED),
            subject(organization(0x04, b"Evil Corp"), UNSUPPORTED),
            subject(organization(0x0a, b"\x01"), UNSUPPORTED),
            subject(organization(UTF8, "Gr\u{fc}n".as_bytes()), UNSUPPORTED),
            subject(name(&[&[attribute(COMMON_NAME, UTF8, "Gr\u{fc}n".as_bytes())]]), ACCEPTED),
            (client(), vec![directory(&organization(BMP, &utf16("EVIL CORP")))], VIOLATED),
            (client(), vec![directory(&name(&[]))], ACCEPTED),
        ],
    );
}

#[test]
fn an_empty_base_is_every_name() {
    let empty = directory(&name(&[]));
    try_all(
        std::slice::from_ref(&empty),
        &[],
        vec![subject(client(), ACCEPTED), subject(name(&[]), ACCEPTED)],
    );
    try_all(
        &[],
        std::slice::from_ref(&empty),
        vec![
            subject(client(), VIOLATED),
            subject(name(&[]), ACCEPTED),
            (name(&[]), vec![directory(&name(&[]))], VIOLATED),
            (name(&[]), vec![dns("example.com")], ACCEPTED),
        ],
    );
}
