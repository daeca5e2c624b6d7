//! A leaf and several CAs, beside webpki: what is accepted here is accepted by webpki with the same CA, and what webpki
//! accepts with one of them is refused here only for a rule of our own.
//!
//! The input is a byte of options, eight bytes of time, a leaf and up to six CAs, DER one behind the other.
#![no_main]

use std::sync::Arc;

use issuedby::general_name::GeneralNameForm;
use issuedby::provider::{Provider, Ring};
use issuedby::{CaCertificate, CaSet, Reason, UnixTime, Verdict, Verifier, check_time};
use issuedby_fuzz::der::split;
use issuedby_fuzz::toy_signatures::{ALGORITHMS, Toys};
use libfuzzer_sys::fuzz_target;
use rustls_pki_types::{CertificateDer, Der, SignatureVerificationAlgorithm, TrustAnchor};
use webpki::{DerTypeId, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

const MAX_CAS: usize = 6;

/// The reasons that no rule of our own has: webpki would have refused too.
const OF_WEBPKI: [Reason; 10] = [
    Reason::Expired,
    Reason::IsACa,
    Reason::NoCertificate,
    Reason::NoMatchingCa,
    Reason::NotDirectlySigned,
    Reason::NotYetValid,
    Reason::SignatureAlgorithmMismatch,
    Reason::SignatureAlgorithmUnsupported,
    Reason::SignatureInvalid,
    Reason::UnsupportedByVerifier,
];

/// The options of a verifier, one bit each; and which signatures there are.
#[derive(Clone, Copy)]
struct Options(u8);

impl Options {
    const REQUIRE_EKU: u8 = 1;
    const IGNORE_CA_VALIDITY: u8 = 2;
    const ALLOW_UNUSUAL_SERIAL: u8 = 4;
    const REAL_SIGNATURES: u8 = 8;

    fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    fn provider(self) -> Arc<dyn Provider> {
        match self.has(Self::REAL_SIGNATURES) {
            true => Arc::new(Ring),
            false => Arc::new(Toys),
        }
    }

    fn algorithms(self) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
        match self.has(Self::REAL_SIGNATURES) {
            true => Ring.algorithms(),
            false => ALGORITHMS,
        }
    }

    /// `None` where the provider does not take one of the keys.
    fn verifier(self, cas: impl IntoIterator<Item = CaCertificate>) -> Option<Verifier> {
        let cas = CaSet::with_provider(cas, self.provider()).ok()?;
        let verifier = Verifier::new(cas)
            .require_client_auth_eku(self.has(Self::REQUIRE_EKU))
            .ignore_ca_validity(self.has(Self::IGNORE_CA_VALIDITY))
            .allow_unusual_serial(self.has(Self::ALLOW_UNUSUAL_SERIAL));
        Some(verifier)
    }

    /// The answer of webpki about the leaf with one CA.
    fn ask_webpki(self, leaf: &[u8], anchor: TrustAnchor<'_>, now: UnixTime) -> Result<(), Error> {
        let der = CertificateDer::from(leaf);
        let usage = KeyUsage::client_auth();
        EndEntityCert::try_from(&der)?
            .verify_for_usage(self.algorithms(), &[anchor], &[], now, usage, None, None)
            .map(|_| ())
    }
}

