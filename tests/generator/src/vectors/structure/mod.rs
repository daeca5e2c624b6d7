//! Bytes that are not a certificate, or not one that is read.

mod extensions;

use crate::algorithm;
use crate::authority;
use crate::case::Case;
use crate::certificate::{self, Certificate};
use crate::der;
use crate::extension::Extension;
use crate::name::Name;
use crate::time::Time;

pub(super) fn cases() -> Vec<Case> {
    [truncated(), encodings(), fields(), extensions::cases(), versions(), serials(), sizes()]
        .into_iter()
        .flatten()
        .collect()
}

fn malformed(id: &str, description: &str, leaf: Vec<u8>) -> Case {
    Case::unauthenticated(&format!("structure/{id}"), description, leaf, &["malformed"])
}

/// A file after a transfer in text mode.
fn in_text_mode(der: &[u8]) -> Vec<u8> {
    assert!(
        der.contains(&b'\n') && !der.windows(2).any(|pair| pair == b"\r\n"),
        "another certificate is wanted"
    );
    der.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect()
}

/// The certificate cut inside each of its levels.
fn truncated() -> Vec<Case> {
    let whole = plain();
    let subject = authority::example().client().subject.to_der();
    let in_subject = whole.windows(subject.len()).position(|bytes| bytes == subject).expect("the subject");
    let cut =
        |id: &str, description: &str, length: usize| malformed(id, description, whole[..length].to_vec());
    let algorithm = authority::example().key().algorithm().identifier;
    // The subject without its last byte, all lengths around it right.
    let short = authority::example().client().with(|client| {
        client.subject = crate::name::Name::Raw(subject[..subject.len() - 1].to_vec());
    });
    let part = short.signed_part(&algorithm);
    vec![
        cut("empty", "no bytes at all, which is not the same as nothing presented", 0),
        cut("cut-after-tag", "the first byte alone", 1),
        cut("cut-in-length", "cut inside the outer length", 3),
        cut("cut-after-header", "the outer header alone", 4),
        cut("cut-in-subject", "cut inside the subject", in_subject + 5),
        cut("cut-last-octet", "the last byte is missing", whole.len() - 1),
        malformed("text-mode", "each line feed has a carriage return before it", in_text_mode(&whole)),
        malformed(
            "subject-overruns",
            "the subject claims one byte more than it has",
            certificate::assemble(&part, &algorithm, &sign(&part)),
        ),
        malformed("signature-missing", "the signature element is missing", {
            let part = authority::example().client().signed_part(&algorithm);
            der::sequence(&[part, algorithm.clone()])
        }),
        malformed("extra-element", "a fourth element inside the certificate", {
            let part = authority::example().client().signed_part(&algorithm);
            let signature = der::bit_string(&sign(&part));
            der::sequence(&[part, algorithm.clone(), signature, der::null()])
        }),
    ]
}

/// Encodings that are BER at best.
fn encodings() -> Vec<Case> {
    let whole = plain();
    let content = whole[4..].to_vec();
    let long = |bytes: &[u8]| [&[0x30], bytes, content.as_slice()].concat();
    let length = [whole[2], whole[3]];
    let ca = authority::example();
    let algorithm = ca.key().algorithm().identifier;
    let part = ca.client().signed_part(&algorithm);
    let with_signature =
        |signature: Vec<u8>| der::sequence(&[part.as_slice(), algorithm.as_slice(), signature.as_slice()]);
    vec![
        malformed("indefinite-length", "the outer length is indefinite", {
            [&[0x30, 0x80], content.as_slice(), &[0, 0]].concat()
        }),
        malformed("long-length", "the outer length has a leading zero byte", {
            long(&[0x83, 0, length[0], length[1]])
        }),
        malformed("huge-length", "the outer length is 2^32 - 1", long(&[0x84, 0xff, 0xff, 0xff, 0xff])),
        malformed("reserved-length", "the outer length begins with the reserved byte FF", long(&[0xff])),
        malformed(
            "set-for-sequence",
            "a SET in the place of the certificate",
            der::element(der::SET, &content),
        ),
        // Two of them: one would be recognised, and read, wherever a certificate may come as PEM.
        malformed(
            "pem-as-der",
            "PEM text where DER is wanted",
            crate::pem::certificate(&whole).repeat(2).into(),
        ),
        malformed("random", "bytes that are nothing", (0..=255).collect()),
        malformed("constructed-bit-string", "the signature is a constructed BIT STRING", {
            with_signature(der::element(0x23, &der::bit_string(&sign(&part))))
        }),
        malformed("unused-bits", "the signature's BIT STRING has one unused bit", {
            with_signature(der::element(der::BIT_STRING, &[&[1], sign(&part).as_slice()].concat()))
        }),
        malformed(
            "bit-string-without-octets",
            "the signature's BIT STRING has not even the unused-bits byte",
            with_signature(der::element(der::BIT_STRING, &[])),
        ),
        Case::refused(
            "structure/trailing-octet",
            "a zero byte behind the certificate",
            [whole.as_slice(), &[0]].concat(),
            &["trailing_data"],
        ),
        Case::refused(
            "structure/twice",
            "the certificate twice in a row",
            [whole.as_slice(), &whole].concat(),
            &["trailing_data"],
        ),
    ]
}

