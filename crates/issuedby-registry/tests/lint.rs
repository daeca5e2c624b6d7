//! The warnings about a CA certificate at its upload, and those that stop it.

mod common;
#[path = "common/public_ca_keys.rs"]
mod public_ca_keys;

use common::certificates::{ca, sample_ca};
use common::{account, at, ca_name, certificates_of};
use issuedby::{CaCertificate, CaWarning, ErrorDetails, UnixTime};
use issuedby_registry::lint::{LintWarning, PublicCaEvidence, Severity, Stack, lint};
use issuedby_registry::upload::{PublicCas, Warnings};
use issuedby_registry::{
    CaUpload, ErrorClass, MemoryRegistry, Registry, UploadError, UploadPolicy, Uploaded, upload,
};
use issuedby_test_support::report_cases;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

const STRICT: UploadPolicy = UploadPolicy { public_cas: PublicCas::Refused, warnings: Warnings::Refused };
const INSISTING: UploadPolicy =
    UploadPolicy { public_cas: PublicCas::Accepted, warnings: Warnings::Accepted };

fn codes(ca: &CaCertificate, now: UnixTime) -> Vec<&'static str> {
    lint(ca, &[], now).iter().map(LintWarning::code).collect()
}

fn send(
    registry: &mut dyn Registry,
    name: &str,
    ca: CaCertificate,
    policy: UploadPolicy,
) -> Result<Uploaded, UploadError> {
    upload(registry, CaUpload { account: account("acme"), name: ca_name(name), ca, now: at(0) }, policy)
}

#[test]
fn there_is_nothing_to_say_about_a_plain_ca() {
    assert_eq!(codes(&sample_ca("ca.pem"), at(0)), [""; 0]);
    assert_eq!(codes(&sample_ca("ca-rsa.pem"), at(0)), [""; 0]);
    assert!(send(&mut MemoryRegistry::new(), "a", sample_ca("ca.pem"), STRICT).is_ok());
}

#[test]
fn the_dates_are_evaluated_at_the_second() {
    let ca = sample_ca("ca.pem");
    let (begins, ends) = (ca.not_before().as_secs(), ca.not_after().as_secs());
    const DAY: u64 = 86_400;
    let seconds = |seconds| UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
    for (now, expected) in [
        (begins - 1, Some("ca_is_not_valid_yet")),
        (begins, None),
        (ends - 30 * DAY, None),
        (ends - 30 * DAY + 1, Some("ca_expires_soon")),
        (ends, Some("ca_expires_soon")),
        (ends + 1, Some("ca_has_expired")),
    ] {
        assert_eq!(codes(&ca, seconds(now)).first().copied(), expected, "{now}");
    }
}

#[test]
fn an_intermediate_is_reported_and_is_no_warning() {
    let ca = sample_ca("intermediate.pem");
    assert_eq!(codes(&ca, at(0)), ["intermediate"]);
    assert!(send(&mut MemoryRegistry::new(), "a", ca, STRICT).is_ok());
}

#[test]
fn the_same_key_is_a_renewal_and_another_is_a_rotation() {
    let mut registry = MemoryRegistry::new();
    let first = send(&mut registry, "first", ca(1, 1), STRICT).expect("accepted");
    assert_eq!(first.warnings, []);
    let renewed = send(&mut registry, "renewed", ca(1, 2), STRICT).expect("accepted");
    let (id, name) = (first.record.id, first.record.name);
    assert_eq!(renewed.warnings, [LintWarning::Renewal { id, name }]);

    // Two samples with one subject and two keys.
    let mut registry = MemoryRegistry::new();
    let original = send(&mut registry, "original", sample_ca("ca.pem"), STRICT).expect("accepted");
    let other_key = with_another_key();
    assert_eq!(other_key.subject(), &original.record.to_ca_certificate().expect("fit").subject().clone());
    let rotated = send(&mut registry, "rotated", other_key, STRICT).expect("accepted");
    let (id, name) = (original.record.id, original.record.name);
    assert_eq!(rotated.warnings, [LintWarning::Rotation { id, name }]);
}

