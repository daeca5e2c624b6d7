//! The values of the certificate in the message of a refusal: the algorithm, the key, the purposes and the names that are in it.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod unsigned_certificate;

use issuedby::{CaSet, Reason, Verdict, Verifier, check_time};
use unsigned_certificate::{EXTENDED_KEY_USAGE, NOW, Unsigned, key_of, sample, sequence, tlv, trusting};

/// The reason and the sentence of a leaf under these CAs.
fn refusal(verifier: &Verifier, leaf: &Unsigned) -> (Reason, String) {
    let der = leaf.der();
    let verdict = verifier.evaluate(Some(&der), check_time(NOW));
    let reason = verdict.reason().expect("a refusal");
    (reason, verdict.message())
}

fn under_ca(leaf: &Unsigned) -> (Reason, String) {
    refusal(&Verifier::new(CaSet::new([Unsigned::ca().load()]).expect("the key is taken")), leaf)
}

/// Below 1.2.840.113549.1.1, with NULL.
fn pkcs1(last: u8) -> Vec<u8> {
    [&[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last][..], &[0x05, 0]].concat()
}

/// Below 1.2.840.10045.4.3.
fn ecdsa(last: u8) -> Vec<u8> {
    vec![0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, last]
}

#[test]
fn an_unsupported_algorithm_is_named_with_its_identifier() {
    for (algorithm, shown) in [
        (pkcs1(4), "md5WithRSAEncryption (1.2.840.113549.1.1.4)"),
        (pkcs1(5), "sha1WithRSAEncryption (1.2.840.113549.1.1.5)"),
        (pkcs1(99), " 1.2.840.113549.1.1.99,"),
        (vec![0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1], "ecdsa-with-SHA1 (1.2.840.10045.4.1)"),
        (ecdsa(1), "ecdsa-with-SHA224 (1.2.840.10045.4.3.1)"),
        (ecdsa(99), " 1.2.840.10045.4.3.99,"),
        (vec![0x06, 3, 0x2b, 0x65, 0x71], "Ed448 (1.3.101.113)"),
        (vec![0x06, 3, 0x2b, 0x65, 0x72], " 1.3.101.114,"),
    ] {
        let (reason, message) = under_ca(&Unsigned::leaf().with_algorithm(&algorithm));
        assert_eq!(reason, Reason::SignatureAlgorithmUnsupported, "{message}");
        assert!(message.contains(shown) && message.contains("accepted"), "{message}");
    }
}

#[test]
fn an_algorithm_of_another_key_is_named_beside_the_cas_key() {
    let rsa = Unsigned::ca().with_key(key_of("ca-rsa.pem")).load();
    let rsa = Verifier::new(CaSet::new([rsa]).expect("the key is taken"));
    for (algorithm, shown) in [
        (pkcs1(11), "sha256WithRSAEncryption (1.2.840.113549.1.1.11)"),
        (pkcs1(12), "sha384WithRSAEncryption (1.2.840.113549.1.1.12)"),
        (pkcs1(13), "sha512WithRSAEncryption (1.2.840.113549.1.1.13)"),
        (vec![0x06, 3, 0x2b, 0x65, 0x70], "Ed25519 (1.3.101.112)"),
    ] {
        let (reason, message) = under_ca(&Unsigned::leaf().with_algorithm(&algorithm));
        assert_eq!(reason, Reason::SignatureAlgorithmMismatch, "{message}");
        assert!(message.contains(shown) && message.ends_with("is ECDSA P-256"), "{message}");
    }
    for (last, shown) in
        [(2, "ecdsa-with-SHA256 (1.2.840.10045.4.3.2)"), (3, "ecdsa-with-SHA384 (1.2.840.10045.4.3.3)")]
    {
        let (reason, message) = refusal(&rsa, &Unsigned::leaf().with_algorithm(&ecdsa(last)));
        assert_eq!(reason, Reason::SignatureAlgorithmMismatch, "{message}");
        assert!(message.contains(shown) && message.contains("is RSA "), "{message}");
    }
}

/// A provider that takes P-521 takes SHA-512 too.
#[cfg(feature = "aws-lc-rs")]
#[test]
fn ecdsa_with_sha512_is_named_beside_an_rsa_key() {
    let rsa = Unsigned::ca().with_key(key_of("ca-rsa.pem")).load();
    let rsa = Verifier::new(CaSet::new([rsa]).expect("the key is taken"));
    let (reason, message) = refusal(&rsa, &Unsigned::leaf().with_algorithm(&ecdsa(4)));
    assert_eq!(reason, Reason::SignatureAlgorithmMismatch, "{message}");
    assert!(message.contains("ecdsa-with-SHA512 (1.2.840.10045.4.3.4)"), "{message}");
}

#[test]
fn of_several_cas_none_is_named_where_no_key_fits() {
    let cas = ["ca.pem", "other-ca.pem"].map(|key| Unsigned::ca().with_key(key_of(key)).load());
    let verifier = Verifier::new(CaSet::new(cas).expect("the keys are taken"));
    let (reason, message) = refusal(&verifier, &Unsigned::leaf().with_algorithm(&pkcs1(11)));
    assert_eq!(reason, Reason::SignatureAlgorithmMismatch);
    assert!(message.contains("sha256WithRSAEncryption") && message.contains("none of the CAs"), "{message}");
    assert!(!message.contains("SHA-256 "), "no fingerprint: {message}");
}

