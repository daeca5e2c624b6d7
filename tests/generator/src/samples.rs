//! The sample files in `tests/certs`: what a person tries the program with.

use crate::algorithm::{Algorithm, Hash};
use crate::authority::{self, Authority};
use crate::certificate::Certificate;
use crate::extension::{DIGITAL_SIGNATURE, Extension, KEY_CERT_SIGN};
use crate::file::GeneratedFile;
use crate::key;
use crate::name::Name;
use crate::oid;
use crate::pem;

/// All sample files, with the README that lists them.
pub fn files() -> Vec<GeneratedFile> {
    let samples = samples();
    let list: String =
        samples.iter().map(|sample| format!("- `{}`: {}\n", sample.name, sample.shows)).collect();
    let readme = format!(
        "# Sample certificates\n\n\
         Test certificates, made from kept keys by `cargo xtask generate`: change `tests/generator/src/samples.rs`, not\n\
         these files. No program should trust anything here. Unless said otherwise a file is valid until 2099 and was\n\
         issued by `ca.pem`.\n\n{list}"
    );
    let mut files: Vec<_> = samples
        .into_iter()
        .map(|sample| GeneratedFile::new(&format!("tests/certs/{}", sample.name), sample.content))
        .collect();
    files.push(GeneratedFile::new("tests/certs/README.md", readme));
    files
}

struct Sample {
    name: &'static str,
    shows: &'static str,
    content: Vec<u8>,
}

fn samples() -> Vec<Sample> {
    [authorities(), clients(), encodings()].into_iter().flatten().collect()
}

fn authorities() -> Vec<Sample> {
    let (ca, other) = (authority::example(), authority::other());
    let of =
        |name, shows, authority: &Authority| certificate(name, shows, &authority.certificate, &authority.der);
    let shows_two = "two certificates in one file: a CA is exactly one";
    let two = [dump(&ca.certificate, shows_two, &ca.der), dump(&other.certificate, shows_two, &other.der)];
    let shows_key = "a CA certificate and its private key in one file: a key is never uploaded";
    let with_key = [
        dump(&other.certificate, shows_key, &other.der),
        "The key below is a test key, published on purpose: it protects nothing.\n\n".to_owned(),
        pem::block("PRIVATE KEY", &pem::decode(include_str!("../keys/p256-other-ca.pem"))),
    ];
    vec![
        of("ca.pem", "a CA fit to be uploaded (P-256)", &ca),
        of("other-ca.pem", "another CA, with another name", &other),
        of(
            "intermediate.pem",
            "an intermediate CA issued by ca.pem; a CA like any other here",
            &authority::intermediate(),
        ),
        of("ca-renewed.pem", "ca.pem renewed: same name and key, valid until 2109", &authority::renewed()),
        of("ca-expired.pem", "ca.pem as it was: same name and key, expired in 2025", &authority::expired()),
        of("ca-rsa.pem", "a CA with an RSA key of 2048 bits", &rsa_authority()),
        Sample { name: "two-cas.pem", shows: shows_two, content: two.concat().into_bytes() },
        Sample { name: "ca-with-key.pem", shows: shows_key, content: with_key.concat().into_bytes() },
    ]
}

