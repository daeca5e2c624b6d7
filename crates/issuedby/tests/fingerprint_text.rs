//! Fingerprints as people copy them.

use issuedby::fingerprint::{Fingerprint, FingerprintErrorKind as Kind};

/// SHA-256 of `abc` (FIPS 180-4).
const ABC: &str =
    "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

fn refused(text: &str) -> (Kind, usize) {
    let error = Fingerprint::parse(text).expect_err("a refusal");
    (error.kind(), error.character())
}

#[test]
fn it_is_sha256_in_upper_case_with_colons() {
    let fingerprint = Fingerprint::of(b"abc");
    assert_eq!(fingerprint.to_string(), ABC);
    assert_eq!(format!("{fingerprint:?}"), format!("Fingerprint({ABC})"));
    let mut out = String::from("fingerprint=");
    fingerprint.append_to(&mut out);
    assert_eq!(out, format!("fingerprint={ABC}"));
    assert_eq!(Fingerprint::from_bytes(*fingerprint.as_bytes()), fingerprint);
}

#[test]
fn case_and_colons_do_not_matter() {
    for text in
        [ABC.to_owned(), ABC.to_lowercase(), ABC.replace(':', ""), ABC.replace(':', "").to_lowercase()]
    {
        assert_eq!(Fingerprint::parse(&text), Ok(Fingerprint::of(b"abc")));
        assert_eq!(text.parse(), Ok(Fingerprint::of(b"abc")));
    }
}

#[test]
fn fingerprints_order_as_their_bytes_and_as_their_text() {
    let (low, high) = (Fingerprint::from_bytes([0x0A; 32]), Fingerprint::from_bytes([0xA0; 32]));
    assert!(low < high && low.to_string() < high.to_string());
}

#[test]
fn other_digests_are_known_by_their_length() {
    for (digits, kind) in [
        (32, Kind::Md5),
        (40, Kind::Sha1),
        (56, Kind::OtherDigest { bits: 224 }),
        (96, Kind::OtherDigest { bits: 384 }),
        (128, Kind::OtherDigest { bits: 512 }),
        (0, Kind::WrongLength { digits: 0 }),
        (63, Kind::WrongLength { digits: 63 }),
        (65, Kind::WrongLength { digits: 65 }),
    ] {
        assert_eq!(refused(&"a".repeat(digits)), (kind, 1));
    }
    assert_eq!(refused(&vec!["AB"; 20].join(":")), (Kind::Sha1, 1));
    let message = Fingerprint::parse(&"0".repeat(40)).expect_err("a refusal").to_string();
    assert!(message.contains("a SHA-1"), "{message}");
}

#[test]
fn a_bad_character_is_located() {
    assert_eq!(refused(&ABC.replace("16", "1g")), (Kind::BadCharacter { character: 'g' }, 8));
    assert_eq!(refused(&format!("{ABC}\n")), (Kind::BadCharacter { character: '\n' }, 96));
    assert_eq!(refused(&ABC.replacen(':', "\u{FF1A}", 2)), (Kind::BadCharacter { character: '\u{FF1A}' }, 3));
    assert_eq!(
        Fingerprint::parse("ab\u{E9}").expect_err("a refusal").to_string(),
        "found U+00E9 as character 3, expected a hexadecimal digit or `:`; use what `openssl x509 -noout \
         -fingerprint -sha256 -in FILE` prints after `=`"
    );
}

#[test]
fn colons_are_between_all_bytes_or_none() {
    assert_eq!(refused(&ABC.replacen(':', "", 1)), (Kind::MisplacedColon, 3));
    assert_eq!(refused(&format!(":{ABC}")), (Kind::MisplacedColon, 1));
    assert_eq!(refused(&format!("{ABC}:")), (Kind::MisplacedColon, 96));
    assert_eq!(refused(&ABC.replacen(':', "::", 1)), (Kind::MisplacedColon, 4));
    assert_eq!(refused(&format!("{}:", ABC.replace(':', ""))), (Kind::MisplacedColon, 3));
}

#[test]
fn each_kind_has_its_code_and_a_command() {
    let alternating = ABC.replacen(':', "", 1);
    for (text, code, found) in [
        ("xy".to_owned(), "bad_character", "found `x`"),
        ("a".repeat(32), "md5", "found 32 digits, which are an MD5"),
        (alternating, "misplaced_colon", "character 3"),
        ("a".repeat(56), "other_digest", "found 56 digits, which are a digest of 224 bits"),
        ("a".repeat(96), "other_digest", "found 96 digits, which are a digest of 384 bits"),
        ("a".repeat(128), "other_digest", "found 128 digits, which are a digest of 512 bits"),
        ("a".repeat(40), "sha1", "found 40 digits, which are a SHA-1"),
        ("a".repeat(63), "wrong_length", "found 63 digits"),
    ] {
        let error = Fingerprint::parse(&text).expect_err("a refusal");
        assert_eq!(error.kind().code(), code, "{error}");
        let sentence = error.to_string();
        assert!(sentence.starts_with("found ") && sentence.contains(found), "{sentence}");
        assert!(sentence.contains("`openssl x509 -noout -fingerprint -sha256 -in FILE`"), "{sentence}");
    }
}