/// The properties of every SUCCESS, whatever rules led to it.
fn check_success(verdict: &Verdict<'_>, options: Options, leaf: &[u8], now: UnixTime) {
    let ca = verdict.ca().expect("a SUCCESS names its CA");
    let certificate = verdict.certificate().expect("a SUCCESS has a certificate");
    assert_eq!(certificate.der(), leaf);
    let issuer = certificate.issuer().expect("a SUCCESS has an issuer that can be read");
    assert!(!issuer.is_empty() && issuer == ca.subject().as_name());
    assert!(!certificate.is_ca());
    assert!(options.has(Options::IGNORE_CA_VALIDITY) || ca.is_valid_at(now));
    let (from, until) = (verdict.valid_from(), verdict.valid_until());
    assert!(from.is_some_and(|from| from <= now) && until.is_some_and(|until| now <= until));

    let der = CertificateDer::from(ca.certificate().der());
    let anchor = anchor_from_trusted_cert(&der).expect("a CA that loaded can be read");
    let only_names_of_webpki = ca.name_constraints().is_none_or(|constraints| {
        let bases = constraints.permitted().iter().chain(constraints.excluded());
        bases
            .into_iter()
            .all(|base| matches!(base.form(), GeneralNameForm::DnsName | GeneralNameForm::IpAddress))
    });
    let anchor = TrustAnchor {
        // webpki compares names byte for byte; ours may be equal in another string type.
        subject: Der::from_slice(issuer.rdn_sequence()),
        // webpki refuses every form of name constraints but two.
        name_constraints: anchor.name_constraints.filter(|_| only_names_of_webpki),
        ..anchor
    };
    let without_constraints = TrustAnchor { name_constraints: None, ..anchor.clone() };
    let answer = match options.ask_webpki(leaf, anchor, now) {
        // webpki reads no minimum of 0 that is written out, and no base that we let refuse its own form alone. Both are no
        // violation.
        Err(Error::TrailingData(DerTypeId::GeneralName) | Error::MalformedNameConstraint) => {
            options.ask_webpki(leaf, without_constraints, now)
        }
        answer => answer,
    };
    assert_eq!(answer, Ok(()), "accepted, though webpki refuses");
    let alone = options.verifier([ca.clone()]).expect("its key was taken before");
    assert!(alone.evaluate(Some(leaf), now).verified(), "accepted only in company");
}

fuzz_target!(|data: &[u8]| {
    let Some((&[options, ref time @ ..], mut rest)) = data.split_first_chunk::<9>() else { return };
    let options = Options(options);
    let now = check_time(i64::from_be_bytes(*time));
    let leaf;
    (leaf, rest) = split(rest);
    let mut cas = Vec::new();
    while !rest.is_empty() && cas.len() < MAX_CAS {
        let ca;
        (ca, rest) = split(rest);
        cas.extend(CaCertificate::from_der(ca).ok().filter(|ca| options.verifier([ca.clone()]).is_some()));
    }
    let verifier = options.verifier(cas.iter().cloned()).expect("each key was taken alone");
    let verdict = verifier.evaluate(Some(leaf), now);
    let reasons: Vec<Reason> = verdict.reasons().map(|entry| entry.reason).collect();
    assert_eq!(verdict.verified(), reasons.is_empty());
    assert_eq!(verdict.verified(), verifier.verify(leaf, now).is_ok());
    let json = verdict.to_json();
    issuedby_fuzz::assert_printable(&json);
    let reversed = options.verifier(cas.iter().rev().cloned()).expect("the same keys");
    assert_eq!(reversed.evaluate(Some(leaf), now).to_json(), json, "the order of the CAs counts");

    if verdict.verified() {
        check_success(&verdict, options, leaf, now);
        // Without the option that asks for more, nothing is refused that was accepted with it.
        let lenient = Options(options.0 & !Options::REQUIRE_EKU).verifier(cas).expect("the same keys");
        assert!(lenient.evaluate(Some(leaf), now).verified());
        return;
    }
    let accepted_elsewhere = cas.iter().any(|ca| {
        let der = CertificateDer::from(ca.certificate().der());
        anchor_from_trusted_cert(&der).is_ok_and(|anchor| options.ask_webpki(leaf, anchor, now).is_ok())
    });
    if accepted_elsewhere {
        let unexplained = reasons.iter().find(|reason| OF_WEBPKI.contains(reason));
        assert_eq!(unexplained, None, "webpki accepts what is refused with {reasons:?}");
    }
});
