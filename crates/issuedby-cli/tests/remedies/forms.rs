//! Files in another form: the command in the remedy makes one that is accepted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::commands::{Commands, commands_in};
use super::pki::{Pki, quoted};

pub(super) const COUNT: usize = 124;

/// The most remedies that are followed one after the other: PKCS #7 with a chain is converted, then a CA is chosen.
const STEPS: usize = 2;

/// Runs every form through `verify`, as a client's and as a CA's file; gives how many there were.
pub(super) fn run(pki: &Pki, commands: &mut Commands) -> usize {
    let mut count = 0;
    for (name, bytes) in of(pki, "client-1") {
        follow(pki, commands, &format!("client {name}"), &bytes, "verify --ca CA.pem");
        count += 1;
    }
    for (name, bytes) in of(pki, "CA") {
        follow(pki, commands, &format!("ca {name}"), &bytes, "verify client-1.pem --ca");
        count += 1;
    }
    count
}

/// Asks, pastes the command that the remedy has, and asks again about what that wrote.
#[track_caller]
pub(super) fn follow(pki: &Pki, commands: &mut Commands, case: &str, bytes: &[u8], ask: &str) {
    let mut path = pki.place(case, bytes);
    for _ in 0..STEPS {
        let refused = pki.issuedby(&format!("{ask} {}", quoted(&path))).fails();
        let said = format!("{}{}", refused.out, refused.err);
        let remedies = said.lines().filter_map(|line| {
            line.strip_prefix("remedy").or_else(|| line.strip_prefix("help: ")).map(str::trim_start)
        });
        let command = remedies.flat_map(commands_in).next();
        let command = command.unwrap_or_else(|| panic!("{case}: no command in\n{said}"));
        assert!(!command.contains("FILE"), "{case}: {command}");
        let before = pki.beside(&path);
        commands.paste(pki, &command).succeeds();
        let written = pki.written(&path, &before);
        let [written] = written.as_slice() else { panic!("{case}: {command} wrote {written:?}") };
        path.clone_from(written);
        if pki.issuedby(&format!("{ask} {}", quoted(&path))).succeeded {
            return;
        }
    }
    panic!("{case}: still refused: {}", pki.issuedby(&format!("{ask} {}", quoted(&path))).succeeds().out);
}