/// Fields with content that their type does not allow.
fn fields() -> Vec<Case> {
    let bad_time = |id: &str, description: &str, time: Time| {
        malformed(id, description, issue(|client| client.not_after = time))
    };
    let unsupported = |id: &str, description: &str, leaf: Vec<u8>| {
        Case::refused(&format!("structure/{id}"), description, leaf, &["unsupported_by_verifier"])
    };
    vec![
        bad_time("time-without-seconds", "UTCTime without seconds", Time::raw(der::UTC_TIME, "9912312359Z")),
        bad_time("time-with-offset", "UTCTime with an offset", Time::raw(der::UTC_TIME, "491231235959+0100")),
        bad_time("time-without-zone", "UTCTime without Z", Time::raw(der::UTC_TIME, "491231235959")),
        bad_time(
            "time-with-fraction",
            "GeneralizedTime with a fraction of a second",
            Time::raw(der::GENERALIZED_TIME, "20991231235959.5Z"),
        ),
        bad_time("time-30-february", "30 February", Time::raw(der::UTC_TIME, "490230000000Z")),
        bad_time(
            "time-29-february",
            "29 February of a year without one",
            Time::raw(der::UTC_TIME, "490229000000Z"),
        ),
        bad_time("time-month-13", "month 13", Time::raw(der::UTC_TIME, "491301000000Z")),
        bad_time("time-hour-24", "hour 24", Time::raw(der::UTC_TIME, "491231240000Z")),
        bad_time("time-of-another-type", "an INTEGER in the place of a time", Time::Raw(der::integer(&[1]))),
        unsupported(
            "time-1969",
            "notBefore in 1969, which webpki does not read",
            issue(|client| client.not_before = Time::raw(der::UTC_TIME, "690101000000Z")),
        ),
        unsupported(
            "time-1950",
            "UTCTime 50 means 1950, which webpki does not read",
            issue(|client| client.not_before = Time::raw(der::UTC_TIME, "500101000000Z")),
        ),
        Case::refused(
            "structure/time-ends-1969",
            "notAfter in 1969, before notBefore: what an overflow makes of a long validity",
            issue(|client| client.not_after = Time::raw(der::UTC_TIME, "690819002822Z")),
            &["expired"],
        ),
        Case::refused(
            "structure/time-year-0",
            "notAfter in year 0",
            issue(|client| client.not_after = Time::raw(der::GENERALIZED_TIME, "00000101000000Z")),
            &["expired"],
        ),
        unsupported(
            "issuer-unique-identifier",
            "issuerUniqueID, which webpki does not read",
            issue(|client| client.unique_identifiers = der::implicit(1, &[0, 0xaa])),
        ),
        unsupported(
            "subject-unique-identifier",
            "subjectUniqueID, which webpki does not read",
            issue(|client| client.unique_identifiers = der::implicit(2, &[3, 0xa8])),
        ),
        malformed(
            "unique-identifier-not-der",
            "a unique identifier whose unused bits are not zero",
            issue(|client| client.unique_identifiers = der::implicit(1, &[3, 0xaf])),
        ),
        malformed(
            "unique-identifiers-reversed",
            "subjectUniqueID before issuerUniqueID",
            issue(|client| {
                let reversed = [der::implicit(2, &[0, 0xaa]), der::implicit(1, &[0, 0xaa])];
                client.unique_identifiers = der::concatenate(&reversed);
            }),
        ),
        malformed(
            "public-key-cut",
            "the public key is an empty SEQUENCE",
            issue(|client| client.public_key = der::sequence::<Vec<u8>>(&[])),
        ),
    ]
}

