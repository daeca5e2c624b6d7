//! Name constraints of the CA: every form, permitted, excluded and both, inside, outside, absent and oddly spelled.

use crate::authority::{self, Authority};
use crate::case::Case;
use crate::der;
use crate::extension::{Extension, directory, dns, email, ip, other_name, registered_id, uri};
use crate::key;
use crate::name::{Attribute, Name};
use crate::oid;

/// The expected verdict about a leaf.
#[derive(Clone, Copy)]
pub(super) enum Expect {
    Accepted,
    Violated,
    Unsupported,
    Malformed,
}

use Expect::{Accepted, Malformed, Unsupported, Violated};

pub(super) fn cases() -> Vec<Case> {
    [hosts(), mailboxes(), subject_mailboxes(), uris(), directories(), addresses(), other_forms(), combined()]
        .into_iter()
        .flatten()
        .collect()
}

/// A CA, the names that its leaves have, and what each leaf must get.
pub(super) struct Group {
    id: &'static str,
    ca: Authority,
}

impl Group {
    fn new(id: &'static str, permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Self {
        Self::of(id, Extension::name_constraints(permitted, excluded))
    }

    pub(super) fn of(id: &'static str, constraints: Extension) -> Self {
        let certificate =
            authority::root_certificate(Name::example("example-ca"), key::p256_ca()).extended(constraints);
        Self { id, ca: Authority::self_signed(certificate, key::p256_ca()) }
    }

    /// A leaf with these alternative names.
    pub(super) fn names(&self, id: &str, expect: Expect, names: &[Vec<u8>]) -> Case {
        self.case(id, expect, Name::example("client-1"), names)
    }

    /// A leaf with this subject and no alternative names.
    pub(super) fn subject(&self, id: &str, expect: Expect, subject: Name) -> Case {
        self.case(id, expect, subject, &[])
    }

    pub(super) fn case(&self, id: &str, expect: Expect, subject: Name, names: &[Vec<u8>]) -> Case {
        let client = self.ca.client().with(|client| client.subject = subject);
        let leaf = self.ca.issue(&match names {
            [] => client,
            names => client.extended(Extension::subject_alternative_names(names)),
        });
        let description = format!("constraints `{}`: {id}", self.id).replace('-', " ");
        let id = format!("name-constraints/{}-{id}", self.id);
        let reason = match expect {
            Accepted => return Case::success(&id, &description, leaf).under(&[&self.ca]),
            Violated => "name_constraints_violated",
            Unsupported => "name_constraints_unsupported",
            Malformed => "malformed",
        };
        Case::refused(&id, &description, leaf, &[reason]).under(&[&self.ca])
    }
}

fn hosts() -> Vec<Case> {
    let permitted = Group::new("dns-permitted", &[dns("example.com")], &[]);
    let excluded = Group::new("dns-excluded", &[], &[dns("www.example.com")]);
    let both = Group::new("dns-both", &[dns("example.com")], &[dns("secret.example.com")]);
    let below = Group::new("dns-below", &[dns(".example.com")], &[]);
    let none = Group::new("dns-none", &[], &[dns("")]);
    let host = |text: &str| [dns(text)];
    vec![
        permitted.names("inside", Accepted, &host("a.b.example.com")),
        permitted.names("equal", Accepted, &host("EXAMPLE.com")),
        permitted.names("outside", Violated, &host("a.example.org")),
        permitted.names("suffix", Violated, &host("badexample.com")),
        permitted.names("one-outside", Violated, &[dns("a.example.com"), dns("a.example.org")]),
        permitted.names("absent", Accepted, &[]),
        permitted.names("other-form", Accepted, &[email("a@example.org"), uri("https://example.org/")]),
        permitted.names("wildcard-inside", Accepted, &host("*.example.com")),
        permitted.names("wildcard-outside", Violated, &host("*.a.org")),
        permitted.names("final-dot", Violated, &host("a.example.com.")),
        permitted.names("empty-label", Malformed, &host("a..example.com")),
        permitted.names("partial-wildcard", Malformed, &host("w*.example.com")),
        permitted.names("beyond-ascii", Malformed, &[der::implicit(2, "\u{fc}.example.com".as_bytes())]),
        permitted.names("empty", Malformed, &host("")),
        excluded.names("inside", Violated, &host("a.WWW.example.com")),
        excluded.names("equal", Violated, &host("www.example.com")),
        excluded.names("outside", Accepted, &host("mail.example.com")),
        excluded.names("absent", Accepted, &[]),
        // CVE-2025-61727: one of the names that the wildcard stands for.
        excluded.names("wildcard-touches", Violated, &host("*.example.com")),
        excluded.names("wildcard-elsewhere", Accepted, &host("*.b.example.com")),
        excluded.names("final-dot", Violated, &host("www.example.com.")),
        excluded.names("final-dot-outside", Malformed, &host("mail.example.com.")),
        both.names("inside", Accepted, &host("a.example.com")),
        both.names("excluded", Violated, &host("secret.example.com")),
        both.names("outside", Violated, &host("example.org")),
        below.names("inside", Accepted, &host("a.example.com")),
        below.names("equal", Violated, &host("example.com")),
        none.names("any", Violated, &host("example.com")),
        none.names("absent", Accepted, &[]),
    ]
}