/// A certificate in every form that is refused, each with a command that makes it one that is accepted.
fn of(pki: &Pki, name: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (text, der) =
        (pki.text(&format!("{name}.pem")), pki.read(if name == "CA" { "ca.der" } else { "client-1.der" }));
    let base64 = STANDARD.encode(&der);
    let escaped = percent_encoded(&text);
    let utf16 =
        |order: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
    let begin = "-----BEGIN CERTIFICATE-----\n";
    let beside = |text: &str| format!("subject=/CN=a\n{text}").into_bytes();
    let pkcs7 = pki.text(&format!("{name}.p7b"));
    let mut forms: Vec<(&'static str, Vec<u8>)> = vec![
        ("request", pki.read(&format!("{name}.csr"))),
        ("request in DER", pki.read(&format!("{name}.csr.der"))),
        ("pkcs7", pkcs7.clone().into_bytes()),
        ("pkcs7 in DER", pki.read(&format!("{name}.p7c"))),
        ("pkcs7 in a certificate", pkcs7.replace("PKCS7", "CERTIFICATE").into_bytes()),
        ("trusted certificate", pki.read(&format!("{name}.trusted"))),
        ("base64", base64.clone().into_bytes()),
        ("base64 in lines", base64.replace('/', "/\r\n").into_bytes()),
        (
            "base64 of PEM with an error",
            STANDARD.encode(text.replace(begin, &format!("{begin}Proc-Type: 4\n"))).into_bytes(),
        ),
        ("base64 twice", STANDARD.encode(STANDARD.encode(&text)).into_bytes()),
        ("percent-encoded in lines", escaped.replace("%0A", "%0A\n").into_bytes()),
        ("percent-encoded as a form", escaped.replace("%20", "+").into_bytes()),
        (
            "Secret",
            format!(
                "data:\n  ca.crt: {}\n  tls.crt: {}\n",
                STANDARD.encode(pki.text("root.pem")),
                STANDARD.encode(&text)
            )
            .into_bytes(),
        ),
        (
            "Secret in JSON",
            format!("{{\"data\":{{\"tls.crt\":\"{}\"}}}}", STANDARD.encode(&text)).into_bytes(),
        ),
        ("JSON", format!("{{\"a\":\"b\",\"c\":\"{}\"}}", text.replace('\n', "\\n")).into_bytes()),
        ("Traefik", format!("{base64},{base64}").into_bytes()),
        ("Traefik, escaped", percent_encoded(&base64).into_bytes()),
        // A subject is the client's own to choose.
        (
            "Envoy",
            format!("By=spiffe://a;Hash=00;Cert=\"{escaped}\";Subject=\"O=x\\\";Cert=\\\"y,CN=a\";URI=b")
                .into_bytes(),
        ),
        (
            "line of Envoy",
            format!("x-forwarded-client-cert: By=spiffe://a;Cert=\"{escaped}\"\n").into_bytes(),
        ),
        ("UTF-16 with a mark", utf16(u16::to_le_bytes, &format!("\u{FEFF}{text}"))),
        ("UTF-16LE", utf16(u16::to_le_bytes, &text)),
        ("UTF-16BE", utf16(u16::to_be_bytes, &text)),
        ("blanks for line breaks", beside(&text.replace('\n', " "))),
        ("no line breaks", beside(&text.replace('\n', ""))),
        ("escaped line breaks", beside(&text.replace('\n', "\\n"))),
        ("escaped inside base64", beside(&text.replacen("MII", "MII\\n", 1))),
        ("indented", format!("tls.crt: |\n  {}", text.replace('\n', "\n  ")).into_bytes()),
        (
            "run together",
            beside(&format!("{}-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n", text.trim_end())),
        ),
        ("blank in base64", beside(&text.replacen("MII", "M II", 1))),
        ("no-break spaces", text.replace("MII", "\u{A0}MII\u{A0}").into_bytes()),
        ("blanks of no width", text.replace("MII", "M\u{200B}II").into_bytes()),
        ("ideographic spaces", text.replace('\n', "\u{3000}\n").into_bytes()),
        ("base64url", text.replace('+', "-").replace('/', "_").into_bytes()),
        ("quoted-printable", text.replace('=', "=3D").replacen("MII", "M=49I=\n", 1).into_bytes()),
        ("quoted in a mail", format!("> {}", text.trim_end().replace('\n', "\n> ")).into_bytes()),
        (
            "quoted twice in a mail",
            format!("a wrote:\n>> {}", text.trim_end().replace('\n', "\n>> ")).into_bytes(),
        ),
        ("en dashes", text.replace("-----", "\u{2013}\u{2013}-").into_bytes()),
        ("em dashes", text.replace("-----", "\u{2014}\u{2014}\u{2010}").into_bytes()),
        ("minus signs", text.replace('-', "\u{2212}").into_bytes()),
        ("non-breaking hyphens at the end", text.replace("-----END", "\u{2011}----END").into_bytes()),
        (
            "dash after a label",
            text.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE----\u{2014}").into_bytes(),
        ),
        ("no-break space in a boundary", text.replace("BEGIN ", "BEGIN\u{A0}").into_bytes()),
        ("four hyphens", text.replace("-----", "----").into_bytes()),
        ("six hyphens", text.replace("-----", "------").into_bytes()),
        ("four hyphens at the end", text.replace("-----END", "----END").into_bytes()),
        ("cut boundary", text.replace("CERTIFICATE-----", "CERTIFICATE----").into_bytes()),
        ("BEGIN twice", text.replace(begin, &format!("{begin}\n{begin}")).into_bytes()),
        ("END twice", format!("{text}\n-----END CERTIFICATE-----\n").into_bytes()),
        ("another label", text.replace("END CERTIFICATE", "END CERT").into_bytes()),
        ("no END line", text.replace("-----END CERTIFICATE-----\n", "").into_bytes()),
        ("no BEGIN line", text.replace(begin, "").into_bytes()),
        ("text and no BEGIN line", text.replace(begin, "\n\n").into_bytes()),
        ("with headers", text.replace(begin, &format!("{begin}Proc-Type: 4\n")).into_bytes()),
    ];
    match name {
        "CA" => forms.extend([
            ("DER", der.clone()),
            ("RFC 9440", format!("\u{FEFF}:{base64}:\n").into_bytes()),
            ("line of RFC 9440", format!("Client-Cert: :{base64}:\r\n").into_bytes()),
            ("with a key", (text.clone() + &pki.text("CA.key")).into_bytes()),
            ("large", (text.clone() + &"\n".repeat(1 << 20)).into_bytes()),
        ]),
        // The original is the client's.
        _ => forms.extend([
            ("HTML", b"<!DOCTYPE html>\n<title>404</title>".to_vec()),
            ("JSON of an error", b"{\"error\":404}".to_vec()),
            ("DER after a header", [b"HTTP/1.1 200 OK\r\n\r\n", &der[..]].concat()),
            ("DER in text mode", in_text_mode(&der)),
            ("DER as UTF-8", der.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes()),
            ("DER read as text", String::from_utf8_lossy(&der).into_owned().into_bytes()),
            ("print-out", pki.shell("openssl x509 -in client-1.pem -noout -text").out.into_bytes()),
            ("pkcs12", pki.read("client-1.p12")),
            ("not base64", text.replacen("MII", "M!I", 1).into_bytes()),
            ("bad boundary", text.replace("CERTIFICATE-----", "CERTIFICATE--a-----").into_bytes()),
            ("half", text.lines().take(5).map(|line| format!("{line}\n")).collect::<String>().into_bytes()),
            (
                "empty block",
                text.lines()
                    .filter(|line| line.starts_with('-'))
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
                    .into_bytes(),
            ),
            ("quoted", format!("cert: \"{}\"", text.replace("-----END CERTIFICATE-----", "")).into_bytes()),
        ]),
    }
    forms
}

/// A file as FTP leaves it in text mode.
fn in_text_mode(der: &[u8]) -> Vec<u8> {
    der.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect()
}

fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'-' => "-".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}
