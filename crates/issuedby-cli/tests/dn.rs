//! `issuedby dn`: whether names match, why not, and the text by which they are compared.

mod common;

use common::*;
use issuedby::DistinguishedName;
use issuedby::limits::MAX_NAME_TEXT_SIZE;
use serde_json::{Value, json};

const CA: &str = "CN=example-ca,O=Example,C=US";

fn compare(expected: &str, found: &str) -> Run {
    issuedby(&["dn", "compare", expected, found])
}

/// The core's own comparison, as JSON.
fn core_s(expected: &str, found: &str) -> String {
    let name = |text: &str| DistinguishedName::parse(text).expect(text).into_name();
    name(expected).compare(&name(found)).to_json()
}

#[test]
fn every_level_has_its_exit_status_in_both_formats() {
    for (expected, found, level, status) in [
        (CA, CA, "identical", 0),
        (CA, "/C=US/O=Example/CN=example-ca", "identical", 0),
        (CA, "C = US\nO = Example\nCN = example-ca\n", "identical", 0),
        (CA, "issuer=cn=EXAMPLE-ca; o=\"Example\" , c=us", "equal", 0),
        ("CN=M\u{fc}ller", "CN=m\\C3\\BCLLER", "equal", 0),
        ("OU=a+CN=b,C=US", "CN=b+OU=a,C=US", "equal", 0),
        (CA, "C = US, O = Example, CN = example-ca", "reordered", 1),
        (CA, "O=Example,CN=example-ca,C=US", "reordered", 1),
        (CA, "CN=example-ca+O=Example,C=US", "regrouped", 1),
        (CA, "CN=other-ca,O=Example,C=US", "different", 1),
        ("CN=M\u{fc}ller", "CN=M\u{dc}LLER", "different", 1),
        ("", "CN=a", "different", 1),
        ("", "", "identical", 0),
    ] {
        let run = compare(expected, found).exits(status).stderr_is_empty();
        let first = run.out.lines().next().expect("a line");
        assert!(first.starts_with(&format!("{}  the names ", level.to_uppercase())), "{first}");
        let run = issuedby(&["dn", "compare", "--format=json", expected, found]).exits(status);
        let run = run.stderr_is_empty();
        // Behind the core's keys stand the forms in which the names were read.
        let core = core_s(expected, found);
        let forms = run.out.strip_prefix(core.trim_end_matches('}')).expect("what the core says");
        let form = |name: &str| DistinguishedName::parse(name).expect("a name").form();
        let expected_forms =
            format!(",\"expectedForm\":\"{}\",\"foundForm\":\"{}\"}}\n", form(expected), form(found));
        assert_eq!(forms, expected_forms);
        assert!(run.out.starts_with(&format!("{{\"level\":\"{level}\",\"matches\":{},", status == 0)));
    }
}

#[test]
fn differences_are_a_table_with_numbered_rdns() {
    let run = compare("CN=ca,OU=x,O=Example,C=US", "CN=ca2,O=Example,DC=org,C=US").exits(1);
    let rows: Vec<Vec<_>> = run.out.lines().map(|line| line.split_whitespace().collect()).collect();
    let title = rows.iter().position(|row| row.first() == Some(&"RDN")).expect("a table");
    assert_eq!(rows[title], ["RDN", "attribute", "expected", "found"]);
    assert_eq!(rows[title + 1], ["1", "CN", "ca", "ca2"]);
    assert!(rows.contains(&vec!["2", "OU", "x", "(none)"]), "{}", run.out);
    assert!(rows.contains(&vec!["3", "DC", "(none)", "org"]), "{}", run.out);
    let columns: Vec<_> =
        run.out.lines().skip(5).take(2).map(|line| line.find(['a', 'C']).expect("a column")).collect();
    assert_eq!(columns[0], columns[1], "{}", run.out);
    compare("SN=5", "serialNumber=5").exits(1).stdout_has("1    SN         5         serialNumber=5\n");
    compare("CN=,C=US", "CN=a,C=US").exits(1).stdout_has("(empty)");
}