fn mailboxes() -> Vec<Case> {
    let on_host = Group::new("email-host", &[email("example.com")], &[]);
    let below = Group::new("email-domain", &[email(".example.com")], &[]);
    let asterisk = Group::new("email-asterisk", &[email("*@example.com")], &[]);
    let mailbox = Group::new("email-mailbox", &[email("Root@example.com")], &[]);
    let excluded = Group::new("email-excluded", &[], &[email("root@example.com"), email(".evil.test")]);
    let none = Group::new("email-none", &[], &[email("")]);
    let utf8 =
        |text: &str| [other_name(oid::SMTP_UTF8_MAILBOX, &der::element(der::UTF8_STRING, text.as_bytes()))];
    vec![
        on_host.names("inside", Accepted, &[email("anyone@Example.COM")]),
        on_host.names("below", Violated, &[email("anyone@a.example.com")]),
        on_host.names("outside", Violated, &[email("anyone@example.org")]),
        on_host.names("absent", Accepted, &[]),
        on_host.names("final-dot", Violated, &[email("anyone@example.com.")]),
        on_host.names("two-at-signs", Malformed, &[email("a@evil.test@example.com")]),
        on_host.names("quoted-at-sign", Accepted, &[email("\"a@evil.test\"@example.com")]),
        on_host.names("no-host", Malformed, &[email("example.com")]),
        on_host.names("smtp-utf8-inside", Accepted, &utf8("j\u{f6}rg@example.com")),
        on_host.names("smtp-utf8-outside", Violated, &utf8("j\u{f6}rg@evil.test")),
        below.names("inside", Accepted, &[email("anyone@a.b.example.com")]),
        below.names("equal", Violated, &[email("anyone@example.com")]),
        mailbox.names("inside", Accepted, &[email("Root@EXAMPLE.com")]),
        asterisk.names("itself", Accepted, &[email("*@example.com")]),
        asterisk.names("other", Violated, &[email("a@example.com")]),
        mailbox.names("other-case", Violated, &[email("root@example.com")]),
        excluded.names("inside", Violated, &[email("root@example.com")]),
        excluded.names("other-case", Violated, &[email("ROOT@Example.com")]),
        excluded.names("quoted", Violated, &[email("\"root\"@example.com")]),
        excluded.names("final-dot", Violated, &[email("root@example.com.")]),
        excluded.names("outside", Accepted, &[email("user@example.com")]),
        excluded.names("below", Violated, &[email("user@a.evil.test")]),
        excluded.names("smtp-utf8-open", Unsupported, &utf8("r\u{f6}\u{f6}t@example.com")),
        none.names("any", Violated, &[email("a@example.com")]),
        none.names("absent", Accepted, &[dns("example.com")]),
    ]
}

/// RFC 5280 applies the constraints to the subject where there is no subjectAltName; here they apply always.
fn subject_mailboxes() -> Vec<Case> {
    let permitted = Group::new("subject-email", &[email("example.com")], &[]);
    let excluded = Group::new("subject-email-excluded", &[], &[email("evil.test")]);
    let with = |tag: u8, value: &[u8]| {
        Name::Attributes(vec![
            Attribute { oid: oid::COMMON_NAME, tag: der::UTF8_STRING, value: b"mallory".to_vec() },
            Attribute { oid: oid::EMAIL_ADDRESS, tag, value: value.to_vec() },
        ])
    };
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let ia5 = |text: &str| with(der::IA5_STRING, text.as_bytes());
    vec![
        permitted.subject("inside", Accepted, ia5("client@example.com")),
        permitted.subject("outside", Violated, ia5("mallory@evil.test")),
        permitted.subject("outside-utf8", Violated, with(der::UTF8_STRING, b"mallory@evil.test")),
        permitted.subject("outside-printable", Violated, with(der::PRINTABLE_STRING, b"mallory@evil.test")),
        permitted.subject("outside-teletex", Violated, with(der::TELETEX_STRING, b"mallory@evil.test")),
        permitted.subject("outside-bmp", Violated, with(der::BMP_STRING, &wide("mallory@evil.test"))),
        permitted.subject("inside-bmp", Accepted, with(der::BMP_STRING, &wide("client@example.com"))),
        permitted.subject("not-a-string", Malformed, with(der::OCTET_STRING, b"client@example.com")),
        permitted.subject("nul", Malformed, ia5("client@example.com\0@evil.test")),
        permitted.case(
            "beside-alternative-name",
            Violated,
            ia5("mallory@evil.test"),
            &[email("client@example.com")],
        ),
        permitted.case("beside-other-form", Violated, ia5("mallory@evil.test"), &[dns("example.com")]),
        excluded.subject("inside", Violated, ia5("mallory@EVIL.test")),
        excluded.subject("outside", Accepted, ia5("client@example.com")),
        excluded.subject("open", Unsupported, with(der::UTF8_STRING, "a@\u{e9}vil.test".as_bytes())),
    ]
}

