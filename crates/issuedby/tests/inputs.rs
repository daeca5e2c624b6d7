//! The one reader of certificates: which of several is the client's, which CA issued it, and what it never takes.

use issuedby::input::{
    self, CertificateInput, InputError, InputKind, LooksLike, certificate_der, issuing_ca,
};
use issuedby::{ClientCert, Reason, pem};
use issuedby_test_support::repository;

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("tests/certs").join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn der(name: &str) -> Vec<u8> {
    certificate_der(&sample(name)).expect("a sample is one certificate").into_owned()
}

/// Every order of three things.
fn orders<T: Clone>([a, b, c]: [T; 3]) -> [[T; 3]; 6] {
    let of = |a: &T, b: &T, c: &T| [a.clone(), b.clone(), c.clone()];
    [of(&a, &b, &c), of(&a, &c, &b), of(&b, &a, &c), of(&b, &c, &a), of(&c, &a, &b), of(&c, &b, &a)]
}

#[test]
fn the_client_is_found_in_every_order_and_the_cas_keep_theirs() {
    let leaf = der("client-via-intermediate.pem");
    for order in orders([leaf.clone(), der("intermediate.pem"), der("ca.pem")]) {
        let text: String = order.iter().map(|der| pem::encode_certificate(der)).collect();
        let client =
            CertificateInput::read(text.as_bytes(), InputKind::Bytes).and_then(CertificateInput::into_client);
        let client = client.expect("one client's");
        assert_eq!(client.leaf, leaf);
        let cas: Vec<_> = order.iter().filter(|der| **der != leaf).cloned().collect();
        assert_eq!(client.chain, cas);
        let clients = CertificateInput::read(text.as_bytes(), InputKind::Text).expect("PEM").into_clients();
        assert_eq!(clients, [client]);
    }
}

#[test]
fn several_clients_are_an_error_where_one_is_wanted() {
    let text = [sample("client.pem"), sample("ca.pem"), sample("client-expired.pem")].concat();
    let read = || CertificateInput::read(&text, InputKind::Bytes).expect("PEM");
    assert_eq!(read().count(), 3);
    assert!(matches!(read().into_client(), Err(InputError::Several { count: 3, .. })));
    let clients = read().into_clients();
    let leaves: Vec<_> = clients.iter().map(|client| client.leaf.to_vec()).collect();
    assert_eq!(leaves, ["client.pem", "ca.pem", "client-expired.pem"].map(der));
    assert!(clients.iter().all(|client| client.chain.is_empty()));
}

#[test]
fn the_issuing_ca_is_the_one_below_and_never_the_root() {
    let (root, issuing, leaf) = (der("ca.pem"), der("intermediate.pem"), der("client-via-intermediate.pem"));
    for order in orders([root.clone(), issuing.clone(), leaf.clone()]) {
        assert_eq!(issuing_ca(&order), order.iter().position(|der| *der == issuing));
    }
    assert_eq!(issuing_ca(&[&root, &issuing]), Some(1));
    assert_eq!(issuing_ca(&[&issuing, &root]), Some(0));
    // The root itself issued this one.
    assert_eq!(issuing_ca(&[&issuing, &root, &der("client.pem")]), Some(1));
    // Nothing tells which one is meant.
    assert_eq!(issuing_ca(&[&root, &der("other-ca.pem")]), None);
    assert_eq!(issuing_ca(&[&leaf, &root]), None);
    assert_eq!(issuing_ca(&[b"".as_slice(), b"\x30\x00"]), None);
    assert_eq!(issuing_ca(&[] as &[&[u8]]), None);
}

#[test]
fn the_lines_of_a_certificate_are_between_its_boundaries() {
    for end in ["\n", "\r\n"] {
        let text = String::from_utf8(sample("two-cas.pem")).expect("text").replace('\n', end);
        let lines: Vec<_> = text.split(end).collect();
        let found = pem::certificate_lines(text.as_bytes()).expect("two certificates");
        let apart: Vec<_> = found.iter().map(|(first, last)| lines[first - 1..*last].join("\n")).collect();
        let whole: Vec<_> = apart.iter().map(|text| certificate_der(text.as_bytes()).expect("one")).collect();
        assert_eq!(whole, pem::certificates(text.as_bytes()).expect("two"));
        assert!(
            apart.iter().all(|text| text.starts_with("-----BEGIN") && text.ends_with("END CERTIFICATE-----"))
        );
    }
}

