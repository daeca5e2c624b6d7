//! RFC 9440 and the Structured Fields rules under it, one requirement a test, named by its number.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use issuedby::client_cert::{
    CLIENT_CERT, CLIENT_CERT_CHAIN, ChainLint, ClientCert, ClientCertErrorKind as Kind,
};
use issuedby::limits::{MAX_CHAIN_MEMBERS, MAX_CLIENT_CERT_SIZE, MAX_PARAMETERS, MAX_STRUCTURED_FIELD_SIZE};
use issuedby::pem;

/// The smallest DER SEQUENCE, whose base64 has one `=`: `MAA=`.
const EMPTY: &[u8] = &[0x30, 0x00];
/// One whose base64 has two: `MAIFAA==`.
const NULL: &[u8] = &[0x30, 0x02, 0x05, 0x00];
/// One whose base64 has none: `MAQCAgEA`.
const INTEGERS: &[u8] = &[0x30, 0x04, 0x02, 0x02, 0x01, 0x00];

/// A DER SEQUENCE of `total` bytes: 260 to 65 539, or more than 65 540.
fn sequence(total: usize) -> Vec<u8> {
    let contents = total - 4;
    let mut der = if contents > 0xFFFF {
        let contents = contents - 1;
        vec![0x30, 0x83, (contents >> 16) as u8, (contents >> 8) as u8, contents as u8]
    } else {
        vec![0x30, 0x82, (contents >> 8) as u8, contents as u8]
    };
    der.resize(total, 0x5A);
    der
}

fn kind(value: impl AsRef<[u8]>) -> Kind {
    ClientCert::decode(value.as_ref()).expect_err("a refusal").kind()
}

fn chain(lines: &[&str]) -> Result<Vec<Vec<u8>>, Kind> {
    ClientCert::decode_chain(lines.iter().map(|line| line.as_bytes())).map_err(|error| error.kind())
}

fn with_parameters(parameters: &str) -> Result<Vec<u8>, Kind> {
    ClientCert::decode(format!(":MAA=:{parameters}").as_bytes()).map_err(|error| error.kind())
}

#[test]
fn r02_the_bytes_are_one_der_certificate() {
    let item = |der: &[u8]| ClientCert::encode(der);
    let pem = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    for (der, expected) in [
        (&pem[..], Kind::PemInside),
        (&[b"\n", &pem[..]].concat(), Kind::PemInside),
        (b"MAA=", Kind::NotDer),
        (&[0x31, 0x00], Kind::NotDer),
        (&[0x30], Kind::Truncated),
        (&[0x30, 0x01], Kind::Truncated),
        (&[0x30, 0x82, 0x01], Kind::Truncated),
        (&[0x30, 0xFF, 0x00], Kind::Truncated),
        (&[0x30, 0x80, 0x00, 0x00], Kind::NotDer),
        (&[0x30, 0x81, 0x00], Kind::NotDer),
        (&[0x30, 0x81, 0x01, 0x00], Kind::NotDer),
        (&[0x30, 0x82, 0x00, 0x80], Kind::NotDer),
        (&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], Kind::Truncated),
        (&[0x30, 0x00, 0x00], Kind::TrailingData),
        (&[0x30, 0x00, 0x30, 0x00], Kind::TrailingData),
        (&[0x30, 0x02, 0x05, 0x00, b'\n'], Kind::TrailingData),
    ] {
        assert_eq!(kind(item(der)), expected, "{der:02X?}");
    }
    let long_form = [&[0x30, 0x81, 0x80][..], &[0; 0x80]].concat();
    for der in [EMPTY, NULL, INTEGERS, &long_form] {
        assert_eq!(ClientCert::decode(item(der).as_bytes()).as_deref(), Ok(der));
    }
}

#[test]
fn r03_encoding_is_unbroken_base64_between_two_colons() {
    let value = ClientCert::encode(&sequence(5_000));
    let base64 = value.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).expect("two colons");
    assert!(base64.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)));
}

