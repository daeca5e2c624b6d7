//! Commands that answer a question or lead out of a conflict: they run, and say what they are for.

use issuedby::policy::MtlsAuthInbound;
use issuedby::{DistinguishedName, Fingerprint, Reason};

use super::commands::{Commands, Pasted, commands_in};
use super::pki::{Pki, quoted};

pub(super) const COUNT: usize = 32;

pub(super) fn run(pki: &Pki, commands: &mut Commands) -> usize {
    let mut asked = Session { pki, commands, count: 0 };
    registry(&mut asked);
    import_and_restore(&mut asked);
    #[cfg(unix)]
    places(&mut asked);
    looking(&mut asked);
    of_the_core(&mut asked);
    asked.count
}

struct Session<'t> {
    pki: &'t Pki,
    commands: &'t mut Commands,
    count: usize,
}

impl Session<'_> {
    /// Runs the program with arguments that it refuses, then the command in its output that begins so.
    #[track_caller]
    fn pasted(&mut self, arguments: &str, begins: &str) -> Pasted {
        let refused = self.pki.issuedby(arguments).fails();
        self.of_text(&format!("{}{}", refused.out, refused.err), begins, "")
    }

    #[track_caller]
    fn of_text(&mut self, text: &str, begins: &str, more: &str) -> Pasted {
        self.count += 1;
        let command = text.lines().flat_map(commands_in).find(|command| command.starts_with(begins));
        let command = command.unwrap_or_else(|| panic!("no `{begins}` in\n{text}"));
        self.commands.paste_with(self.pki, &command, more)
    }
}

fn registry(asked: &mut Session<'_>) {
    let create = "ca-certificate create --account team --name clients --cert";
    let id = asked.pki.issuedby(&format!("{create} CA.pem")).succeeds().out.trim().to_owned();
    asked.pasted(&format!("{create} CA.pem"), "issuedby ca-certificate update").succeeds();
    // It has another name now, which is taken.
    let other = "ca-certificate create --account team --name other --cert root.pem";
    let shown = asked.pasted(other, "issuedby ca-certificate describe").succeeds();
    assert!(shown.out.contains(&id), "{}", shown.out);
    let unknown = "ca-certificate describe --account team --cert-id mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    let listed = asked.pasted(unknown, "issuedby ca-certificate list").succeeds();
    assert!(listed.out.contains(&id), "{}", listed.out);
    asked.pasted("ca-certificate list --account zzzzzzzz", "issuedby ca-certificate create").succeeds();
    asked.pki.issuedby("domain add a.example --account team").succeeds();
    // An account without CAs verifies nothing.
    asked.pki.issuedby("domain add none.example --account domains").succeeds();
    asked.pasted("verify --account domains client-1.pem", "issuedby ca-certificate create").succeeds();
    let reasons = asked.pasted("explain zzzzzzzz", "issuedby reasons").succeeds();
    assert!(reasons.out.contains("not_directly_signed"), "{}", reasons.out);
    for again in ["domain add a.example --account team", "domain remove b.example --account team"] {
        let listed = asked.pasted(again, "issuedby domain list").succeeds();
        assert!(listed.out.contains("a.example"), "{}", listed.out);
    }
}

fn import_and_restore(asked: &mut Session<'_>) {
    let pki = asked.pki;
    pki.issuedby("domain add o.example --account other").succeeds();
    pki.shell("issuedby registry export > root.pem.jsonl").succeeds();
    pki.issuedby("registry import --account team --registry two.sqlite root.pem.jsonl").succeeds();
    let refused = pki.issuedby("registry import --registry two.sqlite root.pem.jsonl").fails();
    // `FILE` is the export, `NAME` the account that is missing.
    let command = refused.err.lines().flat_map(commands_in).next().expect("a command");
    let command = command.replace("FILE", "root.pem.jsonl");
    let imported = asked.commands.paste(pki, &command).succeeds();
    assert!(imported.out.contains("1 account"), "{}", imported.out);
    asked.count += 1;

    pki.shell("head -n 1 root.pem.jsonl > half.jsonl").succeeds();
    let whole =
        asked.pasted("registry import --registry three.sqlite half.jsonl", "issuedby registry export");
    assert!(whole.succeeds().out.contains("\"type\":\"issuedby-registry\""));

    pki.issuedby("registry backup kept.sqlite").succeeds();
    pki.issuedby("domain add c.example --account team").succeeds();
    asked.pasted("registry restore kept.sqlite < /dev/null", "issuedby registry backup").succeeds();
    asked.pasted("registry restore kept.sqlite < /dev/null", "issuedby registry restore").succeeds();
}