/// The sample CA with the key of the other sample CA: of one kind and length.
fn with_another_key() -> CaCertificate {
    let (ca, other) = (sample_ca("ca.pem"), sample_ca("other-ca.pem"));
    let (own, key) = (ca.certificate().public_key_info(), other.certificate().public_key_info());
    let mut der = ca.certificate().der().to_vec();
    let place = der.windows(own.len()).position(|window| window == own).expect("its key");
    der[place..place + own.len()].copy_from_slice(key);
    CaCertificate::from_der(&der).expect("a fit CA")
}

#[test]
fn strict_turns_warnings_into_refusals_and_changes_nothing() {
    let mut registry = MemoryRegistry::new();
    let expired = sample_ca("ca-expired.pem");
    let error = send(&mut registry, "a", expired.clone(), STRICT).expect_err("a warning is refused");
    assert_eq!((error.code(), error.class()), ("ca_has_expired", ErrorClass::Unacceptable));
    assert!(error.remedy().is_some());
    assert_eq!(registry.generation().map(|generation| generation.number()), Ok(0));
    let uploaded = send(&mut registry, "a", expired.clone(), UploadPolicy::default()).expect("accepted");
    assert_eq!(uploaded.warnings.first().map(LintWarning::code), Some("ca_has_expired"));
    // What is there is a conflict, whatever else there is to say about it.
    let error = send(&mut registry, "b", expired, STRICT).expect_err("it is there");
    assert_eq!(error.code(), "certificate_exists");
}

#[test]
fn a_refused_ca_stays_out_when_its_twin_is_deleted() {
    let mut registry = common::meanwhile::DeletedMeanwhile(MemoryRegistry::new());
    let public = CaCertificate::from_der(&TLS_SERVER_ROOT_CERTS[0]).expect("it would be fit");
    send(&mut registry.0, "insisted", public.clone(), INSISTING).expect("the operator insists");
    let error =
        send(&mut registry, "a", public, UploadPolicy::default()).expect_err("it is refused by default");
    assert_eq!(error.code(), "certificate_exists");
    assert_eq!(certificates_of(&mut registry.0, &account("acme")).map(|all| all.len()), Ok(0));
}

#[test]
fn every_key_that_browsers_trust_is_refused_by_default() {
    let mut known = 0;
    for der in TLS_SERVER_ROOT_CERTS {
        let ca = CaCertificate::from_der(der).expect("each of them would be fit");
        let mut registry = MemoryRegistry::new();
        let error = send(&mut registry, "a", ca.clone(), UploadPolicy::default()).expect_err("a public CA");
        assert_eq!((error.code(), error.class()), ("public_ca", ErrorClass::Unacceptable));
        assert!(certificates_of(&mut registry, &account("acme")).is_err(), "nothing was made");
        let uploaded = send(&mut registry, "a", ca, INSISTING).expect("the operator insists");
        assert_eq!(uploaded.warnings[0].severity(), Severity::Error);
        known += 1;
    }
    report_cases("registry/public CAs", known, TLS_SERVER_ROOT_CERTS.len());
}

#[test]
fn the_list_of_public_keys_is_what_the_browsers_have() {
    let path =
        issuedby_test_support::repository().join("crates/issuedby-registry/src/lint/public-ca-keys.txt");
    let committed = std::fs::read_to_string(&path).expect("the list");
    let fresh = public_ca_keys::list();
    assert!(committed == fresh, "make it again with the example `public_ca_keys`: {}", path.display());
    assert!(fresh.lines().all(|line| line.len() > 65 && line.is_ascii()));
}