#[test]
fn r04_pem_with_colons_for_its_boundaries_is_the_encoding() {
    for length in [260, 261, 262, 1_000, 4_096] {
        let der = sequence(length);
        let base64 = STANDARD.encode(&der);
        for (line_end, columns) in [("\n", 64), ("\r\n", 64), ("\n", 76), ("\r\n", 76)] {
            let lines: Vec<_> = base64.as_bytes().chunks(columns).map(String::from_utf8_lossy).collect();
            let pem = format!(
                "-----BEGIN CERTIFICATE-----{line_end}{}{line_end}-----END CERTIFICATE-----{line_end}",
                lines.join(line_end)
            );
            assert_eq!(pem::single_certificate(pem.as_bytes()).as_deref(), Ok(&der[..]));
            let replaced = pem
                .replace("-----BEGIN CERTIFICATE-----", ":")
                .replace("-----END CERTIFICATE-----", ":")
                .replace(['\r', '\n'], "");
            assert_eq!(replaced, ClientCert::encode(&der));
        }
    }
}

#[test]
fn r05_the_value_is_one_byte_sequence() {
    for other in ["MAA=", "\"MAA=\"", "(:MAA=:)", "?1", "1", "a=:MAA=:", "@1", "%\"x\"", "token"] {
        assert_eq!(kind(other), Kind::NotByteSequence, "{other}");
    }
}

#[test]
fn r07_a_list_of_values_is_invalid() {
    for value in [":MAA=:, :MAA=:", ":MAA=:,:MAIFAA==:", ":MAA=: ,", ":MAA=:,"] {
        assert_eq!(kind(value), Kind::SeveralValues, "{value}");
    }
}

#[test]
fn r08_two_field_lines_are_invalid_even_when_equal() {
    let decode = |lines: &[&'static [u8]]| {
        ClientCert::decode_lines(lines.iter().copied()).map_err(|error| error.kind())
    };
    assert_eq!(decode(&[]), Ok(None));
    assert_eq!(decode(&[b":MAA=:"]), Ok(Some(EMPTY.to_vec())));
    for lines in [
        [&b":MAA=:"[..], b":MAA=:"],
        [b":MAA=:", b":MAIFAA==:"],
        [b":MAA=:", b""],
        [b"", b":MAA=:"],
        [b"rubbish", b":MAA=:"],
    ] {
        assert_eq!(decode(&lines), Err(Kind::SeveralFieldLines));
    }
}

#[test]
fn r10_a_member_of_another_type_voids_the_chain() {
    for member in ["(:MAA=:)", "\"MAA=\"", "MAA", "1", "1.5", "?1", "@1", "%\"x\""] {
        for value in [format!("{member}, :MAA=:"), format!(":MAA=:, {member}")] {
            assert_eq!(chain(&[&value]), Err(Kind::NotByteSequence), "{value}");
        }
    }
}

#[test]
fn r11_the_order_of_the_chain_is_kept() {
    let value = ClientCert::encode_chain([INTEGERS, EMPTY, NULL]).expect("a value");
    assert_eq!(value, ":MAQCAgEA:, :MAA=:, :MAIFAA==:");
    assert_eq!(chain(&[&value]), Ok(vec![INTEGERS.to_vec(), EMPTY.to_vec(), NULL.to_vec()]));
}

#[test]
fn r12_a_chain_without_client_cert_is_reported() {
    assert_eq!(ClientCert::lint_chain(None, &[EMPTY]), [ChainLint::WithoutClientCert]);
    assert!(ClientCert::lint_chain(None, &[] as &[&[u8]]).is_empty());
    assert!(ClientCert::lint_chain(Some(NULL), &[EMPTY]).is_empty());
}

#[test]
fn r13_the_client_certificate_in_its_chain_is_reported() {
    assert_eq!(
        ClientCert::lint_chain(Some(NULL), &[EMPTY, NULL, INTEGERS, NULL]),
        [
            ChainLint::ContainsClientCertificate { member: 2 },
            ChainLint::ContainsClientCertificate { member: 4 },
        ]
    );
}