#[test]
fn a_long_table_and_long_values_are_cut_for_people_alone() {
    let many = |letter: &str| vec![format!("OU={letter}"); 100].join(",");
    let run = compare(&many("a"), &many("b")).exits(1).stdout_has("and 76 more");
    assert!(run.out.lines().count() < 40, "{}", run.out);
    let long = format!("CN={}", "a".repeat(10_000));
    let run = compare(&long, "CN=b").exits(1).stdout_has("...");
    assert!(
        run.out.lines().filter(|line| line.starts_with("1 ")).all(|line| line.len() < 400),
        "{}",
        run.out
    );
    let run = issuedby(&["dn", "compare", "--format=json", &long, "CN=b"]).exits(1);
    assert!(run.out.len() > 10_000);
}

/// The output that OpenSSL gives without `-nameopt RFC2253` is in the opposite order.
#[test]
fn openssl_s_order_does_not_match_and_gives_what_to_paste() {
    for pasted in ["C = US, O = Example, CN = example-ca", "C=US, O=Example, CN=example-ca"] {
        let run = compare(pasted, CA).exits(1).stderr_is_empty();
        let to_paste = run.out.lines().find_map(|line| line.strip_prefix("to paste "));
        let to_paste = to_paste.expect("what to paste").trim_start().to_owned();
        assert_eq!(to_paste, CA);
        assert!(run.out.contains("\nlikely cause  "), "{}", run.out);
        compare(&to_paste, CA).exits(0);
        let json = issuedby(&["dn", "compare", "--format=json", pasted, CA]).exits(1).out;
        let json: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!((&json["hints"], &json["suggestion"]), (&json!(["reversed_order"]), &json!(CA)));
    }
    let run = compare("CN=example-ca+O=Example,C=US", CA).exits(1);
    assert!(run.stdout_has("\nto paste      CN=example-ca,O=Example,C=US\n").out.contains("REGROUPED"));
    let run = compare("CN=other,O=Example,C=US", CA).exits(1);
    assert!(!run.out.contains("to paste"), "{}", run.out);
}

/// Texts that are no names: the kind of the error, and the character that is wrong, from 1.
const UNREADABLE: [(&str, &str, usize); 21] = [
    ("CN=a,O=\"b,C=US", "unterminated_quote", 8),
    ("CN=ca\\", "bad_escape", 6),
    ("CN=a\\zb", "bad_escape", 5),
    ("CN=#040", "odd_hex", 4),
    ("CN=#04", "hex_not_der", 4),
    ("CN=#0C02a", "odd_hex", 4),
    ("CN=#xyz", "bad_hex_digit", 5),
    ("XX=a", "unknown_attribute_type", 1),
    ("CN=a,subject=b", "unknown_attribute_type", 6),
    ("CN=a,,O=b", "empty_attribute_type", 6),
    ("=a", "empty_attribute_type", 1),
    ("CN=a,", "trailing_separator", 5),
    ("CN=Example, Inc.,C=US", "missing_equals", 17),
    ("example-ca", "missing_equals", 11),
    ("CN=a\"b", "unescaped_special", 5),
    ("CN=<a>", "unescaped_special", 4),
    ("CN=\"a\"b", "trailing_after_quote", 7),
    ("2.05.4.3=a", "bad_oid", 1),
    ("CN=M\\FCller", "invalid_utf8_escape", 4),
    ("/CN=a/foo=b", "ambiguous_slash", 6),
    ("CN=M\u{fc}ller,\u{65e5}=1", "bad_attribute_type", 11),
];

#[test]
fn a_comparison_has_one_cause_with_the_character_and_one_text_to_paste() {
    let run = compare("issuer: CN=example\u{2013}ca,O=Example,C=US", CA).exits(1);
    let run = run
        .stdout_has(
            "\nlikely cause  the names look alike but have different characters: RDN 1, CN, character 8: ",
        )
        .stdout_has("U+2013 (an en dash)")
        .stdout_has(&format!("\nto paste      {CA}\n"));
    assert_eq!(run.out.matches("paste").count(), 1, "{}", run.out);
    // The sides are exchanged: nothing of the wrong side is offered.
    let run = compare(CA, "C=US,O=Example,CN=example-ca").exits(1);
    assert!(!run.stdout_has("write the expected name").out.contains("paste"));
    compare("CN=a,O=b\nCN=c,O=d", CA)
        .exits(2)
        .stderr_has("`CN=a,O=b` and `CN=c,O=d`")
        .stderr_has("(several_names)");
}

