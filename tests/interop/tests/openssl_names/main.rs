//! Random names that OpenSSL encodes and prints: printed here as there, and read back from each of its forms.

mod certificate;
mod random_name;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use issuedby::DistinguishedName;
use issuedby::name::NameForm;
use issuedby_interop::{exists, folder, run};
use issuedby_test_support::{not_run, report_cases};

use certificate::{certificate, elements};
use random_name::{RandomName, genconf, random_names};

/// Two in each certificate, so that one process prints both.
const NAMES: usize = 400;

#[test]
fn names_agree_with_openssl_in_all_its_forms() {
    const SUITE: &str = "interop/openssl-names";
    if !exists("openssl", "version") {
        return not_run(SUITE, "openssl (Debian package openssl)");
    }
    let folder = folder("openssl-names");
    let names: Vec<Case> = encode(&folder, &random_names(NAMES)).collect();
    let pairs: Vec<(usize, &[Case])> = names.chunks(2).enumerate().collect();
    let (first, second) = pairs.split_at(pairs.len() / 2);
    let run = thread::scope(|scope| {
        let halves = [first, second].map(|half| {
            let folder = &folder;
            scope.spawn(move || half.iter().map(|(number, pair)| check(folder, *number, pair)).sum::<usize>())
        });
        halves.into_iter().map(|half| half.join().expect("the names agree")).sum()
    });
    let in_slash_form = names.iter().filter(|case| case.written.fits_slash_form()).count();
    assert!(in_slash_form >= NAMES / 8, "the slash form was read {in_slash_form} times only");
    report_cases(SUITE, run, NAMES);
}

/// The differences that the specification lists: OpenSSL's print means something else, or nothing.
#[test]
fn openssl_prints_only_known_values_otherwise() {
    const SUITE: &str = "interop/openssl-names-exceptions";
    if !exists("openssl", "version") {
        return not_run(SUITE, "openssl (Debian package openssl)");
    }
    let folder = folder("openssl-names-exceptions");
    let common_name = "2.5.4.3";
    let cases = [
        (common_name, "FORMAT:HEX,IMPLICIT:12U,OCT:23", "CN=#", r"CN=\#", Reading::Equal),
        (
            "0.9.2342.19200300.100.1.44",
            "UTF8:x",
            "uid=x",
            "0.9.2342.19200300.100.1.44=#0C0178",
            Reading::Different,
        ),
        ("2.16.840.1.101.3.4.2.1", "UTF8:x", "SHA256=x", "2.16.840.1.101.3.4.2.1=#0C0178", Reading::Refused),
        // A BIT STRING with bits that are not used: OpenSSL sets them to 0, here even before it prints them.
        (common_name, "FORMAT:HEX,BITSTR:f8", "CN=#030204F0", "CN=#030204F8", Reading::Different),
    ];
    let mut encoded: Vec<Case> =
        encode(&folder, &cases.map(|(oid, value, ..)| RandomName::of_one(oid, value))).collect();
    encoded[3].set_bytes(b"\x03\x02\x00\xf8", b"\x03\x02\x04\xf8");
    let mut run = 0;
    for (number, (case, (_, _, theirs, ours, reading))) in encoded.iter().zip(cases).enumerate() {
        let pair = [case.clone(), case.clone()];
        let [printed, _] = print(&folder, number, &pair, "RFC2253");
        assert_eq!(printed, theirs);
        assert_eq!(case.name.to_string(), ours);
        let found = match DistinguishedName::parse(&printed) {
            Err(_) => Reading::Refused,
            Ok(parsed) if *parsed.name() == case.name => Reading::Equal,
            Ok(_) => Reading::Different,
        };
        assert_eq!(found, reading, "{printed}");
        assert_eq!(DistinguishedName::parse(ours).expect("our own print").name(), &case.name);
        run += 1;
    }
    report_cases(SUITE, run, cases.len());
}

/// The name that OpenSSL's output is parsed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Equal,
    Different,
    Refused,
}

