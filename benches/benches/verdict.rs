//! The cost of a verdict, as a ratio to the bare signature check with a prepared key in the same run.
//!
//! `cargo bench -p issuedby-benches --bench verdict`, with `-- --passes 9` for a quick look.

use std::sync::Arc;

use aws_lc_rs::signature::{self, ParsedPublicKey, UnparsedPublicKey, VerificationAlgorithm};
use issuedby::provider::{KeyRejected, PreparedKey, Provider, Ring};
use issuedby::{
    CaCertificate, CaSet, Certificate, ClientCert, DistinguishedName, EdgeReport, Fingerprint,
    MtlsAuthInbound, PolicyOptions, UnixTime, Verifier, check_time, edge_headers,
};
use issuedby_benches::{Comparison, passes};
use pki_types::CertificateDer;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName as Subject, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, SignatureAlgorithm,
};
use x509_cert::der::Decode;

fn main() {
    let passes = passes();
    let now = check_time(1_800_000_000);
    println!("ratios within one run of {passes} interleaved passes; times are of this machine, this minute");

    for kind in KINDS {
        let pair = Pair::new(kind);
        verification(&pair, passes, now);
    }
    refusals(passes, now);
    scaling(passes, now);
    overhead(passes, now);
    parts(passes);
    policy(passes, now);
}

/// A key type and the algorithms that belong to it.
struct Kind {
    name: &'static str,
    rcgen: &'static SignatureAlgorithm,
    verification: &'static dyn VerificationAlgorithm,
    ring: bool,
}

static KINDS: &[Kind] = &[
    Kind {
        name: "P-256",
        rcgen: &rcgen::PKCS_ECDSA_P256_SHA256,
        verification: &signature::ECDSA_P256_SHA256_ASN1,
        ring: true,
    },
    Kind {
        name: "RSA-2048",
        rcgen: &rcgen::PKCS_RSA_SHA256,
        verification: &signature::RSA_PKCS1_2048_8192_SHA256,
        ring: true,
    },
    Kind {
        name: "P-384",
        rcgen: &rcgen::PKCS_ECDSA_P384_SHA384,
        verification: &signature::ECDSA_P384_SHA384_ASN1,
        ring: true,
    },
    Kind { name: "Ed25519", rcgen: &rcgen::PKCS_ED25519, verification: &signature::ED25519, ring: true },
    Kind {
        name: "P-521",
        rcgen: &rcgen::PKCS_ECDSA_P521_SHA512,
        verification: &signature::ECDSA_P521_SHA512_ASN1,
        ring: false,
    },
];

/// A CA and a client certificate that it issued, DER.
struct Pair {
    kind: &'static Kind,
    ca: Vec<u8>,
    leaf: Vec<u8>,
}

impl Pair {
    fn new(kind: &'static Kind) -> Self {
        let (ca_params, ca_key) = authority(kind, "example-ca");
        let ca = ca_params.self_signed(&ca_key).expect("a CA can be made").der().to_vec();
        let issuer = Issuer::new(ca_params, ca_key);
        let key = KeyPair::generate_for(kind.rcgen).expect("a key can be made");
        let mut params = CertificateParams::new(vec!["client-1.example".to_owned()]).expect("a valid name");
        params.distinguished_name = subject("client-1");
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let leaf = params.signed_by(&key, &issuer).expect("a leaf can be made").der().to_vec();
        Self { kind, ca, leaf }
    }

    fn ca(&self) -> CaCertificate {
        CaCertificate::from_der(&self.ca).expect("the CA is fit")
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(CaSet::new([self.ca()]).expect("the key is taken"))
    }
}