#[test]
fn what_cannot_be_read_exits_2_with_a_caret_below_the_character() {
    for (text, kind, character) in UNREADABLE {
        for format in ["--format=text", "--format=json"] {
            let run = issuedby(&["dn", "normalize", format, text]).exits(2);
            let run =
                run.stderr_has("error: A: found ").stderr_has(&format!("({kind})\n")).stderr_has("\nhelp: ");
            match format {
                "--format=json" => run.stdout_is_an_error(),
                _ => assert_eq!(run.out, "", "{text}"),
            }
            let lines: Vec<_> = run.err.lines().collect();
            assert_eq!(lines[1], format!("  | {text}"));
            let caret = lines[2].find('^').expect("a caret") - "  | ".len();
            assert_eq!(caret + 1, character, "{text}\n{}", run.err);
        }
        compare(text, CA).exits(2).stderr_has("error: A: ");
        let run = compare(CA, text).exits(2).stderr_has("error: B: ");
        assert_eq!(run.out, "");
    }
    // Both errors come at once.
    compare("XX=a", "CN=a,").exits(2).stderr_has("error: A: ").stderr_has("error: B: ");
}

#[test]
fn names_come_from_standard_input_too() {
    for (arguments, input) in [
        (["dn", "compare", CA, "-"], format!("issuer={CA}\n")),
        (["dn", "compare", "-", CA], "/C=US/O=Example/CN=example-ca\r\n".to_owned()),
        (["dn", "compare", "-", CA], "C = US\nO = Example\nCN = example-ca\n".to_owned()),
    ] {
        with_input(&arguments, input.as_bytes()).exits(0).stderr_is_empty();
    }
    with_input(&["dn", "compare", "-", CA], b"CN=b").exits(1);
    with_input(&["dn", "compare", CA, "-"], b"CN=b,").exits(2).stderr_has("error: B (standard input): ");
    let longest = format!("CN={}", "a".repeat(MAX_NAME_TEXT_SIZE - 3));
    with_input(&["dn", "normalize", "-"], longest.as_bytes()).exits(0);
    with_input(&["dn", "normalize", "-"], format!("{longest}a").as_bytes()).exits(2).stderr_has("(too_long)");
}

