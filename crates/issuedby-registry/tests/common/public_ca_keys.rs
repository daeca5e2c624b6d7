//! The list of keys of public CAs, made from the certificates that browsers trust.

use std::collections::BTreeMap;

use issuedby::Certificate;
use sha2::{Digest, Sha256};
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

/// One line for each key, sorted: the SHA-256 of its SubjectPublicKeyInfo, and the subject of the CA in ASCII.
pub(crate) fn list() -> String {
    let keys: BTreeMap<String, String> = TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| {
            let certificate = Certificate::from_der(der).expect("browsers trust only certificates");
            let hash = Sha256::digest(certificate.public_key_info());
            let hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            (hash, certificate.subject().expect("a name").to_string())
        })
        .collect();
    keys.iter().map(|(hash, subject)| format!("{hash} {subject}\n")).collect()
}
