//! Constraints, names and leaves, byte by byte; and what the core says to them.

use issuedby::{CaCertificate, CaSet, Verifier, check_time};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{element, extension, oid, sequence};
use issuedby_conformance::outcome::{Outcome, seconds};
use issuedby_conformance::template::{NOW, Template, extension_id};

pub(crate) const VIOLATED: &[&str] = &["name_constraints_violated"];
pub(crate) const UNSUPPORTED: &[&str] = &["name_constraints_unsupported"];
pub(crate) const MALFORMED: &[&str] = &["malformed"];
pub(crate) const ACCEPTED: &[&str] = &[];

pub(crate) const UTF8: u8 = 0x0c;
pub(crate) const IA5: u8 = 0x16;
pub(crate) const BMP: u8 = 0x1e;
pub(crate) const UNIVERSAL: u8 = 0x1c;
pub(crate) const TELETEX: u8 = 0x14;

pub(crate) const COMMON_NAME: &[u8] = &[0x55, 4, 3];
pub(crate) const ORGANIZATION: &[u8] = &[0x55, 4, 10];
pub(crate) const EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];
pub(crate) const SMTP_UTF8_MAILBOX: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 8, 9];

pub(crate) fn email(text: &str) -> Vec<u8> {
    element(0x81, text.as_bytes())
}

pub(crate) fn dns(text: &str) -> Vec<u8> {
    element(0x82, text.as_bytes())
}

pub(crate) fn uri(text: &str) -> Vec<u8> {
    element(0x86, text.as_bytes())
}

pub(crate) fn ip(bytes: &[u8]) -> Vec<u8> {
    element(0x87, bytes)
}

pub(crate) fn directory(name: &[u8]) -> Vec<u8> {
    element(0xa4, name)
}

/// An otherName of an SmtpUTF8Mailbox with these bytes after its type.
pub(crate) fn smtp_utf8(after: &[u8]) -> Vec<u8> {
    element(0xa0, &[oid(SMTP_UTF8_MAILBOX).as_slice(), after].concat())
}

pub(crate) fn smtp_utf8_text(text: &str) -> Vec<u8> {
    smtp_utf8(&element(0xa0, &element(UTF8, text.as_bytes())))
}

pub(crate) fn attribute(kind: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &element(tag, value)])
}

/// A Name of RDNs, each of attributes.
pub(crate) fn name(rdns: &[&[Vec<u8>]]) -> Vec<u8> {
    element(0x30, &rdns.iter().flat_map(|rdn| element(0x31, &rdn.concat())).collect::<Vec<u8>>())
}

pub(crate) fn client() -> Vec<u8> {
    name(&[&[attribute(COMMON_NAME, UTF8, b"client-1")]])
}

pub(crate) fn with_email(tag: u8, value: &[u8]) -> Vec<u8> {
    name(&[&[attribute(COMMON_NAME, UTF8, b"client-1")], &[attribute(EMAIL_ADDRESS, tag, value)]])
}

pub(crate) fn organization(tag: u8, value: &[u8]) -> Vec<u8> {
    name(&[&[attribute(ORGANIZATION, tag, value)], &[attribute(COMMON_NAME, UTF8, b"client-1")]])
}

pub(crate) fn base(value: &str) -> Vec<u8> {
    directory(&name(&[&[attribute(ORGANIZATION, UTF8, value.as_bytes())]]))
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

pub(crate) fn utf32(text: &str) -> Vec<u8> {
    text.chars().flat_map(|found| u32::from(found).to_be_bytes()).collect()
}

/// The value of nameConstraints: the subtrees as they are given, each without its SEQUENCE header.
pub(crate) fn constraints(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Vec<u8> {
    let list = |tag, subtrees: &[Vec<u8>]| match subtrees {
        [] => Vec::new(),
        some => element(tag, &some.iter().flat_map(|subtree| sequence(&[subtree])).collect::<Vec<u8>>()),
    };
    sequence(&[&list(0xa0, permitted), &list(0xa1, excluded)])
}

/// The CA, and what its leaves get.
pub(crate) struct Constrained {
    pub(crate) issuer: Issuer,
    pub(crate) ca: Vec<u8>,
}

impl Constrained {
    pub(crate) fn new(value: &[u8]) -> Self {
        Self::critical(value, true)
    }

    pub(crate) fn critical(value: &[u8], critical: bool) -> Self {
        let issuer = Issuer::new();
        let constraints = extension(extension_id::NAME_CONSTRAINTS, critical, value);
        let ca = issuer.template().with_extension(constraints).sign(&issuer.key);
        Self { issuer, ca }
    }

    pub(crate) fn leaf(&self, subject: Vec<u8>, names: &[Vec<u8>]) -> Vec<u8> {
        let client = Template { subject, ..self.issuer.client() };
        self.issuer.issue(&match names {
            [] => client,
            names => client.with_extension(extension(
                extension_id::SUBJECT_ALTERNATIVE_NAME,
                false,
                &element(0x30, &names.concat()),
            )),
        })
    }

    pub(crate) fn load(&self) -> CaCertificate {
        CaCertificate::from_der(&self.ca).expect("a CA with readable constraints")
    }

    /// `None` for an acceptance, else the codes. A name must also not decide twice in two ways.
    pub(crate) fn codes(&self, leaf: &[u8]) -> Vec<String> {
        let verifier = Verifier::new(CaSet::new([self.load()]).expect("a P-256 key"));
        let evaluate = || Outcome::of_verdict(&verifier.evaluate(Some(leaf), check_time(seconds(NOW))));
        let outcome = evaluate();
        assert_eq!(outcome, evaluate());
        match outcome {
            Outcome::Success => Vec::new(),
            Outcome::Refused { authenticated, codes } => {
                assert!(authenticated, "the CA signed it");
                assert!(!codes.is_empty());
                codes
            }
            Outcome::NotLoaded(code) => panic!("not loaded: {code}"),
        }
    }
}

/// Subject, alternative names, and what must come out.
pub(crate) type Attack = (Vec<u8>, Vec<Vec<u8>>, &'static [&'static str]);

pub(crate) fn try_all(permitted: &[Vec<u8>], excluded: &[Vec<u8>], attacks: Vec<Attack>) {
    let constrained = Constrained::new(&constraints(permitted, excluded));
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).escape_debug().to_string();
    let mut failures = Vec::new();
    for (position, (subject, names, expected)) in attacks.into_iter().enumerate() {
        let codes = constrained.codes(&constrained.leaf(subject.clone(), &names));
        if codes != expected {
            let names = shown(&names.concat());
            failures
                .push(format!("{position}: `{}` `{names}`: {codes:?}, not {expected:?}", shown(&subject)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

pub(crate) fn alternative(names: Vec<Vec<u8>>, expected: &'static [&'static str]) -> Attack {
    (client(), names, expected)
}
