//! The clients that each verifier accepts, in both versions of TLS, and their verdicts afterwards.

mod common;

use std::sync::{Arc, Mutex};

use common::{Identity, current, key, meet, now, sample, verifier};
use issuedby::{Reason, Status, check_time};
use issuedby_rustls::danger::{ConnectionVerifier, RecordingVerifier};
use issuedby_rustls::{Client, EnforcingVerifier, PossessionFailure, to_rustls_error};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::version::{TLS12, TLS13};
use rustls::{HandshakeKind, SupportedProtocolVersion};

const VERSIONS: [&SupportedProtocolVersion; 2] = [&TLS12, &TLS13];

/// Samples with the key of `client.pem`, and why each is refused.
const SAMPLES: &[(&str, Option<Reason>)] = &[
    ("client.pem", None),
    ("client-unicode.pem", None),
    ("client-expired.pem", Some(Reason::Expired)),
    ("client-not-yet-valid.pem", Some(Reason::NotYetValid)),
    ("client-other-ca.pem", Some(Reason::NoMatchingCa)),
    ("client-same-name-other-key.pem", Some(Reason::SignatureInvalid)),
    ("client-server-only.pem", Some(Reason::NotForClientAuthentication)),
    ("client-v1.pem", Some(Reason::UnsupportedVersion)),
    ("client-is-a-ca.pem", Some(Reason::IsACa)),
    ("client-sha1.pem", Some(Reason::SignatureAlgorithmUnsupported)),
    ("client-unknown-critical.pem", Some(Reason::UnknownCriticalExtension)),
    ("client-negative-serial.pem", Some(Reason::InvalidSerial)),
    ("client-tampered.pem", Some(Reason::SignatureInvalid)),
    ("client-trailing.der", Some(Reason::TrailingData)),
];

fn recording() -> Arc<RecordingVerifier> {
    Arc::new(RecordingVerifier::new(&default_provider()))
}

#[test]
fn a_recorded_client_gets_a_verdict_whatever_it_presents() {
    let (identity, cas, key) = (Identity::new(), current(&["ca.pem"]), key("p256-client.pem"));
    for version in VERSIONS {
        let server = identity.server(recording(), version);
        for (name, reason) in SAMPLES {
            let (server, _) = meet(&server, &identity.client(&[sample(name)], &key)).unwrap();
            let verdict = Client::of(&server).evaluate(&cas, now());
            assert_eq!(verdict.verdict().reason(), *reason, "{name} over {version:?}");
            assert_eq!(verdict.verdict().verified(), reason.is_none(), "{name}");
        }
        let (server, _) = meet(&server, &identity.client(&[], &key)).unwrap();
        assert_eq!(Client::of(&server).evaluate(&cas, now()).verdict().status(), Status::None);
    }
}

#[test]
fn an_enforced_client_is_let_in_only_if_it_is_verified() {
    let (identity, cas, key) = (Identity::new(), current(&["ca.pem"]), key("p256-client.pem"));
    for version in VERSIONS {
        let refusals = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&refusals);
        let enforcing = EnforcingVerifier::new(Arc::clone(&cas), &default_provider())
            .on_refusal(move |verdict| seen.lock().unwrap().push(verdict.reason()));
        let server = identity.server(Arc::new(enforcing), version);
        for (name, reason) in SAMPLES {
            let met = meet(&server, &identity.client(&[sample(name)], &key));
            let observed = refusals.lock().unwrap().pop().flatten();
            assert_eq!(observed, *reason, "{name} over {version:?}");
            match (met, reason) {
                (Ok((server, _)), None) => {
                    assert!(Client::of(&server).evaluate(&cas, now()).verdict().verified())
                }
                (Err(error), Some(reason)) => {
                    assert_eq!(error.to_string(), to_rustls_error(*reason).to_string(), "{name}");
                }
                (met, _) => panic!("{name} over {version:?}: {:?}", met.map(|_| ())),
            }
        }
        assert!(meet(&server, &identity.client(&[], &key)).is_err(), "no client without a certificate");
    }
}

#[test]
fn whoever_cannot_sign_with_the_key_is_not_let_in() {
    let (identity, cas, stranger) = (Identity::new(), current(&["ca.pem"]), key("p256-other-ca.pem"));
    for version in VERSIONS {
        let enforcing = Arc::new(EnforcingVerifier::new(Arc::clone(&cas), &default_provider()));
        for server in [identity.server(recording(), version), identity.server(enforcing, version)] {
            for name in ["client.pem", "client-v1.pem", "client-trailing.der"] {
                let met = meet(&server, &identity.client(&[sample(name)], &stranger));
                assert!(met.is_err(), "{name} over {version:?}");
            }
        }
        let garbage = vec![0x30, 0x03, 0x02, 0x01, 0x01].into();
        let met = meet(&identity.server(recording(), version), &identity.client(&[garbage], &stranger));
        assert!(met.is_err(), "no key can be found in it");
    }
}

#[test]
fn rsa_keys_show_possession_too() {
    let (identity, cas, key) = (Identity::new(), current(&["ca-rsa.pem"]), key("rsa2048-client.pem"));
    for version in VERSIONS {
        let server = identity.server(recording(), version);
        let (server, _) = meet(&server, &identity.client(&[sample("client-rsa.pem")], &key)).unwrap();
        assert!(Client::of(&server).evaluate(&cas, now()).verdict().verified());
    }
}