fn uris() -> Vec<Case> {
    let on_host = Group::new("uri-host", &[uri("example.org")], &[]);
    let below = Group::new("uri-domain", &[uri(".example.org")], &[]);
    let excluded = Group::new("uri-excluded", &[], &[uri("evil.test"), uri(".evil.test")]);
    let none = Group::new("uri-none", &[], &[uri("")]);
    vec![
        on_host.names("inside", Accepted, &[uri("spiffe://example.org/web")]),
        on_host.names("odd-case-port-userinfo", Accepted, &[uri("https://a:b@EXAMPLE.org:8443/?x#y")]),
        on_host.names("below", Violated, &[uri("spiffe://a.example.org/web")]),
        on_host.names("outside", Violated, &[uri("spiffe://evil.test/web")]),
        on_host.names("absent", Accepted, &[]),
        on_host.names("no-authority", Violated, &[uri("urn:example.org")]),
        on_host.names("ipv4-host", Violated, &[uri("https://192.0.2.1/")]),
        on_host.names("ipv6-host", Violated, &[uri("https://[2001:db8::1]/")]),
        on_host.names("userinfo-trick", Violated, &[uri("https://example.org@evil.test/")]),
        on_host.names("backslash-trick", Violated, &[uri("https://evil.test\\@example.org/")]),
        on_host.names("percent-encoded", Violated, &[uri("https://example%2eorg/")]),
        on_host.names("final-dot", Violated, &[uri("https://example.org./")]),
        below.names("inside", Accepted, &[uri("spiffe://a.b.example.org/web")]),
        below.names("equal", Violated, &[uri("spiffe://example.org/web")]),
        excluded.names("inside", Violated, &[uri("https://EVIL.test/")]),
        excluded.names("below", Violated, &[uri("https://a.evil.test/")]),
        excluded.names("final-dot", Violated, &[uri("https://evil.test./")]),
        excluded.names("outside", Accepted, &[uri("https://example.org/")]),
        excluded.names("no-authority", Violated, &[uri("urn:example")]),
        none.names("any", Violated, &[uri("https://example.org/")]),
    ]
}

fn directories() -> Vec<Case> {
    let base = Name::new(&[("C", "US"), ("O", "Example")]);
    let permitted = Group::new("directory-permitted", &[directory(&base.to_der())], &[]);
    let excluded = Group::new("directory-excluded", &[], &[directory(&base.to_der())]);
    let us = Name::new(&[("C", "US")]);
    let both = Group::new("directory-both", &[directory(&us.to_der())], &[directory(&base.to_der())]);
    let all = Group::new("directory-all", &[directory(&Name::empty().to_der())], &[]);
    let inside = || Name::example("client-1");
    let outside = || Name::new(&[("C", "US"), ("O", "Evil"), ("CN", "client-1")]);
    let spelled = || Name::new(&[("C", "us"), ("O", "  EXAMPLE "), ("CN", "client-1")]);
    let accented = || Name::new(&[("C", "US"), ("O", "Ex\u{e4}mple"), ("CN", "client-1")]);
    vec![
        permitted.subject("inside", Accepted, inside()),
        permitted.subject("inside-odd-spelling", Accepted, spelled()),
        permitted.subject("inside-other-string-type", Accepted, inside().retagged(der::TELETEX_STRING)),
        permitted.subject("outside", Violated, outside()),
        permitted.subject("shorter", Violated, us.clone()),
        permitted.subject("beyond-ascii", Violated, accented()),
        permitted.case("empty-subject", Accepted, Name::empty(), &[dns("example.com")]),
        permitted.case("alternative-inside", Accepted, inside(), &[directory(&inside().to_der())]),
        permitted.case("alternative-outside", Violated, inside(), &[directory(&outside().to_der())]),
        permitted.case("alternative-malformed", Malformed, inside(), &[directory(&[0x30, 2, 0x31, 0])]),
        excluded.subject("inside", Violated, inside()),
        excluded.subject("inside-odd-spelling", Violated, spelled()),
        excluded.subject("inside-other-string-type", Violated, inside().retagged(der::TELETEX_STRING)),
        excluded.subject("outside", Accepted, outside()),
        excluded.subject("beyond-ascii", Unsupported, accented()),
        excluded.subject(
            "beyond-ascii-elsewhere",
            Accepted,
            Name::new(&[("C", "DE"), ("O", "M\u{fc}ller"), ("CN", "client-1")]),
        ),
        excluded.subject(
            "invisible-character",
            Unsupported,
            Name::new(&[("C", "US"), ("O", "Exam\u{200b}ple"), ("CN", "client-1")]),
        ),
        excluded.case("alternative-inside", Violated, outside(), &[directory(&inside().to_der())]),
        both.subject("inside", Accepted, outside()),
        both.subject("excluded", Violated, inside()),
        all.subject("any", Accepted, outside()),
    ]
}