#[cfg(unix)]
fn places(asked: &mut Session<'_>) {
    let list = |registry: &str| format!("ca-certificate list --account team --registry {registry}");
    asked
        .pki
        .shell("mkdir open && chmod 755 open && cp registry.sqlite open/ && chmod 666 open/registry.sqlite")
        .succeeds();
    asked.pasted(&list("open/registry.sqlite"), "chmod go-w").succeeds();
    asked.pki.issuedby(&list("open/registry.sqlite")).succeeds();
    asked.pki.shell("chmod 777 open").succeeds();
    asked.pasted(&list("open/registry.sqlite"), "mkdir -m 700").succeeds();
    asked.pasted(&list("open/registry.sqlite"), "chmod go-w").succeeds();
    asked.pki.issuedby(&list("open/registry.sqlite")).succeeds();
    let add = "domain add a.example --account team --registry no/such/registry.sqlite";
    asked.pasted(add, "mkdir -p -m 700").succeeds();
    asked.pki.issuedby(add).succeeds();
}

fn looking(asked: &mut Session<'_>) {
    let pki = asked.pki;
    let shown = asked.pasted("verify --ca client-1.pem client-2.pem", "issuedby inspect").succeeds();
    assert!(shown.out.contains("CN=client-1"), "{}", shown.out);
    pki.shell("issuedby client-cert encode client-1.pem > value.txt").succeeds();
    asked.pasted("client-cert decode value.txt", "issuedby client-cert decode").succeeds();
    asked.pasted("dn normalize client-1.pem", "issuedby inspect").succeeds();
    let said = pki.shell("issuedby dn normalize - < client-1.pem").fails().err;
    asked.of_text(&said, "issuedby inspect -", " < client-1.pem").succeeds();
    // The version has another tag.
    let damaged = pki
        .read("client-1.der")
        .into_iter()
        .map(|byte| if byte == 0xA0 { 0xA1 } else { byte })
        .collect::<Vec<_>>();
    let damaged = pki.place("damaged", &damaged);
    let parsed = asked.pasted(&format!("inspect {}", quoted(&damaged)), "openssl asn1parse").succeeds();
    assert!(parsed.out.contains("SEQUENCE"), "{}", parsed.out);
    // A revocation list names its issuer, whose certificate is meant.
    for list in ["CA.crl", "CA.crl.der"] {
        let issuer = asked.pasted(&format!("verify --ca CA.pem {list}"), "openssl crl").succeeds();
        assert!(issuer.out.contains("issuing"), "{}", issuer.out);
        asked.pasted(&format!("verify --ca {list} client-1.pem"), "openssl crl").succeeds();
    }
    // What must print a subject does not, and does for a certificate.
    let text = pki.place("other text", b"hello\n");
    asked.pasted(&format!("verify --ca CA.pem {}", quoted(&text)), "openssl x509 -in").fails();
    pki.shell("openssl x509 -in client-1.pem -noout -subject").succeeds();
    // Warnings name a program that takes the file.
    asked.of_text(Reason::NameConstraintsViolated.remedy(), "issuedby inspect", "").succeeds();
}

/// Remedies of the core that the program does not print, because it has no such option.
fn of_the_core(asked: &mut Session<'_>) {
    let after_equals = |pasted: Pasted| -> String {
        let out = pasted.succeeds().out;
        out.trim().split_once('=').map_or_else(String::new, |(_, value)| value.to_owned())
    };
    let error = Fingerprint::parse("AB").expect_err("too short").to_string();
    let printed = after_equals(asked.of_text(&error, "openssl x509 -noout -fingerprint", ""));
    Fingerprint::parse(&printed).expect("what the remedy gives can be read");

    let empty = MtlsAuthInbound::from_json(br#"{"certIssuerDN":""}"#).expect_err("an empty name").to_string();
    let printed = after_equals(asked.of_text(&empty, "openssl x509 -noout -subject", ""));
    DistinguishedName::parse(&printed).expect("what the remedy gives can be read");

    for (name, begins) in
        [("Z=a", "openssl x509 -noout -subject -nameopt RFC2253,oid"), ("CN=#130", "openssl x509 -noout")]
    {
        let error = DistinguishedName::parse(name).expect_err(name).to_string();
        let printed = after_equals(asked.of_text(&error, begins, " < CA.pem"));
        DistinguishedName::parse(&printed).expect("what the remedy gives can be read");
    }
    asked.of_text(Reason::PemExpected.remedy(), "openssl x509 -inform DER", "").succeeds();
}
