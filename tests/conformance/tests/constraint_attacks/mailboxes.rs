//! rfc822Name: in the subjectAltName, in an otherName, in the subject.

use issuedby_conformance::der::element;

use crate::constrained::*;

#[test]
fn no_spelling_of_a_mailbox_leaves_a_permitted_host() {
    let one = |text: &str, expected| alternative(vec![email(text)], expected);
    let utf8 = |text: &str, expected| alternative(vec![smtp_utf8_text(text)], expected);
    try_all(
        &[email("example.com"), email(".example.com")],
        &[],
        vec![
            one("a@example.com", ACCEPTED),
            one("a@b.example.com", ACCEPTED),
            one("a@evil.test\0@example.com", MALFORMED),
            one("a@evil.test\0.example.com", MALFORMED),
            one("a@evil.test\n@example.com", MALFORMED),
            one("a\r\n@example.com", MALFORMED),
            one("\"a\0\"@example.com", MALFORMED),
            one("\"a\x7f\"@example.com", MALFORMED),
            one("a@evil.test,b@example.com", MALFORMED),
            one("a@evil.test b@example.com", MALFORMED),
            one("a@evil.test%b@example.com", MALFORMED),
            one("<a@evil.test>@example.com", MALFORMED),
            one("a(@evil.test)@example.com", MALFORMED),
            one("\"a@evil.test\" b@example.com", MALFORMED),
            one("@evil.test:a@example.com", MALFORMED),
            one("a@[192.0.2.1]", MALFORMED),
            one("a@example.com..", MALFORMED),
            one("a@.example.com", MALFORMED),
            one("a@-.example.com", MALFORMED),
            one("a@example.com.", VIOLATED),
            one("a@evilexample.com", VIOLATED),
            one("a@example.com.evil.test", VIOLATED),
            one("", MALFORMED),
            one("@", MALFORMED),
            one(&format!("a@{}.example.com", "b".repeat(64)), MALFORMED),
            one(&format!("a@{}example.com", "b.".repeat(200)), MALFORMED),
            alternative(vec![email("a@example.com"), email("a@evil.test")], VIOLATED),
            alternative(vec![element(0x81, b"a\xc3\xa9@example.com")], MALFORMED),
            alternative(vec![element(0xa1, b"\x16\x0ba@evil.test")], MALFORMED),
            utf8("j\u{f6}rg@example.com", ACCEPTED),
            utf8("j\u{f6}rg@evil.test", VIOLATED),
            // A host beyond ASCII is no host name: what stands before the domain may end it for some reader.
            utf8("a@evil.test>\u{e4}.example.com", MALFORMED),
            utf8("a@evil.test,\u{e4}.example.com", MALFORMED),
            utf8("a@evil.test/\u{e4}.example.com", MALFORMED),
            utf8("a@evil.test\u{a0}.example.com", MALFORMED),
            utf8("a@evil.test\u{2028}.example.com", MALFORMED),
            utf8("a@b\u{fc}cher.example.com", VIOLATED),
            utf8("a@evil.test\u{ff0e}example.com", VIOLATED),
            utf8("a@example\u{3002}com", VIOLATED),
            utf8("a\u{85}b@example.com", MALFORMED),
            utf8("a@evil.test\u{3000}b@example.com", MALFORMED),
            utf8("evil\u{2028}@example.com", MALFORMED),
            utf8("", MALFORMED),
        ],
    );
}

#[test]
fn no_encoding_of_an_smtp_utf8_mailbox_escapes() {
    let text = element(UTF8, b"mallory@evil.test");
    let one = |after: &[u8], expected| alternative(vec![smtp_utf8(after)], expected);
    try_all(
        &[email("example.com")],
        &[],
        vec![
            one(&element(0xa0, &element(UTF8, b"a@example.com")), ACCEPTED),
            one(&element(0xa0, &text), VIOLATED),
            one(&element(0xa0, &element(IA5, b"mallory@evil.test")), MALFORMED),
            one(&element(0xa0, &element(BMP, &utf16("mallory@evil.test"))), MALFORMED),
            one(&element(0xa0, &element(0x2c, &text)), MALFORMED),
            one(&element(0xa0, &element(UTF8, b"\xff@example.com")), MALFORMED),
            // No reader is sure about these, so that none may get them.
            one(&element(0x80, &text), MALFORMED),
            one(&[element(0xa0, &text), element(0x05, b"")].concat(), MALFORMED),
            one(&element(0xa0, &[text.clone(), element(0x05, b"")].concat()), MALFORMED),
            one(&text, MALFORMED),
            one(b"", MALFORMED),
            one(&element(0xa1, &text), MALFORMED),
            alternative(
                vec![element(0xa0, &[&[6, 0x81, 8][..], SMTP_UTF8_MAILBOX, &element(0xa0, &text)].concat())],
                MALFORMED,
            ),
        ],
    );
}