#[test]
fn whatever_comes_from_standard_input_is_a_name_or_an_error() {
    let mebibyte = 1 << 20;
    for (input, kind) in [
        (vec![b','; mebibyte], "too_long"),
        (vec![b','; 10_000], "empty_attribute_type"),
        (vec![0; mebibyte], "too_long"),
        (b"CN=a\0b".to_vec(), "nul_char"),
        (b"CN=M\xfcller".to_vec(), "invalid_utf8"),
        (b"CN=\xed\xa0\x80".to_vec(), "invalid_utf8"),
        (b"CN=a,".repeat(3_000), "trailing_separator"),
        (b"CN=a,".repeat(3_000)[..14_999].to_vec(), "too_many"),
        (der("client.pem"), "invalid_utf8"),
    ] {
        let run = with_input(&["dn", "normalize", "-"], &input).exits(2).stderr_has(&format!("({kind})\n"));
        assert!(run.err.lines().all(|line| line.chars().count() < 250), "{}", run.err);
        assert!(!run.err.contains(|c: char| c.is_control() && c != '\n'), "{:?}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_an_error_with_its_place() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let latin1 = OsStr::from_bytes(b"CN=M\xfcller");
    for arguments in [&["dn", "normalize"][..], &["dn", "compare", CA]] {
        run(program().args(arguments).arg(latin1), b"").exits(2).stderr_has("at character 5 (invalid_utf8)");
    }
    let verify = ["verify", "--ca", "ca.pem", "client.pem", "--cert-issuer-dn"];
    run(program().args(verify).arg(latin1), b"").exits(2).stderr_has("(invalid_utf8)");
}

#[test]
fn nothing_in_a_name_reaches_the_terminal_raw() {
    for text in
        ["CN=\u{1b}[31mred", "CN=a\r\u{7}b", "CN=\u{9b}31m", "CN=a\u{202e}\u{200b}b", "CN=a\u{1b}]0;x,"]
    {
        for arguments in [
            &["dn", "normalize", text][..],
            &["dn", "compare", text, "CN=b"],
            &["dn", "compare", "CN=b", text],
        ] {
            for format in ["--format=text", "--format=json"] {
                let run = issuedby(&[arguments, &[format]].concat());
                let shown = format!("{}{}", run.out, run.err);
                assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
                assert!(!shown.contains(['\u{202e}', '\u{200b}']), "{shown:?}");
            }
        }
    }
}

#[test]
fn a_file_in_place_of_a_name_names_the_command_for_its_names() {
    issuedby(&["dn", "normalize", "ca.pem"])
        .exits(2)
        .stderr_has("help: ")
        .stderr_has("issuedby inspect ca.pem\n");
    with_input(&["dn", "compare", CA, "-"], &sample("ca.pem")).exits(2).stderr_has("issuedby inspect -\n");
}

#[test]
fn equal_names_have_one_normalized_line_and_it_is_its_own() {
    let normalized = |text: &str| issuedby(&["dn", "normalize", text]).exits(0).out;
    let expected = "CN=example\\, inc.,O=m\\C3\\BCller+OU=x,C=us\n";
    for text in [
        "CN=Example\\, Inc.,O=M\u{fc}ller+OU=X,C=US",
        "cn = \" EXAMPLE,  Inc. \"; ou=x + o=M\\C3\\BCller; c=us",
        "CN=#0C0D4578616D706C652C20496E632E,OU=X+O=M\u{fc}ller,2.5.4.6=US",
        expected.trim_end(),
    ] {
        assert_eq!(normalized(text), expected, "{text}");
    }
    assert_ne!(normalized("CN=M\u{fc}ller"), normalized("CN=M\u{dc}ller"));
    assert_ne!(normalized("CN=a,C=US"), normalized("C=US,CN=a"));
}

#[test]
fn normalize_tells_a_program_how_the_name_was_read() {
    let run = issuedby(&["dn", "normalize", "--format=json", "CN=M\u{fc}ller  A,C=US"]).exits(0);
    let run = run.stderr_is_empty();
    assert!(run.out.is_ascii() && run.out.lines().count() == 1, "{}", run.out);
    let value: Value = serde_json::from_str(&run.out).expect("JSON");
    let keys: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["form", "dn", "utf8", "normalized", "normalForm"]);
    assert_eq!(value["form"], "comma");
    assert_eq!(value["dn"], "CN=M\\C3\\BCller  A,C=US");
    assert_eq!(value["utf8"], "CN=M\u{fc}ller  A,C=US");
    assert_eq!(value["normalized"], "CN=m\\C3\\BCller a,C=us");
    let normal_form = "0100020001035504060000000002757300010355040300000000096dc3bc6c6c65722061";
    assert_eq!(value["normalForm"], normal_form);
    for (text, form) in [("", "empty"), ("/CN=a", "slash"), ("CN=a\nO=b", "multiline"), ("CN=a", "comma")] {
        let run = issuedby(&["dn", "normalize", "--format=json", text]).exits(0);
        assert!(run.out.starts_with(&format!("{{\"form\":\"{form}\",")), "{}", run.out);
    }
}

#[test]
fn what_matters_about_a_name_is_a_warning_beside_the_one_line() {
    let run = issuedby(&["dn", "normalize", "/C=US/O=Example/CN=example-ca"]).exits(0);
    let run = run.stderr_has("warning: ").stderr_has(CA);
    assert_eq!(run.out, "CN=example-ca,O=example,C=us\n");
    let run = issuedby(&["dn", "normalize", ""]).exits(0).stderr_has("warning: the name is empty");
    assert_eq!(run.out, "\n");
    // The text alone does not show the order.
    issuedby(&["dn", "normalize", "C = US, O = Example, CN = example-ca"]).exits(0).stderr_is_empty();
}
