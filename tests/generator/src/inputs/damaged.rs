//! Damaged PEM text: each damage has a cause and a command of its own.

use super::{Case, client, client_key, refused};
use crate::pem;

pub(super) fn cases() -> Vec<Case> {
    [boundaries(), lines_lost(), bodies(), beside_other_text()].into_iter().flatten().collect()
}

fn text() -> String {
    pem::certificate(&client())
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----\n";
const END: &str = "-----END CERTIFICATE-----\n";

/// Damage to the BEGIN and END lines.
fn boundaries() -> Vec<Case> {
    let typography: &[&str] = &["typographic dashes or blanks", "sed -E 's/^.*(BEGIN|END).*CERTIFICATE.*$/"];
    let hyphens: &[&str] =
        &["more or fewer than five hyphens", "sed -E 's/^[^A-Z]*(BEGIN|END) CERTIFICATE[^A-Z]*$/"];
    let doubled: &[&str] = &["the same BEGIN or END line twice", "awk 'NF && !(/^-----/ && $0 == last)"];
    vec![
        refused(
            "damaged/en-dashes",
            "en dashes in place of pairs of hyphens",
            text().replace("-----", "\u{2013}\u{2013}-"),
            "malformed",
            typography,
        ),
        refused(
            "damaged/em-dash",
            "em dashes after a hyphen",
            text().replace("-----", "-\u{2014}\u{2014}"),
            "malformed",
            typography,
        ),
        refused(
            "damaged/minus",
            "U+2212 for each hyphen",
            text().replace('-', "\u{2212}"),
            "malformed",
            typography,
        ),
        refused(
            "damaged/non-breaking-hyphen",
            "U+2011 for each hyphen, at the end alone",
            text().replace("-----END", "\u{2011}\u{2011}\u{2011}\u{2011}\u{2011}END"),
            "missing_end",
            typography,
        ),
        refused(
            "damaged/dash-after-label",
            "an em dash after the label",
            text().replace("CERTIFICATE-----", "CERTIFICATE---\u{2014}"),
            "bad_boundary",
            typography,
        ),
        refused(
            "damaged/no-break-space-in-begin",
            "a no-break space before the label",
            text().replace("BEGIN ", "BEGIN\u{A0}"),
            "malformed",
            typography,
        ),
        refused(
            "damaged/four-hyphens",
            "four hyphens before each word",
            text().replace("-----B", "----B").replace("-----E", "----E"),
            "malformed",
            hyphens,
        ),
        refused(
            "damaged/six-hyphens",
            "six hyphens after a label",
            text().replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE------"),
            "bad_boundary",
            hyphens,
        ),
        refused(
            "damaged/begin-twice",
            "the BEGIN line twice",
            format!("{BEGIN}{}", text()),
            "missing_end",
            doubled,
        ),
        refused(
            "damaged/end-twice",
            "the END line twice",
            format!("{}\n{END}", text()),
            "missing_begin",
            doubled,
        ),
        refused(
            "damaged/labels",
            "another label at the end",
            text().replace("END CERTIFICATE", "END CERT"),
            "label_mismatch",
            &["found `-----END CERT-----` on line 12", "sed 's/^-----END .*$/-----END CERTIFICATE-----/'"],
        ),
    ]
}

/// Text that was cut off.
fn lines_lost() -> Vec<Case> {
    let half: String = text().lines().take(6).map(|line| format!("{line}\n")).collect();
    vec![
        refused(
            "damaged/cut",
            "without its last line",
            text().replace(END, ""),
            "missing_end",
            &[
                "expected `-----END CERTIFICATE-----`",
                "printf '\\n%s\\n' '-----END CERTIFICATE-----' | cat FILE -",
            ],
        ),
        refused(
            "damaged/half",
            "its first half",
            half.clone(),
            "missing_end",
            &[
                "expected `-----END CERTIFICATE-----`",
                "the certificate is cut off, and its END line",
                "ORIGINAL",
            ],
        ),
        refused(
            "damaged/half-with-end",
            "its first half, and the END line",
            format!("{}A\n{END}", half),
            "bad_base64",
            &["an incomplete last group on line 7", "ORIGINAL"],
        ),
        refused(
            "damaged/no-begin",
            "without its first line",
            text().replace(BEGIN, ""),
            "malformed",
            &["no BEGIN line before them", "printf '%s\\n' '-----BEGIN CERTIFICATE-----' | cat - FILE"],
        ),
        refused(
            "damaged/empty",
            "the BEGIN and END lines alone",
            format!("{BEGIN}{END}"),
            "empty_block",
            &["an empty block", "openssl x509 -in ORIGINAL -out FILE.pem"],
        ),
        refused(
            "damaged/client-cert",
            "a field value without its end",
            ":MIIB",
            "unterminated_byte_sequence",
            &["a closing `:`", "the value was cut"],
        ),
    ]
}

/// Damage to the base64.
fn bodies() -> Vec<Case> {
    let blanks: &[&str] = &["U+00A0 (a blank) on line 2, character 4", "tr -cd '\\n -~' < FILE > FILE.pem"];
    let quoted_printable = text().replace('=', "=3D");
    let quoted_printable = match quoted_printable == text() {
        // The padding is what is written otherwise.
        true => text().replace(END, &format!("=3D\n{END}")),
        false => quoted_printable,
    };
    vec![
        refused(
            "damaged/base64",
            "with a character that is not base64",
            text().replacen("MII", "M!I", 1),
            "bad_base64",
            &["found `!` on line 2, character 2", "openssl x509 -in ORIGINAL -out FILE.pem"],
        ),
        refused(
            "damaged/no-break-space",
            "a no-break space in the base64",
            text().replacen("MII", "MII\u{A0}", 1),
            "bad_base64",
            blanks,
        ),
        refused(
            "damaged/no-width",
            "a blank of no width in the base64",
            text().replacen("MII", "MII\u{200B}", 1),
            "bad_base64",
            &["U+200B (a blank) on line 2, character 4", "tr -cd '\\n -~' < FILE > FILE.pem"],
        ),
        refused(
            "damaged/base64url",
            "the alphabet for URLs",
            text().replacen("MII", "MI_", 1),
            "bad_base64",
            &["found `_` on line 2", "base64url", "y|-_|+/|"],
        ),
        refused(
            "damaged/quoted-printable",
            "as mails write it",
            quoted_printable,
            "bad_base64",
            &["found `=`", "quoted-printable", "quopri.decode"],
        ),
        refused(
            "damaged/headers",
            "headers before the base64",
            text().replace(BEGIN, &format!("{BEGIN}Proc-Type: 4\n")),
            "encapsulated_headers",
            &["a header on line 2", "sed '/^[A-Za-z-]*:/d' FILE > FILE.pem"],
        ),
    ]
}

/// Damage that is read where the text has nothing else in it, and named where it has.
fn beside_other_text() -> Vec<Case> {
    let beside = |text: String| format!("subject=CN=client-1\n{text}");
    vec![
        refused(
            "damaged/blanks",
            "blanks in place of line breaks",
            beside(text().replace('\n', " ")),
            "bad_boundary",
            &["without a line break after it on line 2", "python3 -c"],
        ),
        refused(
            "damaged/escaped",
            "line breaks as `\\n`",
            beside(text().replace('\n', "\\n")),
            "bad_boundary",
            &["line breaks that are written as `\\n` on line 2", "printf '%b\\n'"],
        ),
        refused(
            "damaged/indented",
            "two blanks before each line, as in YAML",
            format!("tls.crt: |\n  {}", text().replace('\n', "\n  ")),
            "bad_boundary",
            &["an indented BEGIN or END line on line 2", "sed 's/^[[:space:]]*//' FILE > FILE.pem"],
        ),
        refused(
            "damaged/run-together",
            "a block and a key without a line break between them",
            beside(format!("{}{}", text().trim_end(), client_key())),
            "bad_boundary",
            &["two blocks without a line break between them on line 13", "awk '{ gsub(/----------/"],
        ),
        refused(
            "damaged/blank-in-base64",
            "a blank inside the base64",
            beside(text().replacen("MII", "MI I", 1)),
            "bad_base64",
            &["found a space on line 3, character 3", "sed '/^-----/!s/[[:space:]]//g' FILE > FILE.pem"],
        ),
        refused(
            "damaged/mail",
            "quoted in a mail",
            format!("> {}", text().trim_end().replace('\n', "\n> ")),
            "not_pem",
            &["as mails quote it", "sed 's/^[> ]*//' FILE > FILE.pem"],
        ),
        refused(
            "damaged/beside",
            "after a word on the same line",
            format!("cert: {}", text().replace(END, "")),
            "not_pem",
            &["beside other text", "stand alone"],
        ),
    ]
}
