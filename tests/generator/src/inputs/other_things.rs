//! Files and texts that are not a certificate that is read: each is named, with the command that makes one of it.

use super::{Case, client, client_key, percent_encoded, refused};
use crate::der;
use crate::key;
use crate::name::Name;
use crate::pem;

/// A certificate request (RFC 2986) of the client.
fn request() -> Vec<u8> {
    let key = key::p256_client();
    let algorithm = key.algorithm();
    let info = der::sequence(&[
        der::integer(&[0]),
        Name::example("client-1").to_der(),
        key.public(),
        der::implicit(0, &[]),
    ]);
    let signature = key.sign(algorithm.scheme, &info);
    der::sequence(&[info, algorithm.identifier, der::bit_string(&signature)])
}

/// PKCS #7 with one certificate and no signature (RFC 2315 section 9).
fn pkcs7() -> Vec<u8> {
    let signed_data = der::sequence(&[
        der::integer(&[1]),
        der::set::<Vec<u8>>(&[]),
        der::sequence(&[der::object_identifier("1.2.840.113549.1.7.1")]),
        der::explicit(0, &client()),
        der::set::<Vec<u8>>(&[]),
    ]);
    der::sequence(&[der::object_identifier("1.2.840.113549.1.7.2"), der::explicit(0, &signed_data)])
}

/// A certificate revocation list (RFC 5280 section 5) without entries.
fn revocation_list() -> Vec<u8> {
    let key = key::p256_client();
    let algorithm = key.algorithm();
    let list = der::sequence(&[
        der::integer(&[1]),
        algorithm.identifier.clone(),
        Name::example("ca").to_der(),
        der::element(der::UTC_TIME, b"260101000000Z"),
    ]);
    let signature = key.sign(algorithm.scheme, &list);
    der::sequence(&[list, algorithm.identifier, der::bit_string(&signature)])
}

pub(super) fn cases() -> Vec<Case> {
    [containers(), keys_and_lists(), headers(), documents(), changed_on_the_way()]
        .into_iter()
        .flatten()
        .collect()
}

/// DER that software took for text, and what stands around a file that was fetched.
fn changed_on_the_way() -> Vec<Case> {
    let der = client();
    vec![
        refused(
            "other/der-as-utf8",
            "DER that was read as ISO 8859-1 and written as UTF-8",
            der.iter().map(|byte| char::from(*byte)).collect::<String>(),
            "malformed",
            &["ISO 8859-1", "iconv -f UTF-8 -t ISO-8859-1"],
        ),
        refused(
            "other/der-read-as-text",
            "DER that was read as UTF-8",
            String::from_utf8_lossy(&der).into_owned(),
            "malformed",
            &["U+FFFD", "its bytes are lost"],
        ),
        refused(
            "other/http-response",
            "DER after the header of an HTTP response",
            [b"HTTP/1.1 200 OK\r\nContent-Type: application/pkix-cert\r\n\r\n", &der[..]].concat(),
            "malformed",
            &["`curl -i`", "without `-i`"],
        ),
        refused(
            "other/encrypted",
            "a file of Ansible Vault",
            "$ANSIBLE_VAULT;1.1;AES256\n3061\n",
            "malformed",
            &["an encrypted file", "ansible-vault view"],
        ),
        refused(
            "other/file-name",
            "the name of a file, in place of its contents",
            "certs/client.pem",
            "malformed",
            &["the name of a file", "give its bytes"],
        ),
        refused(
            "other/git-lfs",
            "what Git has in place of a large file",
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
            "malformed",
            &["a pointer of Git LFS", "git lfs pull"],
        ),
        refused(
            "other/keystore",
            "a Java keystore",
            b"\xFE\xED\xFE\xED\0\0\0\x02".to_vec(),
            "malformed",
            &["a Java keystore", "keytool -exportcert"],
        ),
        refused(
            "other/openssh",
            "a certificate of OpenSSH",
            "ssh-ed25519-cert-v01@openssh.com AAAA client\n",
            "malformed",
            &["OpenSSH", "an X.509 certificate"],
        ),
        refused(
            "other/print-out",
            "what OpenSSL prints about a certificate",
            "Certificate:\n    Data:\n        Version: 3 (0x2)\n",
            "malformed",
            &["what a program prints about a certificate", "-exportcert -rfc"],
        ),
    ]
}

/// Other files that hold certificates, or will.
fn containers() -> Vec<Case> {
    vec![
        refused(
            "other/request",
            "a certificate request",
            pem::block("CERTIFICATE REQUEST", &request()),
            "no_certificate",
            &["`CERTIFICATE REQUEST`", "have the CA sign it", "openssl x509 -req -in FILE"],
        ),
        refused(
            "other/request-der",
            "a certificate request in DER",
            request(),
            "malformed",
            &[
                "a certificate request in DER",
                "have the CA sign it",
                "openssl x509 -req -inform DER -in FILE",
            ],
        ),
        refused(
            "other/pkcs7",
            "PKCS #7",
            pem::block("PKCS7", &pkcs7()),
            "pkcs7",
            &["PKCS #7 on line 1", "openssl pkcs7 -print_certs -in FILE -out FILE.pem"],
        ),
        refused(
            "other/pkcs7-der",
            "PKCS #7 in DER",
            pkcs7(),
            "malformed",
            &["PKCS #7", "openssl pkcs7 -inform DER -print_certs -in FILE -out FILE.pem"],
        ),
        refused(
            "other/pkcs7-in-certificate",
            "PKCS #7 between the lines of a certificate, as AD CS hands it out",
            pem::block("CERTIFICATE", &pkcs7()),
            "pkcs7_in_certificate",
            &[
                "PKCS #7 in the `CERTIFICATE` block on line 1",
                "sed 's/ CERTIFICATE-----/ PKCS7-----/' FILE | openssl pkcs7 -print_certs -out FILE.pem",
            ],
        ),
        refused(
            "other/trusted",
            "OpenSSL's own format",
            pem::block("TRUSTED CERTIFICATE", &client()),
            "trusted_certificate",
            &["`TRUSTED CERTIFICATE` on line 1", "openssl x509 -in FILE -clrtrust -out FILE.pem"],
        ),
    ]
}