#[test]
fn what_the_client_sends_along_explains_and_is_not_trusted() {
    let (identity, cas, key) = (Identity::new(), current(&["ca.pem"]), key("p256-client.pem"));
    let presented = [sample("client-via-intermediate.pem"), sample("intermediate.pem")];
    let (server, _) =
        meet(&identity.server(recording(), &TLS13), &identity.client(&presented, &key)).unwrap();
    let client = Client::of(&server);
    assert_eq!(client.chain().len(), 1);
    assert_eq!(client.evaluate(&cas, now()).verdict().reason(), Some(Reason::NotDirectlySigned));
}

#[test]
fn a_verdict_is_kept_as_long_as_it_holds_and_no_longer() {
    let cas = current(&["ca.pem", "other-ca.pem"]);
    let client = Client::with_certificates([sample("client.pem")]);
    let first = client.evaluate(&cas, now());
    assert!(first.verdict().verified());
    assert!(Arc::ptr_eq(&first, &client.evaluate(&cas, check_time(common::NOW + 1))), "it is the same one");

    let until = first.verdict().valid_until().unwrap().as_secs();
    let expired = client.evaluate(&cas, check_time((until + 1).cast_signed()));
    assert_eq!(expired.verdict().reason(), Some(Reason::Expired));
    assert!(client.evaluate(&cas, now()).verdict().verified(), "a refusal for the time is asked again");

    let generation = cas.replace(verifier(&["other-ca.pem"]));
    assert!(generation > first.generation());
    let refused = client.evaluate(&cas, now());
    assert_eq!(refused.verdict().reason(), Some(Reason::NoMatchingCa));
    assert!(Arc::ptr_eq(&refused, &client.evaluate(&cas, check_time(common::NOW + 1))), "that costs once");

    cas.replace(verifier(&["ca.pem"]));
    assert!(client.evaluate(&cas, now()).verdict().verified());
}

#[test]
fn a_resumed_session_is_evaluated_by_the_cas_that_hold_now() {
    let (identity, key) = (Identity::new(), key("p256-client.pem"));
    for version in VERSIONS {
        let cas = current(&["ca.pem"]);
        let enforcing = EnforcingVerifier::new(Arc::clone(&cas), &default_provider());
        let (server, client) =
            (identity.server(Arc::new(enforcing), version), identity.client(&[sample("client.pem")], &key));
        let (first, _) = meet(&server, &client).unwrap();
        assert_eq!(first.handshake_kind(), Some(HandshakeKind::Full));

        let (resumed, _) = meet(&server, &client).unwrap();
        assert_eq!(resumed.handshake_kind(), Some(HandshakeKind::Resumed));
        assert!(Client::of(&resumed).evaluate(&cas, now()).verdict().verified());

        cas.replace(verifier(&[]));
        let (resumed, _) = meet(&server, &client).unwrap();
        assert_eq!(resumed.handshake_kind(), Some(HandshakeKind::Resumed));
        assert_eq!(Client::of(&resumed).evaluate(&cas, now()).verdict().reason(), Some(Reason::NoMatchingCa));
    }
}

/// The client's certificate with an invalid month, so that it cannot be parsed.
fn unreadable() -> pki_types::CertificateDer<'static> {
    let mut der = sample("client.pem").as_ref().to_vec();
    let time = der.windows(2).position(|found| found == [0x17, 13]).expect("a UTCTime");
    der[time + 4..time + 6].copy_from_slice(b"99");
    der.into()
}

#[test]
fn an_unreadable_certificate_shows_possession_gets_a_verdict() {
    let (identity, cas, key) = (Identity::new(), current(&["ca.pem"]), key("p256-client.pem"));
    let cut_off: pki_types::CertificateDer<'static> = sample("client.pem").as_ref()[..300].to_vec().into();
    for version in VERSIONS {
        for der in [unreadable(), cut_off.clone()] {
            let (server, _) =
                meet(&identity.server(recording(), version), &identity.client(&[der], &key)).unwrap();
            let verdict = Client::of(&server).evaluate(&cas, now());
            assert_eq!(verdict.verdict().reason(), Some(Reason::Malformed), "{version:?}");
        }
    }
}

#[test]
fn a_failed_handshake_leaves_the_certificate_and_its_failure() {
    let (identity, stranger) = (Identity::new(), key("p256-other-ca.pem"));
    let garbage: pki_types::CertificateDer<'static> = vec![0x30, 0x03, 0x02, 0x01, 0x01].into();
    for version in VERSIONS {
        for (der, failure) in [
            (sample("client.pem"), PossessionFailure::Signature),
            (unreadable(), PossessionFailure::Signature),
            (garbage.clone(), PossessionFailure::Key(Reason::Malformed)),
        ] {
            let presented = Arc::new(ConnectionVerifier::new(recording()));
            let server = identity.server(presented.clone(), version);
            assert!(meet(&server, &identity.client(std::slice::from_ref(&der), &stranger)).is_err());
            assert_eq!(presented.failure(), Some(failure), "{version:?}");
            assert_eq!(presented.certificate(), Some(&*der));
        }
        let presented = Arc::new(ConnectionVerifier::new(recording()));
        meet(&identity.server(presented.clone(), version), &identity.client(&[], &stranger)).unwrap();
        assert_eq!((presented.failure(), presented.certificate()), (None, None));
    }
}