#[test]
fn a_policy_of_the_forum_makes_a_public_ca() {
    let der = |policies: &[u8]| with_extension(&[0x55, 0x1D, 0x20], policies);
    let evidence = |ca: &CaCertificate| match lint(ca, &[], at(0)).into_iter().next() {
        Some(LintWarning::PublicCa(evidence)) => Some(evidence),
        _ => None,
    };
    // SEQUENCE { SEQUENCE { OID } }: 2.23.140.1.2.1, anyPolicy and it, anyPolicy alone, 2.23.140.10.1.
    let forum = der(b"\x30\x0a\x30\x08\x06\x06\x67\x81\x0c\x01\x02\x01");
    let second = der(b"\x30\x12\x30\x06\x06\x04\x55\x1d\x20\x00\x30\x08\x06\x06\x67\x81\x0c\x01\x02\x01");
    let expected = Some(PublicCaEvidence::Policy { oid: "2.23.140.1.2.1".to_owned() });
    assert_eq!(evidence(&forum), expected);
    assert_eq!(evidence(&second), expected);
    assert_eq!(evidence(&der(b"\x30\x08\x30\x06\x06\x04\x55\x1d\x20\x00")), None);
    assert_eq!(evidence(&der(b"\x30\x09\x30\x07\x06\x05\x67\x81\x0c\x0a\x01")), None);
}

/// A policy beside it that libraries do not take, whose arc has 128 bits or more, hides none.
#[test]
fn policies_of_the_forum_and_unreadable_ones_are_found() {
    let of = |policies: &[Vec<u8>]| {
        let policies: Vec<u8> = policies.iter().flat_map(|policy| element(0x30, policy)).collect();
        with_extension(&[0x55, 0x1D, 0x20], &element(0x30, &policies))
    };
    let mut long = vec![0x69, 0x84];
    long.extend([0xFF; 20]);
    long.push(0x7F);
    let long = element(0x06, &long);
    let forum = element(0x06, b"\x67\x81\x0c\x01\x02\x01");
    let forum_and_long = element(0x06, &[&b"\x67\x81\x0c\x01"[..], &[0xFF; 20], &[0x7F]].concat());
    for policies in [&[long.clone(), forum.clone()][..], &[forum, long.clone()], &[forum_and_long]] {
        assert_eq!(codes(&of(policies), at(0)), ["public_ca"]);
    }
    assert_eq!(codes(&of(&[long]), at(0)), [""; 0]);
    for unreadable in [&b"\x30\x01"[..], b"", b"\x30\x02\x05\x00", b"\x30\x02\x30\x00", b"\x30\x00\x00"] {
        let ca = with_extension(&[0x55, 0x1D, 0x20], unreadable);
        assert_eq!(codes(&ca, at(0)), ["policies_unreadable"]);
        assert!(send(&mut MemoryRegistry::new(), "a", ca, STRICT).is_err());
    }
}

#[test]
fn purposes_without_client_auth_name_who_refuses_them() {
    const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x25];
    let server = with_extension(EXTENDED_KEY_USAGE, b"\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01");
    let warnings = lint(&server, &[], at(0));
    assert_eq!(warnings, [LintWarning::Ca(CaWarning::EkuLacksClientAuth)]);
    assert_eq!(warnings[0].refused_by(), [Stack::Go, Stack::OpenSsl]);
    let any = with_extension(EXTENDED_KEY_USAGE, b"\x30\x06\x06\x04\x55\x1d\x25\x00");
    let warnings = lint(&any, &[], at(0));
    assert_eq!(warnings, [LintWarning::EkuAnyPurposeOnly]);
    assert_eq!(warnings[0].refused_by(), [Stack::OpenSsl]);
    let client = with_extension(EXTENDED_KEY_USAGE, b"\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x02");
    assert_eq!(lint(&client, &[], at(0)), []);
}

