//! Certificates in the forms that are read, alone or several together.

use super::{As, Case, Expect, bytes, client, client_alone, client_key, refused};
use crate::authority;
use crate::name::Name;
use crate::pem;

pub(super) fn cases() -> Vec<Case> {
    [read(), several(), as_text()].into_iter().flatten().collect()
}

pub(super) fn other_client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client().with(|client| client.subject = Name::example("client-2")))
}

fn read() -> Vec<Case> {
    let (der, text) = (client(), pem::certificate(&client()));
    let value = format!(":{}:", pem::base64(&der));
    vec![
        bytes("read/der", "DER", der, client_alone()),
        bytes("read/pem", "PEM", text.clone(), client_alone()),
        bytes(
            "read/pem-crlf",
            "PEM with the line ends of Windows",
            text.replace('\n', "\r\n"),
            client_alone(),
        ),
        bytes(
            "read/pem-after-dump",
            "PEM after the text that OpenSSL prints, and a byte order mark",
            format!("\u{FEFF}Certificate:\n    Data:\n{text}"),
            client_alone(),
        ),
        bytes(
            "read/client-cert",
            "the value of a Client-Cert field (RFC 9440)",
            value.clone(),
            client_alone(),
        ),
        bytes("read/client-cert-line", "the whole line", format!("client-cert: {value}\r\n"), client_alone()),
        bytes(
            "read/key-after",
            "a certificate and its private key, as `issuedby dev --keep` writes them",
            text.clone() + &client_key(),
            client_alone(),
        ),
        bytes("read/key-before", "a private key and its certificate", client_key() + &text, client_alone()),
    ]
}

fn several() -> Vec<Case> {
    let (root, intermediate) = (authority::example().der, authority::intermediate());
    let leaf = intermediate.issue(&intermediate.client());
    let text = |certificates: &[&[u8]]| -> String {
        certificates.iter().map(|certificate| pem::certificate(certificate)).collect()
    };
    let (first, second) = (client(), other_client());
    vec![
        bytes(
            "several/chain",
            "a client's certificate and the intermediate CA that issued it",
            text(&[&leaf, &intermediate.der]),
            Expect::Client(leaf.clone(), vec![intermediate.der.clone()]),
        ),
        bytes(
            "several/chain-with-root",
            "the same with the root",
            text(&[&leaf, &intermediate.der, &root]),
            Expect::Client(leaf.clone(), vec![intermediate.der.clone(), root.clone()]),
        ),
        bytes(
            "several/chain-reversed",
            "the root first, the client last, as PKCS #7 may have them",
            text(&[&root, &intermediate.der, &leaf]),
            Expect::Client(leaf, vec![root.clone(), intermediate.der.clone()]),
        ),
        refused(
            "several/clients",
            "the certificates of two clients",
            text(&[&first, &second]),
            "several_certificates",
            &["2 certificates", "the second on line 13", "openssl x509 -in FILE -out FILE.pem"],
        ),
        refused(
            "several/clients-with-ca",
            "two clients and a CA",
            text(&[&first, &root, &second]),
            "several_certificates",
            &["3 certificates", "one client's"],
        ),
        refused(
            "several/cas",
            "two CAs",
            text(&[&root, &intermediate.der]),
            "several_certificates",
            &["2 certificates", "one client's"],
        ),
    ]
}

/// As a text, in languages that have texts beside bytes.
fn as_text() -> Vec<Case> {
    let text = |id, description, input: String, expect| Case {
        given: As::Text,
        ..bytes(id, description, input, expect)
    };
    vec![
        text("text/pem", "PEM", pem::certificate(&client()), client_alone()),
        text("text/client-cert", "a field value", format!(":{}:", pem::base64(&client())), client_alone()),
        text(
            "text/key-after",
            "PEM and its key",
            pem::certificate(&client()) + &client_key(),
            client_alone(),
        ),
        Case {
            facts: &["binary data", "openssl x509 -in FILE -noout -subject"],
            ..text(
                "text/digit",
                "a text that begins as DER does",
                "0\u{1}a".to_owned(),
                Expect::Error("malformed"),
            )
        },
        Case {
            facts: &["other text", "openssl x509 -in FILE -noout -subject"],
            ..text("text/other", "another text", "hello".to_owned(), Expect::Error("malformed"))
        },
        text(
            "text/base64-of-pem",
            "a Secret of Kubernetes",
            pem::base64(pem::certificate(&client()).as_bytes()),
            client_alone(),
        ),
    ]
}
