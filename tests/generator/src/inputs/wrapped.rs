//! PEM text inside another text, which is read where that text has one reading alone.

use super::{Case, Expect, bytes, client, client_alone, client_key, percent_encoded, refused};
use crate::authority;
use crate::pem;

pub(super) fn cases() -> Vec<Case> {
    [base64(), escaped(), percent(), white_space(), not_read()].into_iter().flatten().collect()
}

fn text() -> String {
    pem::certificate(&client())
}

/// Base64 in lines of so many characters.
fn in_lines(base64: &str, width: usize) -> String {
    let lines = base64.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned() + "\n");
    lines.collect()
}

fn base64() -> Vec<Case> {
    let base64 = pem::base64(text().as_bytes());
    let intermediate = authority::intermediate();
    let leaf = intermediate.issue(&intermediate.client());
    let chain = pem::certificate(&leaf) + &pem::certificate(&intermediate.der);
    vec![
        bytes(
            "wrapped/base64",
            "base64 of PEM, as in a Secret of Kubernetes",
            base64.clone(),
            client_alone(),
        ),
        bytes("wrapped/base64-64", "the same in lines of 64", in_lines(&base64, 64), client_alone()),
        bytes("wrapped/base64-76", "the same in lines of 76", in_lines(&base64, 76), client_alone()),
        bytes(
            "wrapped/base64-chain",
            "base64 of a certificate and the intermediate CA that issued it",
            pem::base64(chain.as_bytes()),
            Expect::Client(leaf, vec![intermediate.der]),
        ),
        bytes(
            "wrapped/base64-with-key",
            "base64 of a certificate and its private key, which is passed over as it is in PEM",
            pem::base64((text() + &client_key()).as_bytes()),
            client_alone(),
        ),
    ]
}

fn escaped() -> Vec<Case> {
    let escaped = text().replace('\n', "\\n");
    vec![
        bytes("wrapped/escaped", "line breaks as `\\n`, as in a variable", escaped.clone(), client_alone()),
        bytes("wrapped/json", "a JSON string", format!("\"{escaped}\"\n"), client_alone()),
        bytes(
            "wrapped/json-twice",
            "a JSON string that was written as one again",
            format!("\"{}\"", text().replace('\n', "\\\\n")),
            client_alone(),
        ),
        bytes(
            "wrapped/json-escapes",
            "a JSON string in which `+` and `/` are escaped too, as .NET and PHP do",
            format!("\"{}\"", escaped.replace('/', "\\/").replace('+', "\\u002B")),
            client_alone(),
        ),
    ]
}

fn percent() -> Vec<Case> {
    let every_byte: String = text().bytes().map(|byte| format!("%{byte:02x}")).collect();
    vec![
        bytes(
            "wrapped/percent",
            "$ssl_client_escaped_cert of nginx",
            percent_encoded(&text()),
            client_alone(),
        ),
        bytes(
            "wrapped/percent-alb",
            "X-Amzn-Mtls-Clientcert of an AWS load balancer, which leaves `+`, `=` and `/`",
            text().replace(' ', "%20").replace('\n', "%0A"),
            client_alone(),
        ),
        bytes("wrapped/percent-every-byte", "the hyphens too", every_byte, client_alone()),
    ]
}

fn white_space() -> Vec<Case> {
    let together = {
        let intermediate = authority::intermediate();
        let leaf = intermediate.issue(&intermediate.client());
        let text = format!("{}{}", pem::certificate(&leaf).trim_end(), pem::certificate(&intermediate.der));
        bytes(
            "wrapped/run-together",
            "two blocks without a line break between them",
            text,
            Expect::Client(leaf, vec![intermediate.der]),
        )
    };
    vec![
        bytes("wrapped/blanks", "blanks in place of line breaks", text().replace('\n', " "), client_alone()),
        bytes("wrapped/no-line-breaks", "no line breaks", text().replace('\n', ""), client_alone()),
        bytes(
            "wrapped/indented",
            "two blanks before each line",
            format!("  {}", text().replace('\n', "\n  ")),
            client_alone(),
        ),
        bytes(
            "wrapped/blanks-in-base64",
            "blanks inside the base64",
            text().replace("MII", "M I\tI"),
            client_alone(),
        ),
        bytes("wrapped/quotes", "quotes around it", format!("'{}'\n", text().trim_end()), client_alone()),
        together,
    ]
}

/// Wrappings of what is not read, or that have more than one reading.
fn not_read() -> Vec<Case> {
    let base64 = pem::base64(text().as_bytes());
    vec![
        refused(
            "wrapped/base64-of-key",
            "base64 of a private key alone",
            pem::base64(client_key().as_bytes()),
            "private_key_found",
            &["private key (`PRIVATE KEY`)", "consider the key exposed"],
        ),
        refused(
            "wrapped/base64-cut",
            "base64 of PEM that was cut off",
            base64.get(..400).expect("ASCII"),
            "malformed",
            &["base64 of PEM text", "tr -d '[:space:]' < FILE | base64 -d > FILE.pem"],
        ),
        refused(
            "wrapped/base64-twice",
            "base64 of base64 of PEM: one wrapping is taken off, and no more",
            pem::base64(base64.as_bytes()),
            "malformed",
            &["base64 of base64 of PEM text", "decode it twice"],
        ),
        refused(
            "wrapped/percent-form",
            "the encoding of HTML forms, in which `+` is a blank",
            percent_encoded(&text()).replace("%20", "+"),
            "malformed",
            &["percent-encoded PEM text", "unquote_plus"],
        ),
        refused(
            "wrapped/clients",
            "base64 of the certificates of two clients",
            pem::base64((text() + &pem::certificate(&super::forms::other_client())).as_bytes()),
            "several_certificates",
            &["2 certificates", "one client's"],
        ),
    ]
}