fn clients() -> Vec<Sample> {
    let ca = authority::example();
    let issued = |name, shows, client: Certificate| certificate(name, shows, &client, &ca.issue(&client));
    let by = |name, shows, authority: Authority| {
        let client = authority.client();
        certificate(name, shows, &client, &authority.issue(&client))
    };
    let mut v1 = ca.client();
    v1.version = Vec::new();
    v1.extensions = Vec::new();
    let is_a_ca = ca
        .client()
        .extended(Extension::ca())
        .replacing(Extension::key_usage(DIGITAL_SIGNATURE | KEY_CERT_SIGN));
    let tampered = ca.client();
    let tampered_der = tampered.sign_then_change(ca.key(), |signed| {
        let subject = Name::example("client-1").to_der();
        let at = signed.windows(subject.len()).position(|bytes| bytes == subject).expect("the subject");
        signed[at + subject.len() - 1] ^= 1;
    });
    vec![
        issued("client.pem", "a client certificate that verifies under ca.pem", ca.client()),
        issued(
            "client-expired.pem",
            "expired on 2026-03-01",
            ca.client().valid("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ),
        issued(
            "client-not-yet-valid.pem",
            "valid from 2098",
            ca.client().valid("2098-01-01T00:00:00Z", "2099-12-31T23:59:59Z"),
        ),
        by("client-other-ca.pem", "issued by other-ca.pem, so not by ca.pem", authority::other()),
        by(
            "client-same-name-other-key.pem",
            "issued by a CA with the name of ca.pem and another key",
            authority::twin(),
        ),
        issued(
            "client-server-only.pem",
            "extended key usage serverAuth only: not for clients",
            ca.client().replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH])),
        ),
        by(
            "client-via-intermediate.pem",
            "issued by intermediate.pem: ca.pem did not sign it directly",
            authority::intermediate(),
        ),
        issued("client-v1.pem", "X.509 version 1, without extensions", v1),
        issued("client-is-a-ca.pem", "basicConstraints cA TRUE: a CA is not a client", is_a_ca),
        issued(
            "client-sha1.pem",
            "signed with ECDSA and SHA-1; the signature is right and the hash is not taken any more",
            ca.client().with(|client| client.algorithm = Some(Algorithm::ecdsa(Hash::Sha1))),
        ),
        issued(
            "client-unknown-critical.pem",
            "a critical extension that no one knows",
            ca.client().extended(Extension::unknown(1).critical()),
        ),
        issued(
            "client-negative-serial.pem",
            "serial number -1",
            ca.client().with(|client| client.serial = vec![0xff]),
        ),
        certificate(
            "client-tampered.pem",
            "client.pem with one bit of the subject flipped after signing: `client-0`",
            &tampered.with(|client| client.subject = Name::example("client-0")),
            &tampered_der,
        ),
        issued(
            "client-unicode.pem",
            "a subject beyond ASCII (UTF8String)",
            ca.client().with(|client| client.subject = Name::new(&[("C", "DE"), ("O", "Müller & Söhne")])),
        ),
        {
            let ca = rsa_authority();
            let client = ca.client_of(key::rsa2048_client());
            certificate("client-rsa.pem", "an RSA key, issued by ca-rsa.pem", &client, &ca.issue(&client))
        },
    ]
}

fn encodings() -> Vec<Sample> {
    let ca = authority::example();
    let client = ca.issue(&ca.client());
    let truncated = client[..client.len() - 20].to_vec();
    let trailing = [client.as_slice(), &[0]].concat();
    vec![
        Sample { name: "ca.der", shows: "ca.pem as DER", content: ca.der },
        Sample { name: "client.der", shows: "client.pem as DER", content: client },
        Sample {
            name: "client-truncated.der",
            shows: "client.der without its last 20 bytes",
            content: truncated,
        },
        Sample {
            name: "client-trailing.der",
            shows: "client.der with a zero byte behind it",
            content: trailing,
        },
    ]
}

fn rsa_authority() -> Authority {
    Authority::root(Name::example("example-rsa-ca"), key::rsa2048_ca())
}

fn certificate(name: &'static str, shows: &'static str, certificate: &Certificate, der: &[u8]) -> Sample {
    Sample { name, shows, content: dump(certificate, shows, der).into_bytes() }
}

/// A PEM block with the text that says what is in it.
fn dump(certificate: &Certificate, shows: &str, der: &[u8]) -> String {
    format!(
        "Subject:  {}\nIssuer:   {}\nValidity: {} to {}\nShows:    {shows}\n\n{}",
        certificate.subject,
        certificate.issuer,
        certificate.not_before,
        certificate.not_after,
        pem::certificate(der)
    )
}