#[test]
fn r14_a_chain_with_or_without_its_root_is_taken() {
    assert_eq!(chain(&[":MAA=:, :MAIFAA==:"]), Ok(vec![EMPTY.to_vec(), NULL.to_vec()]));
    assert_eq!(chain(&[":MAA=:"]), Ok(vec![EMPTY.to_vec()]));
}

#[test]
fn r16_a_chain_split_over_lines_is_the_same_list() {
    let whole = chain(&[":MAA=:, :MAIFAA==:, :MAQCAgEA:"]);
    assert!(whole.is_ok());
    assert_eq!(chain(&[":MAA=:", ":MAIFAA==:, :MAQCAgEA:"]), whole);
    assert_eq!(chain(&[":MAA=:", ":MAIFAA==:", ":MAQCAgEA:"]), whole);
}

#[test]
fn r36_the_names_are_as_registered() {
    assert_eq!(CLIENT_CERT, "Client-Cert");
    assert_eq!(CLIENT_CERT_CHAIN, "Client-Cert-Chain");
}

#[test]
fn s01_an_byte_outside_ascii_fails_wherever_it_is() {
    for value in [&b":AQ\xC3==:"[..], b"\xA0:MAA=:", b":MAA=:\xFF", b":MAA=:;a=\"\xC3\xA4\""] {
        assert_eq!(kind(value), Kind::NonAscii);
    }
    let error = ClientCert::decode(b":AQ\xC3==:").expect_err("a refusal");
    assert_eq!(error.offset(), 3);
}

#[test]
fn s02_only_spaces_may_stand_around_the_item() {
    assert_eq!(ClientCert::decode(b"  :MAA=:  ").as_deref(), Ok(EMPTY));
    assert_eq!(ClientCert::decode(b"  :MAA=:;a  ").as_deref(), Ok(EMPTY));
    assert_eq!(kind(":MAA=: x"), Kind::TrailingCharacters);
    assert_eq!(kind(":MAA=:x"), Kind::TrailingCharacters);
    assert_eq!(kind(":MAA=: :MAA=:"), Kind::TrailingCharacters);
}

#[test]
fn s03_a_tab_is_not_a_space_at_the_edge_of_an_item() {
    assert_eq!(kind("\t:MAA=:"), Kind::NotByteSequence);
    assert_eq!(kind(":MAA=:\t"), Kind::TrailingCharacters);
    assert_eq!(chain(&["\t:MAA=:"]), Err(Kind::NotByteSequence));
}

#[test]
fn s04_both_colons_must_be_there() {
    assert_eq!(kind("MAA=:"), Kind::NotByteSequence);
    assert_eq!(kind(":MAA="), Kind::UnterminatedByteSequence);
    assert_eq!(kind(":"), Kind::UnterminatedByteSequence);
    assert_eq!(kind(""), Kind::EmptyField);
    assert_eq!(kind("   "), Kind::EmptyField);
}

#[test]
fn s05_the_content_ends_at_the_first_colon() {
    assert_eq!(kind(":MA:A=:"), Kind::TrailingCharacters);
    assert_eq!(kind(":MAA=::"), Kind::TrailingCharacters);
}

#[test]
fn s06_the_url_safe_alphabet_fails() {
    for value in [":-_8=:", ":MA-_:", ":MA_A:"] {
        assert_eq!(kind(value), Kind::BadBase64, "{value}");
    }
    let message = ClientCert::decode(b":MA-_:").expect_err("a refusal").to_string();
    assert!(message.contains("base64url") && message.contains("offset 3"), "{message}");
    let error = ClientCert::decode(b":A-AA_:").expect_err("a refusal");
    assert_eq!(error.offset(), 2, "the first of two");
}

