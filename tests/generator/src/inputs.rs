//! Writes the cases of input in other forms than DER as `tests/vectors/inputs.json`: one case a line.

use issuedby::input::{CertificateInput, InputKind};
use issuedby::{CaCertificate, CaSet, Verifier, check_time};
use serde_json::{Value, json};

use crate::authority;
use crate::case::{NOW, fingerprint};
use crate::der;
use crate::file::GeneratedFile;
use crate::key;
use crate::name::Name;
use crate::pem;

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// Tells whether the input comes as bytes or as a text, in languages that tell them apart.
#[derive(Clone, Copy, PartialEq)]
enum As {
    Bytes,
    Text,
}

/// The expected result, declared by hand.
enum Expect {
    /// This certificate, and these beside it.
    Client(Vec<u8>, Vec<Vec<u8>>),
    /// An error with this code.
    Error(&'static str),
}

struct Case {
    id: &'static str,
    description: &'static str,
    input: Vec<u8>,
    given: As,
    expect: Expect,
}

/// The vector file.
pub fn file() -> GeneratedFile {
    let ca = authority::example().der;
    let lines: Vec<_> = cases().iter().map(|case| case.to_json(&ca).to_string()).collect();
    let text = format!(
        "{{\"format\":{FORMAT},\"count\":{},\"ca\":\"{}\",\"now\":{},\"cases\":[\n{}\n]}}\n",
        lines.len(),
        pem::base64(&ca),
        NOW.0,
        lines.join(",\n")
    );
    GeneratedFile::new("tests/vectors/inputs.json", text)
}

impl Case {
    fn to_json(&self, ca: &[u8]) -> Value {
        let given = if self.given == As::Text { InputKind::Text } else { InputKind::Bytes };
        let expect = match &self.expect {
            Expect::Client(leaf, chain) => json!({
                "certificate": fingerprint(leaf),
                "chain": chain.iter().map(|der| fingerprint(der)).collect::<Vec<_>>(),
            }),
            Expect::Error(code) => json!({ "error": code }),
        };
        let error = CertificateInput::read(&self.input, given).and_then(CertificateInput::into_client).err();
        let ca = CaCertificate::from_der(ca).expect("the CA loads");
        let verifier = Verifier::new(CaSet::new([ca]).expect("a key that is supported"));
        let verdict = verifier.evaluate_input(Some((&self.input, given)), check_time(NOW.0), &[]);
        json!({
            "id": self.id,
            "description": self.description,
            "input": pem::base64(&self.input),
            "given": if self.given == As::Text { "text" } else { "bytes" },
            "expect": expect,
            "message": error.as_ref().map(ToString::to_string),
            "remedy": verdict.remedy(),
            "verdict": verdict.to_json(),
        })
    }
}

fn bytes(id: &'static str, description: &'static str, input: impl Into<Vec<u8>>, expect: Expect) -> Case {
    Case { id, description, input: input.into(), given: As::Bytes, expect }
}

fn cases() -> Vec<Case> {
    let mut cases = read();
    cases.extend(several());
    cases.extend(other_things());
    cases.extend(damaged());
    cases.extend(as_text());
    cases
}

fn client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client())
}

fn other_client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client().with(|client| client.subject = Name::example("client-2")))
}

fn client_key() -> String {
    pem::block("PRIVATE KEY", &pem::decode(include_str!("../keys/p256-client.pem")))
}

fn client_alone() -> Expect {
    Expect::Client(client(), Vec::new())
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
        bytes(
            "several/clients",
            "the certificates of two clients",
            text(&[&first, &second]),
            Expect::Error("several_certificates"),
        ),
        bytes(
            "several/clients-with-ca",
            "two clients and a CA",
            text(&[&first, &root, &second]),
            Expect::Error("several_certificates"),
        ),
        bytes(
            "several/cas",
            "two CAs",
            text(&[&root, &intermediate.der]),
            Expect::Error("several_certificates"),
        ),
    ]
}

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

fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'-' => "-".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

fn other_things() -> Vec<Case> {
    let text = pem::certificate(&client());
    let base64 = pem::base64(&client());
    let malformed = || Expect::Error("malformed");
    let escaped = percent_encoded(&text);
    vec![
        bytes(
            "other/request",
            "a certificate request",
            pem::block("CERTIFICATE REQUEST", &request()),
            Expect::Error("no_certificate"),
        ),
        bytes("other/request-der", "a certificate request in DER", request(), malformed()),
        bytes("other/pkcs7", "PKCS #7", pem::block("PKCS7", &pkcs7()), Expect::Error("pkcs7")),
        bytes("other/pkcs7-der", "PKCS #7 in DER", pkcs7(), malformed()),
        bytes(
            "other/pkcs7-in-certificate",
            "PKCS #7 between the lines of a certificate, as AD CS hands it out",
            pem::block("CERTIFICATE", &pkcs7()),
            Expect::Error("pkcs7_in_certificate"),
        ),
        bytes("other/key", "a private key alone", client_key(), Expect::Error("private_key_found")),
        bytes("other/key-der", "a private key in DER", pem::decode(&client_key()), malformed()),
        bytes("other/percent-encoded", "$ssl_client_escaped_cert of nginx", escaped.clone(), malformed()),
        bytes("other/base64", "base64 with nothing around it", base64.clone(), malformed()),
        bytes("other/base64-of-pem", "a Secret of Kubernetes", pem::base64(text.as_bytes()), malformed()),
        bytes(
            "other/traefik",
            "X-Forwarded-Tls-Client-Cert of Traefik 3, with two certificates",
            format!("{base64},{base64}"),
            malformed(),
        ),
        bytes(
            "other/traefik-escaped",
            "X-Forwarded-Tls-Client-Cert of Traefik 2",
            percent_encoded(&base64),
            malformed(),
        ),
        bytes(
            "other/xfcc",
            "x-forwarded-client-cert of Envoy",
            format!("By=spiffe://example/edge;Hash=00;Cert=\"{escaped}\";Subject=\"CN=client-1\""),
            malformed(),
        ),
        bytes("other/text", "a text", "hello, world\n", malformed()),
        bytes("other/blanks", "blanks alone", " \n", malformed()),
    ]
}

fn damaged() -> Vec<Case> {
    let text = pem::certificate(&client());
    let boundary = || Expect::Error("bad_boundary");
    vec![
        bytes("damaged/blanks", "blanks in place of line breaks", text.replace('\n', " "), boundary()),
        bytes("damaged/no-line-breaks", "no line breaks", text.replace('\n', ""), boundary()),
        bytes("damaged/escaped", "line breaks as `\\n`", text.replace('\n', "\\n"), boundary()),
        bytes("damaged/indented", "two blanks before each line", text.replace("\n", "\n  "), boundary()),
        bytes(
            "damaged/cut",
            "without its last line",
            text.replace("-----END CERTIFICATE-----\n", ""),
            Expect::Error("missing_end"),
        ),
        bytes("damaged/base64", "with a character that is not base64", text.replacen("MII", "M!I", 1), {
            Expect::Error("bad_base64")
        }),
        bytes("damaged/client-cert", "a field value without its end", ":MIIB", {
            Expect::Error("unterminated_byte_sequence")
        }),
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
        text(
            "text/digit",
            "a text that begins as DER does",
            "0\u{1}a".to_owned(),
            Expect::Error("malformed"),
        ),
        text("text/other", "another text", "hello".to_owned(), Expect::Error("malformed")),
    ]
}