fn versions() -> Vec<Case> {
    let unsupported = |id: &str, description: &str, leaf: Vec<u8>| {
        Case::refused(&format!("structure/{id}"), description, leaf, &["unsupported_version"])
    };
    vec![
        unsupported(
            "version-1",
            "version 1, without extensions",
            issue(|client| {
                client.version.clear();
                client.extensions.clear();
            }),
        ),
        unsupported(
            "version-2",
            "version 2, without extensions",
            issue(|client| {
                client.version = Certificate::version(2);
                client.extensions.clear();
            }),
        ),
        unsupported(
            "version-2-with-extensions",
            "version 2 with extensions",
            issue(|client| client.version = Certificate::version(2)),
        ),
        unsupported("version-4", "version 4", issue(|client| client.version = Certificate::version(4))),
    ]
}

fn serials() -> Vec<Case> {
    let invalid = |id: &str, description: &str, serial: Vec<u8>| {
        let leaf = issue(|client| client.serial = serial);
        Case::refused(&format!("structure/{id}"), description, leaf, &["invalid_serial"])
    };
    let allowed = |id: &str, description: &str, serial: Vec<u8>| {
        let leaf = issue(|client| client.serial = serial);
        Case::success(&format!("structure/{id}-allowed"), description, leaf).allowing_unusual_serial()
    };
    let top_bit_set = || [[0].as_slice(), &[0x9c; 20]].concat();
    vec![
        invalid("serial-negative", "serial number -1", vec![0xff]),
        invalid("serial-zero", "serial number 0", vec![0]),
        invalid("serial-of-21-octets", "a serial number of 21 bytes", vec![0x7f; 21]),
        invalid("serial-top-bit", "20 random bytes with the top bit set, 21 in DER", top_bit_set()),
        allowed("serial-negative", "serial number -1, allowed", vec![0xff]),
        allowed("serial-zero", "serial number 0, allowed", vec![0]),
        allowed("serial-top-bit", "20 random bytes with the top bit set, allowed", top_bit_set()),
        invalid(
            "serial-of-21-octets-allowed",
            "a serial number of 21 bytes is never allowed",
            vec![0x7f; 21],
        )
        .allowing_unusual_serial(),
    ]
}

fn sizes() -> Vec<Case> {
    let big = |bytes: usize| {
        issue(|client| {
            client.extensions.push(Extension { value: vec![0; bytes], ..Extension::unknown(1) });
        })
    };
    let rdns = |count| {
        let name = Name::Attributes(vec![Name::attribute("O", "x"); count]);
        issue(|client| client.subject = name)
    };
    vec![
        Case::unauthenticated(
            "structure/too-large",
            "a certificate of more than 65 536 bytes",
            big(65_600),
            &["too_large"],
        ),
        Case::success("structure/subject-of-128-rdns", "a subject of 128 RDNs, the limit", rdns(128)),
        Case::refused("structure/subject-of-129-rdns", "a subject of 129 RDNs", rdns(129), &["too_large"]),
    ]
}

fn plain() -> Vec<u8> {
    issue(|_| ())
}

fn issue(change: impl FnOnce(&mut Certificate)) -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client().with(change))
}

fn sign(part: &[u8]) -> Vec<u8> {
    let key = authority::example().key();
    key.sign(algorithm::Scheme::Ecdsa(algorithm::Hash::Sha256), part)
}