fn addresses() -> Vec<Case> {
    let network = || ip(&[10, 0, 0, 0, 255, 0, 0, 0]);
    let permitted = Group::new("ip-permitted", &[network()], &[]);
    let excluded = Group::new("ip-excluded", &[], &[network()]);
    let six: Vec<u8> = [[0x20, 0x01, 0x0d, 0xb8].as_slice(), &[0; 12], &[0xff; 4], &[0; 12]].concat();
    let permitted_six = Group::new("ipv6-permitted", &[ip(&six)], &[]);
    let inside_six: Vec<u8> = [[0x20, 0x01, 0x0d, 0xb8].as_slice(), &[7; 12]].concat();
    let mapped: Vec<u8> = [[0; 10].as_slice(), &[0xff, 0xff, 10, 1, 2, 3]].concat();
    vec![
        permitted.names("inside", Accepted, &[ip(&[10, 1, 2, 3])]),
        permitted.names("outside", Violated, &[ip(&[11, 1, 2, 3])]),
        permitted.names("other-version", Violated, &[ip(&inside_six)]),
        permitted.names("mapped", Violated, &[ip(&mapped)]),
        permitted.names("absent", Accepted, &[]),
        permitted.names("wrong-size", Malformed, &[ip(&[10, 1, 2])]),
        excluded.names("inside", Violated, &[ip(&[10, 1, 2, 3])]),
        excluded.names("outside", Accepted, &[ip(&[11, 1, 2, 3])]),
        excluded.names("mapped", Violated, &[ip(&mapped)]),
        permitted_six.names("inside", Accepted, &[ip(&inside_six)]),
        permitted_six.names("outside", Violated, &[ip(&[9; 16])]),
    ]
}

/// Forms that RFC 5280 has no rule for: refused where the leaf has a name of them, and nowhere else.
fn other_forms() -> Vec<Case> {
    let value = der::element(der::UTF8_STRING, b"user@example.com");
    let user_principal_name = || other_name(oid::USER_PRINCIPAL_NAME, &value);
    let permitted = Group::new("other-name-permitted", &[user_principal_name()], &[]);
    let excluded = Group::new("registered-id-excluded", &[], &[registered_id("1.3.6.1.4.1.32473")]);
    vec![
        permitted.names("present", Unsupported, &[user_principal_name()]),
        permitted.names("absent", Accepted, &[dns("example.com")]),
        excluded.names("present", Unsupported, &[registered_id("2.999")]),
        excluded.names("absent", Accepted, &[email("a@example.com")]),
    ]
}

/// Several forms at once, beside other reasons, and more comparisons than are made.
fn combined() -> Vec<Case> {
    let group = Group::new("several-forms", &[dns("example.com"), email("example.com")], &[uri("evil.test")]);
    let violated = |id: &str, reasons: &[&'static str], change: fn(crate::certificate::Certificate) -> _| {
        let names = Extension::subject_alternative_names(&[dns("example.org")]);
        let leaf = group.ca.issue(&change(group.ca.client().extended(names)));
        Case::refused(
            &format!("name-constraints/beside-{id}"),
            &format!("a host outside, and {id}"),
            leaf,
            reasons,
        )
        .under(&[&group.ca])
    };
    let many: Vec<_> = (0..300).map(|number| dns(&format!("h{number}.example"))).collect();
    let complex = Group::new("many", &many, &[]);
    let names = Extension::subject_alternative_names(&many);
    let leaf = complex.ca.issue(&complex.ca.client().extended(names));
    vec![
        group.names(
            "all-inside",
            Accepted,
            &[dns("a.example.com"), email("a@example.com"), uri("https://b.test/")],
        ),
        group.names("one-of-each-outside", Violated, &[dns("a.example.org"), email("a@evil.test")]),
        violated("expired", &["name_constraints_violated", "expired"], |client| {
            client.valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
        }),
        violated("is-a-ca", &["is_a_ca", "name_constraints_violated"], |client| {
            client.extended(Extension::ca())
        }),
        Case::refused(
            "name-constraints/too-complex",
            "300 names under 300 constraints",
            leaf,
            &["name_constraints_too_complex"],
        )
        .under(&[&complex.ca]),
    ]
}
