//! Random texts, read here and by the executable reference of the specification.

mod specification_word;

mod executable_reference;

use executable_reference::hex;
use issuedby::DistinguishedName;
use issuedby_test_support::{Random, report_cases};
use specification_word::specification_word;

const CASES: usize = 40_000;

/// Form, print and normal form.
const ANSWER: &str =
    "(lambda name: (name.form, name.to_ascii(), name.normalized().hex()))(ref.Name.parse(given))";

#[test]
fn random_texts_are_read_as_the_reference_reads_them() {
    const SUITE: &str = "name/text-reference";
    let texts = random_texts();
    let Some(answers) = executable_reference::ask(SUITE, &texts, ANSWER) else { return };
    let (mut run, mut accepted) = (0, 0);
    for (text, reference) in texts.iter().zip(&answers) {
        let ours = match DistinguishedName::parse(text) {
            Ok(parsed) => {
                accepted += 1;
                format!("{}\t{}\t{}", parsed.form(), parsed.name(), hex(parsed.name().normalized()))
            }
            Err(error) => format!("{}\t{}", specification_word(error.kind().code()), error.offset()),
        };
        assert_eq!(&ours, reference, "{:?}", String::from_utf8_lossy(text));
        run += 1;
    }
    assert!((CASES / 4..CASES).contains(&accepted), "{accepted} of {CASES} texts were accepted");
    report_cases(SUITE, run, CASES);
}

/// The same texts in every run: pieces that are often a name, every third with one byte changed.
fn random_texts() -> Vec<Vec<u8>> {
    let mut random = Random::new(0x2545_f491_4f6c_dd1d);
    (0..CASES)
        .map(|case| {
            let mut text = match random.below(8) {
                0 => slash_form(&mut random),
                1 => rdns(&mut random, &["\n", "\r\n"]),
                2 => rdns(&mut random, &[",", ";", "\n", ""]),
                _ => rdns(&mut random, &[",", ", ", " ; ", ","]),
            }
            .into_bytes();
            if random.below(8) == 0 {
                text = [random.pick(&["subject=", "issuer = ", "subject=\t", "ISSUER="]).as_bytes(), &text]
                    .concat();
            }
            if case % 3 == 0 && !text.is_empty() {
                let at = random.below(text.len());
                text[at] = match random.below(3) {
                    0 => random.pick(&[",", "\"", "\\", "=", "#", "\n", "/", "+"]).as_bytes()[0],
                    1 => random.byte() & 0x7f,
                    _ => random.byte(),
                };
            }
            text
        })
        // A blank line, and a line break after a label, are passed over here and an error there.
        .map(|text| if has_blank_line(&text) || breaks_after_label(&text) { b"CN=a".to_vec() } else { text })
        .collect()
}

fn has_blank_line(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| matches!(byte, b'\n' | b'\r'));
    lines.any(|line| !line.is_empty() && line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x0b))
}

fn breaks_after_label(text: &[u8]) -> bool {
    let mut parts = text.splitn(2, |byte| *byte == b'=');
    let label = parts.next().unwrap_or_default().trim_ascii();
    let rest = parts.next().unwrap_or_default();
    let is_label = label.eq_ignore_ascii_case(b"subject") || label.eq_ignore_ascii_case(b"issuer");
    let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    is_label && next.is_some_and(|byte| matches!(byte, b'\n'..=b'\r'))
}

fn rdns(random: &mut Random, separators: &[&str]) -> String {
    let mut text = String::new();
    for position in 0..random.below(4) + 1 {
        if position > 0 {
            text.push_str(random.pick(separators));
        }
        text.push_str(&attribute(random));
        while random.below(5) == 0 {
            text.push_str(random.pick(&["+", " + "]));
            text.push_str(&attribute(random));
        }
    }
    text
}

fn attribute(random: &mut Random) -> String {
    let attribute_type = match random.below(16) {
        0 => random.pick(&["foo", "2.5.", "3.1", "C_N", ""]),
        _ => random.pick(&[
            "CN",
            "cn",
            "O",
            "OU",
            "commonName",
            "E",
            "UID",
            " C ",
            "S",
            "2.5.4.3",
            "OID.2.5.4.10",
            "oid.1.2.3",
            "2.25.340282366920938463463374607431768211455",
            "1.3.6.1.4.1.99999.1",
        ]),
    };
    let equals = if random.below(24) == 0 { "" } else { random.pick(&["=", "=", " = "]) };
    format!("{attribute_type}{equals}{}", value(random))
}

fn value(random: &mut Random) -> String {
    match random.below(10) {
        0 => random
            .pick(&[
                "#0c0161",
                "#0C0161",
                "#",
                "#0c01",
                "#1303",
                "#zz",
                "#04024869",
                "#0c02c328",
                "#1e040061d83d",
                "#1e0400610062",
                "#0c0161 ",
                "#2c030c0161",
                "#300d",
                "#a003020101",
            ])
            .to_owned(),
        1 => format!("\"{}\"", piece(random)),
        2 => format!(" {} ", piece(random)),
        _ => piece(random),
    }
}

fn piece(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(6) {
        text.push_str(match random.below(24) {
            0 => random.pick(&["\\E9", "\"\"", "<", "\\zz", ",", "+", "\\", "\""]),
            _ => random.pick(&[
                "a",
                "b",
                "Example",
                " ",
                "  ",
                "\\,",
                "\\+",
                "\\ ",
                "\\#",
                "\\\\",
                "\\\"",
                "\\C3\\A9",
                "\\0A",
                "\\00",
                "\u{e9}",
                "=",
                "#",
                "\u{1f510}",
                "\t",
                "\u{a0}",
                "CN=",
                "/CN=",
                "\\<",
            ]),
        });
    }
    text
}

fn slash_form(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(4) + 1 {
        text.push_str(random.pick(&["/", "/", "/", "+"]));
        text.push_str(random.pick(&["CN", "C", "O", "emailAddress", "1.2.3", "foo", "2.5"]));
        text.push_str(random.pick(&["=", "=", "=", " = ", ""]));
        for _ in 0..random.below(4) {
            text.push_str(random.pick(&[
                "a",
                "b c",
                "\\/",
                "\\+",
                "/",
                "+",
                "\\xC3\\xA9",
                "\\xE9",
                "\\",
                ",",
                "\"",
                "/foo=",
                "+foo=",
                "\\x4",
                " ",
            ]));
        }
    }
    match text.strip_prefix('+') {
        Some(rest) => format!("/{rest}"),
        None => text,
    }
}