fn keys_and_lists() -> Vec<Case> {
    vec![
        refused(
            "other/key",
            "a private key alone",
            client_key(),
            "private_key_found",
            &["private key (`PRIVATE KEY`) on line 1", "consider the key exposed"],
        ),
        refused(
            "other/key-der",
            "a private key in DER",
            pem::decode(&client_key()),
            "malformed",
            &["a private key in DER", "consider the key exposed"],
        ),
        refused(
            "other/crl",
            "a certificate revocation list",
            pem::block("X509 CRL", &revocation_list()),
            "no_certificate",
            &["`X509 CRL`", "a revocation list is not a certificate", "openssl crl -in FILE -noout -issuer"],
        ),
        refused(
            "other/crl-der",
            "a certificate revocation list in DER",
            revocation_list(),
            "malformed",
            &["(CRL) in DER", "a revocation list is not a certificate", "openssl crl -inform DER -in FILE"],
        ),
    ]
}

/// The values of proxies, of which some hold several certificates.
fn headers() -> Vec<Case> {
    let text = pem::certificate(&client());
    let base64 = pem::base64(&client());
    let escaped = percent_encoded(&text);
    let element = |escaped: &str| {
        format!("By=spiffe://example/edge;Hash=00;Cert=\"{escaped}\";Subject=\"CN=client-1\"")
    };
    let xfcc: &[&str] = &["Envoy's x-forwarded-client-cert", "python3 -c"];
    vec![
        refused(
            "other/base64",
            "base64 with nothing around it",
            base64.clone(),
            "malformed",
            &["base64 with nothing around it", "base64 -d | openssl x509 -inform DER -out FILE.pem"],
        ),
        refused(
            "other/traefik",
            "X-Forwarded-Tls-Client-Cert of Traefik 3, with two certificates",
            format!("{base64},{base64}"),
            "malformed",
            &["base64 with nothing around it", "cut -d , -f 1 | base64 -d"],
        ),
        refused(
            "other/traefik-escaped",
            "X-Forwarded-Tls-Client-Cert of Traefik 2",
            percent_encoded(&base64),
            "malformed",
            &["percent-encoded base64", "cut -d , -f 1 | base64 -d"],
        ),
        refused("other/xfcc", "x-forwarded-client-cert of Envoy", element(&escaped), "malformed", xfcc),
        refused(
            "other/xfcc-every-byte",
            "the same with its hyphens percent-encoded",
            element(&text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>()),
            "malformed",
            xfcc,
        ),
        refused(
            "other/xfcc-two",
            "the same with the elements of two proxies: the last is that of the nearest",
            format!("{},{}", element(&escaped), element(&escaped)),
            "malformed",
            xfcc,
        ),
    ]
}

/// Documents that hold a certificate beside other text, or none.
fn documents() -> Vec<Case> {
    let text = pem::certificate(&client());
    let base64 = pem::base64(text.as_bytes());
    let fetch: &[&str] =
        &["a page in HTML", "not a certificate", "curl --fail --location --output FILE.pem URL"];
    vec![
        refused(
            "other/html",
            "the page of a server",
            "\n<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>\n",
            "malformed",
            fetch,
        ),
        refused(
            "other/xhtml",
            "another",
            "<?xml version=\"1.0\"?><Error>AccessDenied</Error>",
            "malformed",
            fetch,
        ),
        refused(
            "other/json",
            "an error of a server in JSON",
            "{\"errors\":[\"permission denied\"]}\n",
            "malformed",
            &["a JSON document", "curl --fail --location --output FILE.pem URL"],
        ),
        refused(
            "other/json-with-pem",
            "a response of Vault",
            format!("{{\"data\":{{\"certificate\":\"{}\"}}}}", text.replace('\n', "\\n")),
            "not_pem",
            &["a JSON document with PEM text in it", "take the first certificate out of it", "python3 -c"],
        ),
        refused(
            "other/secret-yaml",
            "a Secret of Kubernetes as a whole",
            format!("apiVersion: v1\ndata:\n  tls.crt: {base64}\nkind: Secret\n"),
            "malformed",
            &["a Secret of Kubernetes", "take `tls.crt` out of it", "python3 -c"],
        ),
        refused(
            "other/secret-json",
            "the same in JSON",
            format!("{{\"kind\":\"Secret\",\"data\":{{\"tls.crt\":\"{base64}\"}}}}"),
            "malformed",
            &["a Secret of Kubernetes", "take `tls.crt` out of it", "python3 -c"],
        ),
        refused(
            "other/text",
            "a text",
            "hello, world\n",
            "malformed",
            &["other text", "openssl x509 -in FILE -noout -subject"],
        ),
        refused(
            "other/blanks",
            "blanks alone",
            " \n",
            "malformed",
            &["found nothing", "openssl x509 -in FILE -noout -subject"],
        ),
    ]
}