/// A name as it was thought out, and as OpenSSL encoded it.
#[derive(Clone)]
struct Case {
    written: RandomName,
    der: Vec<u8>,
    name: DistinguishedName,
}

impl Case {
    /// Writes other bytes at the end, which OpenSSL would not write.
    fn set_bytes(&mut self, end: &[u8], bytes: &[u8]) {
        assert!(self.der.ends_with(end) && end.len() == bytes.len());
        self.der.truncate(self.der.len() - end.len());
        self.der.extend(bytes);
        self.name = DistinguishedName::from_der(&self.der).expect("well-formed");
    }
}

/// Has OpenSSL encode names, all in one process.
fn encode(folder: &Path, names: &[RandomName]) -> impl Iterator<Item = Case> {
    fs::write(folder.join("names.cnf"), genconf(names)).expect("the folder can be written");
    run(openssl(folder).args(["asn1parse", "-genconf", "names.cnf", "-noout", "-out", "names.der"]));
    let der = fs::read(folder.join("names.der")).expect("OpenSSL has written it");
    let [sequence] = elements(&der).try_into().expect("one sequence");
    let encoded: Vec<Vec<u8>> = elements(sequence.contents).iter().map(|name| name.der.to_vec()).collect();
    assert_eq!(encoded.len(), names.len());
    names.iter().cloned().zip(encoded).map(|(written, der)| {
        let name = DistinguishedName::from_der(&der).expect("OpenSSL writes DER");
        Case { written, der, name }
    })
}

/// Asks OpenSSL for every form of two names. Gives the number of names.
fn check(folder: &Path, number: usize, pair: &[Case]) -> usize {
    let parse = |printed: &str, form: NameForm| {
        let parsed = DistinguishedName::parse(format!("subject={printed}"))
            .unwrap_or_else(|error| panic!("{printed}: {error}"));
        assert_eq!(parsed.form(), form, "{printed}");
        parsed.into_name()
    };
    for (case, printed) in pair.iter().zip(print(folder, number, pair, "RFC2253")) {
        assert_eq!(case.name.to_string(), printed);
        assert_eq!(parse(&printed, NameForm::Comma), case.name, "{printed}");
    }
    for options in ["RFC2253,utf8,-esc_msb", "RFC2253,oid"] {
        for (case, printed) in pair.iter().zip(print(folder, number, pair, options)) {
            assert_eq!(parse(&printed, NameForm::Comma), case.name, "{printed}");
        }
    }
    for (case, printed) in pair.iter().zip(print(folder, number, pair, "oneline")) {
        let turned = parse(&printed, NameForm::Comma).as_name().reversed();
        assert_eq!(turned, case.name, "{printed}");
    }
    if pair.iter().any(|case| case.written.fits_slash_form()) {
        for (case, printed) in pair.iter().zip(print(folder, number, pair, "compat")) {
            if case.written.fits_slash_form() {
                assert_eq!(parse(&printed, NameForm::Slash), case.name, "{printed}");
            }
        }
    }
    pair.len()
}

/// The output of `openssl x509` for two names, without the label.
fn print(folder: &Path, number: usize, pair: &[Case], options: &str) -> [String; 2] {
    let [subject, issuer] = pair else { panic!("{} names are no pair", pair.len()) };
    let file = format!("{number}.der");
    fs::write(folder.join(&file), certificate(&issuer.der, &subject.der)).expect("the folder can be written");
    let printed = run(openssl(folder)
        .args(["x509", "-inform", "DER", "-in", &file, "-noout", "-subject", "-issuer"])
        .args(["-nameopt", options]));
    let mut lines = printed.strip_suffix('\n').unwrap_or(&printed).split('\n');
    let printed = ["subject=", "issuer="].map(|label| {
        let line = lines.next().and_then(|line| line.strip_prefix(label));
        line.unwrap_or_else(|| panic!("no {label} in {printed:?}")).to_owned()
    });
    assert_eq!(lines.next(), None, "{printed:?}");
    printed
}

fn openssl(folder: &Path) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(folder);
    command
}