#[test]
fn a_private_key_beside_a_certificate_is_only_noticed() {
    let key = "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n";
    let alone = sample("client.pem");
    let both = [key.as_bytes(), &alone].concat();
    let read = |bytes| CertificateInput::read(bytes, InputKind::Bytes).expect("a certificate");
    assert!(read(&both).has_private_key() && !read(&alone).has_private_key());
    assert_eq!(read(&both).into_client(), read(&alone).into_client());
    // The person who uploads a CA learns that the key came with it.
    assert_eq!(pem::single_certificate(&both).expect_err("a key").code(), "private_key_found");
}

/// A field is read by its own rules, which know no name before it.
#[test]
fn a_whole_header_line_is_input_and_no_value_of_the_field() {
    let line = format!("Client-Cert: {}", ClientCert::encode(&der("client.pem")));
    assert_eq!(certificate_der(line.as_bytes()).as_deref(), Ok(&*der("client.pem")));
    assert!(ClientCert::decode(line.as_bytes()).is_err());
    for other in ["Client-Cert-Chain: :MAA=:", "Client-Cert: MAA=", "X-Client-Cert: :MAA=:"] {
        assert_eq!(
            certificate_der(other.as_bytes()).map_err(|error| error.code()),
            Err("malformed"),
            "{other}"
        );
    }
}

#[test]
fn what_is_too_large_says_so_and_the_rest_is_malformed() {
    let reason =
        |bytes: &[u8]| CertificateInput::read(bytes, InputKind::Bytes).expect_err("no certificate").reason();
    let large = [sample("client.pem"), vec![b'\n'; 1 << 20]].concat();
    assert_eq!(reason(&large), Reason::TooLarge);
    assert_eq!(reason(format!(":{}:", "A".repeat(1 << 20)).as_bytes()), Reason::TooLarge);
    assert_eq!(reason(b"hello"), Reason::Malformed);
}

#[test]
fn version_1_with_the_serial_number_0_is_not_a_request() {
    // The version of a request, then its subject; the serial number of a certificate, then its algorithm.
    let request = b"\x30\x82\x01\x00\x30\x81\xA0\x02\x01\x00\x30\x10\x31\x0E\x30\x0C";
    let certificate = b"\x30\x82\x01\x00\x30\x81\xA0\x02\x01\x00\x30\x0A\x06\x08\x2A\x86";
    assert_eq!(LooksLike::of(request), LooksLike::CertificateRequest);
    assert_eq!(LooksLike::of(certificate), LooksLike::Der);
    assert_eq!(input::form(certificate), input::Form::Der);
}

#[test]
fn the_values_of_proxies_are_recognised() {
    for (text, expected) in [
        ("Hash=ab;Cert=\"-----BEGIN%20CERTIFICATE-----%0A\"", LooksLike::Xfcc),
        ("by=spiffe://a;cert=x", LooksLike::Xfcc),
        ("Hash=ab;Subject=\"CN=a\"", LooksLike::Unknown),
        ("-----BEGIN%20CERTIFICATE-----%0A", LooksLike::PercentEncodedPem),
        ("MIIB%2Bw%3D%3D", LooksLike::EscapedBase64),
        ("MIIB%2Bw%3D%3D,MIIB", LooksLike::EscapedBase64),
        ("MIIBWw==,MIIB", LooksLike::Unknown),
        ("MIIB\nMIIB\n", LooksLike::BareBase64),
        ("MIIB is no base64, and 100% text", LooksLike::Unknown),
        ("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==", LooksLike::PemInBase64),
        ("Client-Cert: :MAA=:", LooksLike::ClientCert),
    ] {
        assert_eq!(LooksLike::of(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn the_name_of_a_file_is_recognised() {
    for (text, expected) in [
        ("client.pem", LooksLike::FileName),
        ("C:\\my certificates\\CLIENT.CRT", LooksLike::FileName),
        ("/run/secrets/client-cert", LooksLike::FileName),
        ("../client", LooksLike::FileName),
        ("client.pem\nother.pem", LooksLike::Unknown),
        ("the client", LooksLike::Unknown),
        ("/9j/4AAQSkZJRgABAQAAAQABAAD", LooksLike::Unknown),
    ] {
        assert_eq!(LooksLike::of(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn forms_have_names_of_their_own() {
    let names = [input::Form::Pem, input::Form::Der, input::Form::ClientCert].map(|form| form.to_string());
    assert_eq!(names, ["PEM", "DER", "RFC 9440"]);
}