#[test]
fn every_email_address_of_the_subject_counts() {
    let mail = |tag, value: &[u8]| attribute(EMAIL_ADDRESS, tag, value);
    let cn = || attribute(COMMON_NAME, UTF8, b"client-1");
    let subject = |rdns: &[&[Vec<u8>]], expected| (name(rdns), vec![], expected);
    let good = || mail(IA5, b"a@example.com");
    let bad = || mail(IA5, b"a@evil.test");
    let beside =
        |tag, value: &[u8], expected| (with_email(tag, value), vec![email("a@example.com")], expected);
    try_all(
        &[email("example.com"), email(".example.com")],
        &[],
        vec![
            subject(&[&[cn(), good()]], ACCEPTED),
            subject(&[&[cn(), bad()]], VIOLATED),
            subject(&[&[good(), bad()]], VIOLATED),
            subject(&[&[bad(), good()]], VIOLATED),
            subject(&[&[good()], &[cn()], &[bad()]], VIOLATED),
            beside(UNIVERSAL, &utf32("a@example.com"), ACCEPTED),
            beside(UNIVERSAL, &utf32("a@evil.test"), VIOLATED),
            beside(BMP, &utf16("a@evil.test"), VIOLATED),
            beside(BMP, &utf16("a@evil.test\0@example.com"), MALFORMED),
            beside(TELETEX, b"a@evil.test", VIOLATED),
            beside(TELETEX, b"a@evil.test\xa0@example.com", MALFORMED),
            beside(UTF8, "a@evil.test>\u{e4}.example.com".as_bytes(), MALFORMED),
            beside(0x04, b"a@example.com", MALFORMED),
            beside(0x02, &[1], MALFORMED),
            beside(IA5, b"", MALFORMED),
            beside(IA5, b" a@example.com", MALFORMED),
            beside(IA5, b"a@example.com ", MALFORMED),
            // A CN is no mailbox and no host name.
            (name(&[&[attribute(COMMON_NAME, UTF8, b"a@evil.test")]]), vec![], ACCEPTED),
        ],
    );
    try_all(
        &[dns("example.com")],
        &[],
        vec![(name(&[&[attribute(COMMON_NAME, UTF8, b"www.evil.test")]]), vec![], ACCEPTED)],
    );
}

#[test]
fn no_spelling_of_a_mailbox_leaves_an_exclusion() {
    let one = |text: &str, expected| alternative(vec![email(text)], expected);
    let utf8 = |text: &str, expected| alternative(vec![smtp_utf8_text(text)], expected);
    try_all(
        &[],
        &[email("root@example.com"), email(".evil.test"), email("xn--bcher-kva.example")],
        vec![
            one("user@example.com", ACCEPTED),
            one("ROOT@EXAMPLE.com", VIOLATED),
            one("\"root\"@example.com.", VIOLATED),
            one("\"\\r\\o\\o\\t\"@example.com", VIOLATED),
            one("root@example.com..", MALFORMED),
            one("a@b.EVIL.test", VIOLATED),
            one("a@b.evil.test.", VIOLATED),
            one("a@XN--BCHER-KVA.example", VIOLATED),
            utf8("a@b\u{fc}cher.example", UNSUPPORTED),
            utf8("a@b.evil\u{3002}test", UNSUPPORTED),
            utf8("r\u{3bf}\u{3bf}t@example.com", UNSUPPORTED),
            utf8("r\u{3bf}\u{3bf}t@other.example", ACCEPTED),
            utf8("a@evil.test\u{200b}", UNSUPPORTED),
            (with_email(UTF8, "a@b.ev\u{131}l.test".as_bytes()), vec![], UNSUPPORTED),
            (with_email(BMP, &utf16("Root@example.com")), vec![], VIOLATED),
        ],
    );
}