#[test]
fn an_algorithm_without_object_identifier_is_refused() {
    for contents in [&[][..], &[0x05, 0], &[0x02, 1, 1]] {
        let (reason, message) = under_ca(&Unsigned::leaf().with_algorithm(contents));
        assert_eq!(reason, Reason::SignatureAlgorithmUnsupported, "{message}");
        assert!(message.contains("cannot be read"), "{message}");
    }
}

/// An RSA key of this many bits, of the exponent 65537.
fn rsa_key(bits: usize) -> Vec<u8> {
    let mut modulus = vec![0xff; bits.div_ceil(8)];
    modulus[0] = 0xff >> (modulus.len() * 8 - bits);
    if modulus[0] & 0x80 != 0 {
        modulus.insert(0, 0);
    }
    let key = sequence(&[&tlv(0x02, &modulus), &[0x02, 3, 1, 0, 1]]);
    sequence(&[&sequence(&[&pkcs1(1)]), &tlv(0x03, &[&[0][..], &key].concat())])
}

#[test]
fn an_rsa_key_outside_the_sizes_has_bits_and_limit_named() {
    for (bits, reason, limit) in [
        (1024, Reason::KeyTooWeak, "at least 2048"),
        (2047, Reason::KeyTooWeak, "at least 2048"),
        (8193, Reason::KeyUnsupported, "at most 8192"),
        (16_384, Reason::KeyUnsupported, "at most 8192"),
    ] {
        let leaf = Unsigned::leaf().with_key(rsa_key(bits)).der();
        let verifier = trusting([Unsigned::ca().load()]);
        let verdict = verifier.evaluate(Some(&leaf), check_time(NOW));
        assert_eq!(verdict.reason(), Some(reason), "{verdict}");
        let message = verdict.message();
        assert!(message.contains(&format!("{bits} bits")) && message.contains(limit), "{message}");
    }
    for bits in [2048, 8192] {
        let leaf = Unsigned::leaf().with_key(rsa_key(bits)).der();
        assert!(
            trusting([Unsigned::ca().load()]).evaluate(Some(&leaf), check_time(NOW)).verified(),
            "{bits}"
        );
    }
}

/// Whoever makes a certificate may list thousands of purposes.
#[test]
fn of_many_purposes_the_first_six_are_shown() {
    let purpose = |last: u8| tlv(0x06, &[0x2b, 6, 1, 5, 5, 7, 3, last]);
    let leaf = |lasts: &[u8]| {
        let purposes: Vec<u8> = lasts.iter().flat_map(|last| purpose(*last)).collect();
        Unsigned::leaf().with_extension(EXTENDED_KEY_USAGE, &sequence(&[&purposes]))
    };
    let verifier = trusting([Unsigned::ca().load()]);
    let (reason, message) = refusal(&verifier, &leaf(&[1, 3, 4, 8, 9, 99, 17, 18]));
    assert_eq!(reason, Reason::NotForClientAuthentication);
    let shown = "allows serverAuth, codeSigning, emailProtection, timeStamping, OCSPSigning, 1.3.6.1.5.5.7.3.99, ..., ";
    assert!(message.contains(shown) && !message.contains("ipsecIKE"), "{message}");
    let (_, message) = refusal(&verifier, &leaf(&[1, 3, 4, 8, 9, 17]));
    assert!(message.contains("OCSPSigning, ipsecIKE,") && !message.contains("..."), "{message}");
}

/// Input without a certificate has the remedy of its form; a certificate has the remedy of its reason.
#[test]
fn an_owned_refusal_of_no_certificate_keeps_its_remedy() {
    let verifier = trusting([Unsigned::ca().load()]);
    let at = check_time(NOW);
    let pem = sample("client.pem");
    for der in [&b""[..], b"\0\0", b"MIIBWzCCAQKgAwIBAgI", &pem] {
        let verdict = verifier.evaluate(Some(der), at);
        let error = issuedby::Certificate::from_der(der).expect_err("no certificate");
        assert_eq!(verdict.remedy(), Some(error.remedy()), "{verdict}");
        assert_eq!(verdict.message(), error.to_string());
        check_owned(verdict);
    }
    for text in [&b"\n"[..], b"<html>", b":MAA=", b"-----BEGIN CERTIFICATE-----\n"] {
        let verdict = verifier.evaluate_input(Some((text, issuedby::input::InputKind::Text)), at, &[]);
        assert_eq!(verdict.reason(), Some(Reason::Malformed));
        check_owned(verdict);
    }
    check_owned(verifier.evaluate(None, at));
    check_owned(verifier.evaluate(Some(&Unsigned::leaf().der()), at).into_owned());
}

/// Owning a verdict, once and twice, changes nothing that it says.
fn check_owned(verdict: Verdict<'_>) {
    let said = |verdict: &Verdict<'_>| {
        (verdict.to_json(), verdict.message(), verdict.remedy(), verdict.checked_at().as_secs())
    };
    let expected = said(&verdict);
    assert_eq!(i64::try_from(expected.3), Ok(NOW), "the time of the check");
    let owned = verdict.into_owned();
    assert_eq!(said(&owned), expected);
    assert_eq!(said(&owned.into_owned()), expected);
}