/// The signature on a CA is not checked here, so that its algorithm can be any.
#[test]
fn a_signature_with_a_broken_hash_is_a_warning() {
    const RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01";
    let rsa = |last: u8| element(0x06, &[RSA, &[last]].concat());
    let pss = |parameters: &[u8]| [rsa(10), element(0x30, parameters)].concat();
    let hash = |oid: &[u8]| element(0xA0, &element(0x30, &element(0x06, oid)));
    for (algorithm, expected) in [
        (rsa(2), "md5_signature"),
        (rsa(3), "md5_signature"),
        (rsa(4), "md5_signature"),
        (rsa(5), "sha1_signature"),
        (element(0x06, b"\x2b\x0e\x03\x02\x1d"), "sha1_signature"),
        (element(0x06, b"\x2a\x86\x48\xce\x38\x04\x03"), "sha1_signature"),
        (element(0x06, b"\x2a\x86\x48\xce\x3d\x04\x01"), "sha1_signature"),
        (rsa(10), "sha1_signature"),
        (pss(b""), "sha1_signature"),
        (pss(&element(0xA2, b"\x02\x01\x14")), "sha1_signature"),
        (pss(&hash(b"\x2b\x0e\x03\x02\x1a")), "sha1_signature"),
        (pss(&hash(b"\x2a\x86\x48\x86\xf7\x0d\x02\x05")), "md5_signature"),
        (pss(&hash(b"\x60\x86\x48\x01\x65\x03\x04\x02\x01")), ""),
        (rsa(11), ""),
    ] {
        let found = codes(&with_signature_algorithm(&algorithm), at(0)).join(" ");
        assert_eq!(found, expected, "{algorithm:02x?}");
    }
}

/// The sample CA with both fields for the algorithm of its signature exchanged.
fn with_signature_algorithm(algorithm: &[u8]) -> CaCertificate {
    let original = sample_ca("ca.pem");
    let certificate = original.certificate();
    let (der, old) = (certificate.der(), element(0x30, certificate.signature_algorithm()));
    let new = element(0x30, algorithm);
    let tbs_length = usize::from(u16::from_be_bytes([der[6], der[7]]));
    let (tbs, after) = (&der[8..8 + tbs_length], &der[8 + tbs_length..]);
    let place = tbs.windows(old.len()).position(|window| window == old).expect("its algorithm");
    let tbs = element(0x30, &[&tbs[..place], &new, &tbs[place + old.len()..]].concat());
    CaCertificate::from_der(&element(0x30, &[&tbs[..], &new, &after[old.len()..]].concat()))
        .expect("a fit CA")
}

#[test]
fn every_finding_of_the_core_has_a_remedy() {
    for warning in CaWarning::ALL {
        let warning = LintWarning::Ca(*warning);
        assert!(warning.remedy().is_some(), "{warning}");
        assert_eq!(warning.severity(), Severity::Warning);
    }
}

/// The sample CA with one extension more.
fn with_extension(oid: &[u8], value: &[u8]) -> CaCertificate {
    let original = sample_ca("ca.pem");
    let der = original.certificate().der();
    // Certificate { TBSCertificate { ..., [3] { SEQUENCE OF Extension } }, algorithm, signature }.
    let (header, tbs_header) = (4, 4);
    let tbs_length = usize::from(u16::from_be_bytes([der[6], der[7]]));
    let tbs = &der[header + tbs_header..header + tbs_header + tbs_length];
    let after = &der[header + tbs_header + tbs_length..];
    let list: Vec<u8> = original
        .certificate()
        .extensions()
        .flat_map(|extension| {
            let critical: &[u8] = if extension.critical { b"\x01\x01\xff" } else { b"" };
            element(
                0x30,
                &[&element(0x06, extension.oid)[..], critical, &element(0x04, extension.value)].concat(),
            )
        })
        .collect();
    let before = tbs.windows(list.len()).position(|window| window == list).expect("its extensions");
    // The extensions are last in the TBSCertificate; two short headers stand before them.
    let start = (0..before).rev().find(|place| tbs[*place] == 0xA3).expect("the tag of extensions");
    let added = element(0x30, &[element(0x06, oid), element(0x04, value)].concat());
    let extensions = element(0xA3, &element(0x30, &[list, added].concat()));
    let tbs = element(0x30, &[&tbs[..start], &extensions].concat());
    CaCertificate::from_der(&element(0x30, &[&tbs[..], after].concat())).expect("a fit CA")
}

fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).expect("a short element").to_be_bytes();
    let header: Vec<u8> = match length {
        [0, short @ 0..0x80] => vec![tag, short],
        [0, short] => vec![tag, 0x81, short],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [&header[..], contents].concat()
}
