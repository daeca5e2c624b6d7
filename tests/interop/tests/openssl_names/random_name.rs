//! Names thought out at random, and what tells OpenSSL to encode them.

use std::fmt::Write;

use issuedby_test_support::Random;

/// A name, most general RDN first.
#[derive(Debug, Clone)]
pub(crate) struct RandomName {
    rdns: Vec<Vec<Attribute>>,
}

#[derive(Debug, Clone)]
struct Attribute {
    oid: &'static str,
    /// As `ASN1_generate_nconf(3)` reads it.
    value: String,
    fits_slash_form: bool,
}

impl RandomName {
    /// A name of one attribute.
    pub(crate) fn of_one(oid: &'static str, value: &str) -> Self {
        Self { rdns: vec![vec![Attribute { oid, value: value.to_owned(), fits_slash_form: false }]] }
    }

    /// True where the form with slashes holds all of the name: OpenSSL writes no backslash as two there, and the
    /// bytes of other encodings than UTF-8 as they are.
    pub(crate) fn fits_slash_form(&self) -> bool {
        self.rdns.iter().flatten().all(|attribute| attribute.fits_slash_form)
    }
}

/// The same names in every run.
pub(crate) fn random_names(count: usize) -> Vec<RandomName> {
    let mut random = Random::new(0x6a09_e667_f3bc_c908);
    (0..count).map(|_| name(&mut random)).collect()
}

/// A configuration file from which `openssl asn1parse -genconf` makes a SEQUENCE of names.
pub(crate) fn genconf(names: &[RandomName]) -> String {
    let mut top = String::from("asn1=SEQUENCE:names\n[names]\n");
    let mut sections = String::new();
    for (number, name) in names.iter().enumerate() {
        let _ = writeln!(top, "n{number}=SEQUENCE:n{number}");
        let mut rdns = format!("[n{number}]\n");
        for (position, rdn) in name.rdns.iter().enumerate() {
            let section = format!("n{number}r{position}");
            let _ = writeln!(rdns, "r{position}=SET:{section}");
            let mut attributes = format!("[{section}]\n");
            for (position, attribute) in rdn.iter().enumerate() {
                let section = format!("{section}a{position}");
                let _ = writeln!(attributes, "a{position}=SEQUENCE:{section}");
                let _ = writeln!(sections, "[{section}]\nt=OID:{}\nv={}", attribute.oid, attribute.value);
            }
            sections += &attributes;
        }
        sections += &rdns;
    }
    top + &sections
}

/// Types that OpenSSL has a short name for, and some without any.
const TYPES: &[&str] = &[
    "2.5.4.3",
    "2.5.4.3",
    "2.5.4.4",
    "2.5.4.5",
    "2.5.4.6",
    "2.5.4.7",
    "2.5.4.8",
    "2.5.4.9",
    "2.5.4.10",
    "2.5.4.11",
    "2.5.4.12",
    "2.5.4.13",
    "2.5.4.16",
    "2.5.4.20",
    "2.5.4.41",
    "2.5.4.42",
    "2.5.4.44",
    "2.5.4.45",
    "2.5.4.46",
    "2.5.4.97",
    "0.9.2342.19200300.100.1.1",
    "0.9.2342.19200300.100.1.3",
    "0.9.2342.19200300.100.1.25",
    "1.2.840.113549.1.9.1",
    "1.2.840.113549.1.9.2",
    "1.3.6.1.4.1.311.60.2.1.3",
    "1.2.643.3.131.1.1",
    "1.3.6.1.4.1.99999.1",
    "2.999.7",
    "2.25.340282366920938463463374607431768211455",
];

fn name(random: &mut Random) -> RandomName {
    let rdns = (0..random.below(5) + 1)
        .map(|_| {
            let attributes = if random.below(5) == 0 { random.below(3) + 2 } else { 1 };
            (0..attributes).map(|_| attribute(random)).collect()
        })
        .collect();
    RandomName { rdns }
}