#[test]
fn s07_characters_outside_the_alphabet_fail() {
    for byte in (0..0x80_u8)
        .filter(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/' | b'=' | b':'))
    {
        for value in [[b':', b'M', b'A', byte, b'A', b'=', b':'], [b':', b'M', b'A', b'A', b'=', byte, b':']]
        {
            assert_eq!(kind(value), Kind::BadBase64, "0x{byte:02X}");
        }
    }
}

#[test]
fn s08_padding_in_the_middle_or_in_excess_fails() {
    for value in [":MAA=MAA=:", ":AA==AA==:", ":A===:", ":=:", ":==:", ":====:", ":MAA==:", ":MAQCAgEA=:"] {
        assert_eq!(kind(value), Kind::BadBase64, "{value}");
    }
}

#[test]
fn s09_missing_padding_is_synthesized() {
    assert_eq!(ClientCert::decode(b":MAA:").as_deref(), Ok(EMPTY));
    assert_eq!(ClientCert::decode(b":MAIFAA:").as_deref(), Ok(NULL));
    assert_eq!(ClientCert::decode(b":MAIFAA=:").as_deref(), Ok(NULL));
    assert_eq!(kind(":AQ:"), Kind::NotDer, "base64 is taken, 01 is no certificate");
}

#[test]
fn s10_pad_bits_that_are_not_zero_are_taken() {
    assert_eq!(ClientCert::decode(b":MAB=:").as_deref(), Ok(EMPTY));
    assert_eq!(ClientCert::decode(b":MAIFAP==:").as_deref(), Ok(NULL));
    assert_eq!(ClientCert::decode(b":MAIFAP:").as_deref(), Ok(NULL));
    assert_eq!(kind(":AR==:"), Kind::NotDer, "base64 is taken, 01 is no certificate");
}

#[test]
fn s11_one_character_left_over_fails() {
    for value in [":A:", ":MAAAA:", ":MAAAA===:"] {
        assert_eq!(kind(value), Kind::BadBase64, "{value}");
    }
}

#[test]
fn s12_an_empty_byte_sequence_has_its_own_kind() {
    assert_eq!(kind("::"), Kind::EmptyByteSequence);
    assert_eq!(kind("::;a=1"), Kind::EmptyByteSequence);
    assert_eq!(chain(&[":MAA=:, ::"]), Err(Kind::EmptyByteSequence));
}

#[test]
fn s13_parameters_are_parsed_and_ignored() {
    for parameters in [
        ";v",
        ";v=1",
        ";  v=1",
        ";a;b;c",
        ";*a-b_c.d*9=-1",
        ";a=123456789012345",
        ";a=-0.125",
        ";a=123456789012.5",
        ";a=\"\"",
        ";a=\"a, \\\"b\\\\ :;\"",
        ";a=token/*:!#$%&'*+-.^_`|~",
        ";a=*token",
        ";a=::",
        ";a=:AQID:",
        ";a=:AR:",
        ";a=?0;b=?1",
        ";a=@-1659578233",
        ";a=%\"f%c3%bc\"",
        ";a=1  ",
    ] {
        assert_eq!(with_parameters(parameters).as_deref(), Ok(EMPTY), "{parameters}");
    }
    assert_eq!(chain(&[":MAA=:;a=\"x, y\", :MAA=:;b"]), Ok(vec![EMPTY.to_vec(); 2]));
}

#[test]
fn s13_parameters_that_do_not_parse_fail() {
    for parameters in [
        ";",
        "; ",
        ";V=1",
        ";1=1",
        ";=1",
        ";a=",
        ";a= 1",
        ";a=1234567890123456",
        ";a=1234567890123.5",
        ";a=1.",
        ";a=.5",
        ";a=1.2345",
        ";a=-",
        ";a=--1",
        ";a=+1",
        ";a=\"",
        ";a=\"\\a\"",
        ";a=\"\\",
        ";a=\"\t\"",
        ";a=\"\x7F\"",
        ";a=?2",
        ";a=?",
        ";a=?true",
        ";a=@",
        ";a=@1.5",
        ";a=@x",
        ";a=%",
        ";a=%x",
        ";a=%\"%C3%BC\"",
        ";a=%\"%c3\"",
        ";a=%\"%c\"",
        ";a=%\"",
        ";a=%\"\n\"",
        ";a=(1)",
        ";\tv",
    ] {
        assert_eq!(with_parameters(parameters), Err(Kind::BadParameter), "{parameters:?}");
    }
    assert_eq!(with_parameters(";a=:A:"), Err(Kind::BadBase64));
    assert_eq!(with_parameters(";a=:A"), Err(Kind::UnterminatedByteSequence));
    for parameters in [" ;v", ";v =1", ";a=1.2.3", ";a=1-", ";a=\"\"x", ";a=?11", ";A,", ";a\t"] {
        assert!(with_parameters(parameters).is_err(), "{parameters:?}");
    }
}

#[test]
fn s14_parameters_are_read_up_to_the_limit() {
    let parameters = |count: usize| -> String {
        (0..count).map(|number| format!(";{}{number}=\"{}\"", "k".repeat(64), "v".repeat(1_024))).collect()
    };
    const { assert!(MAX_PARAMETERS >= 256) };
    assert!(with_parameters(&parameters(MAX_PARAMETERS)).is_ok());
    assert_eq!(with_parameters(&parameters(MAX_PARAMETERS + 1)), Err(Kind::TooLarge));
    assert!(with_parameters(";a=1;a=?0;a").is_ok());
}

#[test]
fn s15_certificates_are_taken_up_to_the_limit() {
    for total in [16_384, 65_535, MAX_CLIENT_CERT_SIZE] {
        let der = sequence(total);
        assert_eq!(ClientCert::decode(ClientCert::encode(&der).as_bytes()), Ok(der));
    }
    for total in [MAX_CLIENT_CERT_SIZE + 1, MAX_CLIENT_CERT_SIZE + 2, 100_000, 1_000_000] {
        assert_eq!(kind(ClientCert::encode(&sequence(total))), Kind::TooLarge, "{total}");
    }
    assert_eq!(kind(" ".repeat(MAX_STRUCTURED_FIELD_SIZE + 1)), Kind::TooLarge);
}

#[test]
fn s15_chains_are_taken_up_to_the_limit() {
    const { assert!(MAX_CHAIN_MEMBERS >= 1_024) };
    let members = |count: usize| vec![":MAA=:"; count];
    assert_eq!(
        chain(&[&members(MAX_CHAIN_MEMBERS).join(", ")]).map(|chain| chain.len()),
        Ok(MAX_CHAIN_MEMBERS)
    );
    assert_eq!(chain(&members(MAX_CHAIN_MEMBERS)).map(|chain| chain.len()), Ok(MAX_CHAIN_MEMBERS));
    assert_eq!(chain(&[&members(MAX_CHAIN_MEMBERS + 1).join(",")]), Err(Kind::TooLarge));
    let line = " ".repeat(MAX_STRUCTURED_FIELD_SIZE / 2);
    assert_eq!(chain(&[&line, &line, &line]), Err(Kind::TooLarge));
}

#[test]
fn s16_lists_take_blanks_around_commas_and_no_empty_members() {
    let two = Ok(vec![EMPTY.to_vec(), NULL.to_vec()]);
    for value in
        [":MAA=:\t,\t:MAIFAA==:", ":MAA=:,:MAIFAA==:", "  :MAA=: \t , \t :MAIFAA==:  ", ":MAA=:,:MAIFAA==:\t"]
    {
        assert_eq!(chain(&[value]), two, "{value}");
    }
    for value in [":MAA=:,", ":MAA=: , ", ",:MAA=:", ":MAA=:,,:MAA=:", ":MAA=:, ,:MAA=:", ",", " ,"] {
        assert_eq!(chain(&[value]), Err(Kind::EmptyMember), "{value}");
    }
    for nothing in [&[][..], &[""], &["  "]] {
        assert_eq!(chain(nothing), Ok(vec![]));
    }
    assert_eq!(chain(&[":MAA=: :MAA=:"]), Err(Kind::TrailingCharacters));
}

#[test]
fn s17_lines_are_joined_before_they_are_parsed() {
    assert_eq!(chain(&[":MAIF", "AA==:"]), Err(Kind::BadBase64), "a byte sequence split over lines");
    assert_eq!(chain(&[":MAA=:;a=\"x", "y\""]), Ok(vec![EMPTY.to_vec()]), "a string split over lines");
    assert_eq!(chain(&[":MAA=:", ""]), Err(Kind::EmptyMember));
    assert_eq!(chain(&["", ":MAA=:"]), Err(Kind::EmptyMember));
}

#[test]
fn s18_one_bad_member_voids_the_chain() {
    for bad in ["::", ":A:", ":AQ==:", ":MAAA:", "x", ":MAA=:;A"] {
        for value in [format!(":MAA=:, {bad}"), format!("{bad}, :MAA=:"), format!(":MAA=:,{bad},:MAA=:")] {
            assert!(chain(&[&value]).is_err(), "{value}");
        }
    }
    let error = ClientCert::decode_chain([&b":MAA=:, :MAA=:, ::"[..]]).expect_err("a refusal");
    assert_eq!((error.member(), error.offset()), (Some(3), 16));
}

#[test]
fn s19_serializing_pads_with_zero_bits() {
    assert_eq!(ClientCert::encode(EMPTY), ":MAA=:");
    assert_eq!(ClientCert::encode(NULL), ":MAIFAA==:");
    assert_eq!(ClientCert::encode(INTEGERS), ":MAQCAgEA:");
    assert_eq!(ClientCert::encode_chain([EMPTY]).as_deref(), Some(":MAA=:"));
    assert_eq!(ClientCert::encode_chain([EMPTY, NULL]).as_deref(), Some(":MAA=:, :MAIFAA==:"));
    assert_eq!(ClientCert::encode_chain([]), None, "the field is not sent");
    let mut out = String::from("Client-Cert: ");
    ClientCert::encode_into(EMPTY, &mut out);
    assert_eq!(out, "Client-Cert: :MAA=:");
}

#[test]
fn s20_other_spellings_of_a_certificate_are_not_canonical() {
    assert!(ClientCert::is_canonical(b":MAA=:"));
    assert!(ClientCert::is_canonical(b":MAIFAA==:"));
    for other in [":MAA:", ":MAB=:", " :MAA=:", ":MAA=: ", ":MAA=:;v", ":MAIFAA=:"] {
        assert!(ClientCert::decode(other.as_bytes()).is_ok(), "{other}");
        assert!(!ClientCert::is_canonical(other.as_bytes()), "{other}");
    }
    for refused in ["", "::", "MAA=", ":AQ==:", ":MAA=:, :MAA=:"] {
        assert!(!ClientCert::is_canonical(refused.as_bytes()), "{refused}");
    }
}

#[test]
fn messages_say_what_where_and_what_to_do() {
    for (value, message) in [
        (
            "MIIBWzCCAQKgAwIBAgI",
            "found `M` (it looks like base64 with nothing around it) at offset 0, expected `:`; send the base64 \
             of the DER with `:` before and after it (RFC 9440)",
        ),
        (
            "-----BEGIN%20CERTIFICATE-----%0AMIIB",
            "found `-` (it looks like percent-encoded PEM text) at offset 0, expected `:`; have the proxy send the \
             base64 of the DER, not of the PEM text, with `:` before and after it (RFC 9440)",
        ),
        (
            ":MA\nA=:",
            "found byte 0x0A at offset 3, expected base64 (`A-Z`, `a-z`, `0-9`, `+`, `/`, `=`); send the \
             unbroken base64 of the DER between two colons",
        ),
        (
            ":MAAAA:",
            "found one left over at offset 6, expected 2 to 4 base64 characters in the last group; send the \
             unbroken base64 of the DER between two colons",
        ),
        (
            ":MAIFAAA=:",
            "found 3 at offset 0, expected a certificate with 2 bytes of contents; send one certificate and \
             nothing after it",
        ),
    ] {
        assert_eq!(ClientCert::decode(value.as_bytes()).expect_err("a refusal").to_string(), message);
    }
    let error = ClientCert::decode_chain([&b":MAA=:, x"[..]]).expect_err("a refusal");
    assert_eq!(
        error.to_string(),
        "member 2 of the chain: found `x` at offset 8, expected `:`; send the base64 of the DER with `:` before \
         and after it (RFC 9440)"
    );
}