fn authority(kind: &Kind, name: &str) -> (CertificateParams, KeyPair) {
    let mut params = CertificateParams::default();
    params.distinguished_name = subject(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    (params, KeyPair::generate_for(kind.rcgen).expect("a key can be made"))
}

fn subject(common_name: &str) -> Subject {
    let mut subject = Subject::new();
    subject.push(DnType::CountryName, "US");
    subject.push(DnType::OrganizationName, "Example");
    subject.push(DnType::OrganizationalUnitName, "Clients");
    subject.push(DnType::CommonName, common_name);
    subject
}

/// The signed part, the signature and the CA's key, cut out with a parser that is not ours.
struct Signed {
    message: Vec<u8>,
    signature: Vec<u8>,
    key: Vec<u8>,
}

impl Signed {
    fn of(pair: &Pair) -> Self {
        use x509_cert::der::Encode;
        let leaf = x509_cert::Certificate::from_der(&pair.leaf).expect("a certificate");
        let ca = x509_cert::Certificate::from_der(&pair.ca).expect("a certificate");
        let key = &ca.tbs_certificate().subject_public_key_info().subject_public_key;
        Self {
            message: leaf.tbs_certificate().to_der().expect("it encodes again"),
            signature: leaf.signature().raw_bytes().to_vec(),
            key: key.raw_bytes().to_vec(),
        }
    }
}

fn verification(pair: &Pair, passes: usize, now: UnixTime) {
    let signed = Signed::of(pair);
    let verification = pair.kind.verification;
    let prepared = ParsedPublicKey::new(verification, &signed.key).expect("a key");
    let verifier = pair.verifier();
    assert!(verifier.evaluate(Some(&pair.leaf), now).verified(), "the benchmark's own leaf must be accepted");

    let on_ring = pair.kind.ring.then(|| {
        let set = CaSet::with_provider([pair.ca()], Arc::new(Ring)).expect("ring takes the key");
        Verifier::new(set)
    });

    let limit = "limit: aws-lc-rs, prepared key, bare signature";
    let mut comparison = Comparison::default();
    comparison.reference(limit, || prepared.verify_sig(&signed.message, &signed.signature).is_ok());
    comparison.against(limit, "aws-lc-rs, unprepared key, bare signature", || {
        UnparsedPublicKey::new(verification, &signed.key).verify(&signed.message, &signed.signature).is_ok()
    });
    comparison.against(limit, "issuedby evaluate, verdict only", || {
        verifier.evaluate(Some(&pair.leaf), now).verified()
    });
    comparison.against(limit, "issuedby evaluate and verdict JSON", || {
        verifier.evaluate(Some(&pair.leaf), now).to_json().len()
    });
    comparison.against(limit, "issuedby evaluate, JSON and Client-Cert value", || {
        let verdict = verifier.evaluate(Some(&pair.leaf), now).to_json();
        verdict.len() + ClientCert::encode(&pair.leaf).len()
    });
    comparison.against(limit, "webpki on aws-lc-rs as it comes", || bare_webpki(pair, AWS_LC_RS, now));
    if let Some(on_ring) = &on_ring {
        comparison.against(limit, "issuedby evaluate on ring", || {
            on_ring.evaluate(Some(&pair.leaf), now).verified()
        });
    }
    let title = format!("{}: a leaf of {} bytes", pair.kind.name, pair.leaf.len());
    comparison.report(&title, passes);
}

/// The algorithms that a user of webpki passes: every algorithm of the provider.
static AWS_LC_RS: &[&dyn pki_types::SignatureVerificationAlgorithm] = &[
    webpki::aws_lc_rs::ECDSA_P256_SHA256,
    webpki::aws_lc_rs::ECDSA_P384_SHA384,
    webpki::aws_lc_rs::ECDSA_P521_SHA512,
    webpki::aws_lc_rs::ED25519,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA384,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA512,
    webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
];

fn bare_webpki(
    pair: &Pair,
    algorithms: &[&dyn pki_types::SignatureVerificationAlgorithm],
    now: UnixTime,
) -> bool {
    let ca = CertificateDer::from(pair.ca.as_slice());
    let leaf = CertificateDer::from(pair.leaf.as_slice());
    let anchor = webpki::anchor_from_trusted_cert(&ca).expect("an anchor");
    let leaf = webpki::EndEntityCert::try_from(&leaf).expect("a leaf");
    let usage = webpki::KeyUsage::client_auth();
    leaf.verify_for_usage(algorithms, &[anchor], &[], now, usage, None, None).is_ok()
}

fn refusals(passes: usize, now: UnixTime) {
    let pair = Pair::new(&KINDS[0]);
    let other = Pair::new(&KINDS[1]);
    let signed = Signed::of(&pair);
    let prepared = ParsedPublicKey::new(pair.kind.verification, &signed.key).expect("a key");
    let verifier = pair.verifier();
    let stranger = {
        let (params, key) = authority(&KINDS[0], "stranger-ca");
        let der = params.self_signed(&key).expect("a CA can be made").der().to_vec();
        Verifier::new(CaSet::new([CaCertificate::from_der(&der).expect("fit")]).expect("taken"))
    };
    let too_large = vec![0x30; 70_000];
    let truncated = &pair.leaf[..pair.leaf.len() - 1];

    let limit = "limit: bare P-256 signature";
    let mut comparison = Comparison::default();
    comparison.reference(limit, || prepared.verify_sig(&signed.message, &signed.signature).is_ok());
    comparison.against(limit, "nothing presented", || verifier.evaluate(None, now).verified());
    comparison.against(limit, "too_large", || verifier.evaluate(Some(&too_large), now).verified());
    comparison.against(limit, "malformed (last byte missing)", || {
        verifier.evaluate(Some(truncated), now).verified()
    });
    comparison.against(limit, "no_matching_ca", || stranger.evaluate(Some(&pair.leaf), now).verified());
    comparison.against(limit, "signature_algorithm_mismatch (RSA under P-256)", || {
        verifier.evaluate(Some(&other.leaf), now).verified()
    });
    comparison.against(limit, "expired, with its signature checked", || {
        verifier.evaluate(Some(&pair.leaf), check_time(253_402_300_799)).verified()
    });
    comparison.report("refusals", passes);
}

fn scaling(passes: usize, now: UnixTime) {
    let pair = Pair::new(&KINDS[0]);
    let alone = pair.verifier();
    let set_of = |count: usize| {
        let others = (1..count).map(|number| {
            let (params, key) = authority(&KINDS[0], &format!("ca-{number}"));
            let der = params.self_signed(&key).expect("a CA can be made").der().to_vec();
            CaCertificate::from_der(&der).expect("fit")
        });
        Verifier::new(CaSet::new(others.chain([pair.ca()])).expect("taken"))
    };
    let hundred = set_of(100);
    let thousand = set_of(1_000);
    let twins = {
        let twins = (1..64).map(|_| {
            let (params, key) = authority(&KINDS[0], "example-ca");
            let der = params.self_signed(&key).expect("a CA can be made").der().to_vec();
            CaCertificate::from_der(&der).expect("fit")
        });
        Verifier::new(CaSet::new(twins.chain([pair.ca()])).expect("taken"))
    };

    let one = "1 CA";
    let mut comparison = Comparison::default();
    comparison.reference(one, || alone.evaluate(Some(&pair.leaf), now).verified());
    comparison.against(one, "100 CAs", || hundred.evaluate(Some(&pair.leaf), now).verified());
    comparison.against(one, "1 000 CAs", || thousand.evaluate(Some(&pair.leaf), now).verified());
    comparison.against(one, "64 CAs with one subject, named by key identifier", || {
        twins.evaluate(Some(&pair.leaf), now).verified()
    });
    comparison.report("number of CAs loaded (P-256 leaf)", passes);
}

/// Everything but the signature: a provider that says yes takes its place.
fn overhead(passes: usize, now: UnixTime) {
    let pair = Pair::new(&KINDS[1]);
    let set = CaSet::with_provider([pair.ca()], Arc::new(Yes)).expect("every key is taken");
    let verifier = Verifier::new(set);
    let yes: &dyn pki_types::SignatureVerificationAlgorithm = &YesAlgorithm;

    let reference = "webpki, parse and verify";
    let mut comparison = Comparison::default();
    comparison.reference(reference, || bare_webpki(&pair, &[yes], now));
    comparison
        .against(reference, "issuedby evaluate", || verifier.evaluate(Some(&pair.leaf), now).verified());
    comparison.against(reference, "issuedby evaluate and verdict JSON", || {
        verifier.evaluate(Some(&pair.leaf), now).to_json().len()
    });
    comparison.report(
        "what a verdict costs beside its signature (RSA-2048 leaf, a provider that says yes)",
        passes,
    );
}

#[derive(Debug)]
struct Yes;

impl Provider for Yes {
    fn algorithms(&self) -> &[&'static dyn pki_types::SignatureVerificationAlgorithm] {
        &[&YesAlgorithm]
    }

    fn prepare(&self, _: &[u8]) -> Result<PreparedKey, KeyRejected> {
        Ok(Box::new([Box::new(YesAlgorithm)]))
    }
}

#[derive(Debug)]
struct YesAlgorithm;

impl pki_types::SignatureVerificationAlgorithm for YesAlgorithm {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), pki_types::InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> pki_types::AlgorithmIdentifier {
        pki_types::alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> pki_types::AlgorithmIdentifier {
        pki_types::alg_id::RSA_PKCS1_SHA256
    }
}

fn parts(passes: usize) {
    let pair = Pair::new(&KINDS[0]);
    let value = ClientCert::encode(&pair.leaf);
    let ca = pair.ca();
    let allowed = ca.subject().clone();
    let certificate = Certificate::from_der(&pair.leaf).expect("a certificate");

    let mut comparison = Comparison::default();
    let walk = "certificate: issuedby";
    comparison.reference(walk, || Certificate::from_der(&pair.leaf).is_ok());
    comparison.against(walk, "certificate: webpki", || {
        webpki::EndEntityCert::try_from(&CertificateDer::from(pair.leaf.as_slice())).is_ok()
    });
    comparison
        .against(walk, "certificate: x509-cert", || x509_cert::Certificate::from_der(&pair.leaf).is_ok());
    comparison.against(walk, "name: decode", || certificate.issuer().is_ok());
    comparison.against(walk, "name: decode, normalize", || {
        certificate.issuer().map(|name| name.normal_form().len())
    });
    comparison.against(walk, "name: decode, normalize, compare with a prepared one", || {
        certificate.issuer().is_ok_and(|name| &*name.normal_form() == allowed.normalized())
    });
    comparison
        .against(walk, "name: RFC 4514 text", || certificate.subject().map(|name| name.to_string().len()));
    comparison.against(walk, "name: prepare", || {
        DistinguishedName::from_rdn_sequence(allowed.as_name().rdn_sequence()).is_ok()
    });
    comparison.against(walk, "fingerprint: SHA-256", || Fingerprint::of(&pair.leaf));
    comparison
        .against(walk, "fingerprint: SHA-256 and text", || Fingerprint::of(&pair.leaf).to_string().len());
    comparison.against(walk, "Client-Cert: encode", || ClientCert::encode(&pair.leaf).len());
    comparison.against(walk, "Client-Cert: decode", || ClientCert::decode(value.as_bytes()).is_ok());
    comparison.against(walk, "CA certificate: load", || CaCertificate::from_der(&pair.ca).is_ok());
    comparison.report("parts (P-256 leaf, 4 RDNs), beside our own walk over the certificate", passes);
}

fn policy(passes: usize, now: UnixTime) {
    let pair = Pair::new(&KINDS[0]);
    let verifier = pair.verifier();
    let verdict = verifier.evaluate(Some(&pair.leaf), now);
    let report = EdgeReport::from(&verdict);
    let certificate = Certificate::from_der(&pair.leaf).expect("a certificate");
    let issuer = certificate.issuer().expect("a name");
    let allowing = |name: String| {
        MtlsAuthInbound::new(PolicyOptions::new().cert_issuer_dn(name)).expect("the issuer as text")
    };
    let same = allowing(issuer.to_string());
    let other_spelling = allowing(issuer.to_string().to_uppercase());
    let options = edge_headers::HeaderOptions::new();
    let fields = edge_headers::write(&report, &options);

    let mut comparison = Comparison::default();
    let compare = "certIssuerDN: compared with the issuer";
    comparison.reference(compare, || same.allows_issuer(issuer));
    comparison.against(compare, "certIssuerDN: compared, in other spelling", || {
        other_spelling.allows_issuer(issuer)
    });
    comparison.against(compare, "edge fields: write", || edge_headers::write(&report, &options).len());
    comparison.against(compare, "edge fields: read", || {
        EdgeReport::from_headers(fields.iter().map(|(name, value)| (*name, value))).status()
    });
    comparison.against(compare, "decide", || same.decide(&report).action());
    comparison.report("policy (P-256 leaf, 4 RDNs), beside one comparison of names", passes);
}