fn attribute(random: &mut Random) -> Attribute {
    let oid = random.pick(TYPES);
    if random.below(24) == 0 {
        let value = random
            .pick(&[
                "FORMAT:HEX,BITSTR:a5",
                "BITSTR:",
                "IMPLICIT:16U,OCT:",
                "FORMAT:HEX,IMPLICIT:16U,OCT:0c0161020107",
            ])
            .to_owned();
        return Attribute { oid, value, fits_slash_form: false };
    }
    let string_type = &STRING_TYPES[random.below(STRING_TYPES.len())];
    let text = text(random, string_type.largest);
    let fits_slash_form = (string_type.modifier == "UTF8" || (string_type.is_eight_bit() && text.is_ascii()))
        && !text.contains('\\');
    Attribute { oid, value: string_type.value(&text), fits_slash_form }
}

/// A string type, and the option of OpenSSL that writes one.
struct StringType {
    tag: u8,
    modifier: &'static str,
    /// The last character that it holds, as far as OpenSSL reads it.
    largest: char,
    /// The characters that OpenSSL encodes on its own; other contents it takes as they are.
    encodes: fn(char) -> bool,
}

static STRING_TYPES: [StringType; 7] = [
    StringType { tag: 12, modifier: "UTF8", largest: char::MAX, encodes: char::is_alphanumeric },
    StringType { tag: 19, modifier: "PRINTABLE", largest: '\u{ff}', encodes: |c| c.is_ascii_alphanumeric() },
    StringType { tag: 20, modifier: "T61", largest: '\u{ff}', encodes: char::is_alphanumeric },
    StringType { tag: 22, modifier: "IA5", largest: '\u{ff}', encodes: |c| c.is_ascii_alphanumeric() },
    StringType { tag: 30, modifier: "BMP", largest: '\u{ffff}', encodes: char::is_alphanumeric },
    StringType { tag: 28, modifier: "UNIV", largest: char::MAX, encodes: char::is_alphanumeric },
    StringType { tag: 18, modifier: "NUMERIC", largest: '\u{ff}', encodes: |c| c.is_ascii_digit() },
];

impl StringType {
    fn is_eight_bit(&self) -> bool {
        self.largest == '\u{ff}'
    }

    fn value(&self, text: &str) -> String {
        if text.is_empty() {
            return format!("IMPLICIT:{}U,OCT:", self.tag);
        }
        if text.chars().all(self.encodes) {
            return format!("FORMAT:UTF8,{}:{text}", self.modifier);
        }
        let mut value = format!("FORMAT:HEX,IMPLICIT:{}U,OCT:", self.tag);
        for byte in text.chars().flat_map(|character| self.bytes(character)) {
            let _ = write!(value, "{byte:02x}");
        }
        value
    }

    fn bytes(&self, character: char) -> Vec<u8> {
        let number = u32::from(character).to_be_bytes();
        match self.tag {
            12 => character.encode_utf8(&mut [0; 4]).as_bytes().to_vec(),
            28 => number.to_vec(),
            30 => number[2..].to_vec(),
            _ => number[3..].to_vec(),
        }
    }
}

/// Characters of every kind that is escaped somewhere, up to `largest`. Never `#` alone, which OpenSSL prints bare.
fn text(random: &mut Random, largest: char) -> String {
    let plain = random.below(4) == 0;
    let mut text = String::new();
    for position in 0..random.below(10) {
        let characters = match random.below(if plain { 4 } else { 10 }) {
            0 => "0123456789",
            1..4 => "abcxyzABCXYZ",
            4 => "   #",
            5 => ",+\"\\<>;=#/'",
            6 => "\0\t\n\r\u{b}\u{1b}\u{7f}",
            7 => "\u{e9}\u{fc}\u{df}\u{85}\u{a0}\u{ad}",
            8 => "\u{65e5}\u{3b1}\u{200f}\u{202e}\u{2028}\u{feff}\u{fffd}",
            _ => "\u{1f510}\u{10437}\u{e0041}\u{10ffff}",
        };
        let mut fitting = characters.chars().filter(|character| *character <= largest);
        let index = random.below(characters.chars().count());
        let character = fitting.nth(index).unwrap_or(if position % 2 == 0 { ' ' } else { '#' });
        text.push(character);
    }
    if text == "#" { String::from("##") } else { text }
}
