//! Decisions: the whole cross of what an edge may say and what may be configured, then what stands beside it.
//!
//! The expected result is derived here from the rules of the policy, in [`Cross::expected`], and never from the core.

use issuedby::policy::RequestUser;
use issuedby::{EdgeReport, MtlsAuthInbound};
use serde_json::{Value, json};

use super::{Line, byte_sequence, client, header_lines, not_a_certificate};
use crate::authority;
use crate::case::fingerprint;
use crate::name::Name;

const SUBJECT: &str = "CN=client-1,O=Example,C=US";
const ISSUER: &str = "CN=example-ca,O=Example,C=US";

/// The expected decision.
pub(super) struct Expectation {
    action: &'static str,
    reason: Option<&'static str>,
    /// The SHA-256 of the certificate that the metadata describes, where there is metadata.
    metadata: Option<String>,
    sub: Option<&'static str>,
}

impl Expectation {
    pub(super) fn allow(der: &[u8], sub: Option<&'static str>) -> Self {
        Self { action: "allow", reason: None, metadata: Some(fingerprint(der)), sub }
    }

    pub(super) fn reject(reason: &'static str) -> Self {
        Self { action: "reject", reason: Some(reason), metadata: None, sub: None }
    }

    fn pass_through(reason: &'static str, der: Option<&[u8]>) -> Self {
        Self { action: "pass_through", reason: Some(reason), metadata: der.map(fingerprint), sub: None }
    }
}

/// Every decision case.
pub(super) fn cases() -> Vec<Value> {
    cross().into_iter().chain(others()).collect()
}

#[derive(Clone, Copy)]
struct Cross {
    status: &'static str,
    allow_unauthenticated: bool,
    issuer: Issuer,
    certificate: Certificate,
    user: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Issuer {
    Match,
    OtherSpelling,
    NoMatch,
    Reversed,
    Unset,
}

#[derive(Clone, Copy, PartialEq)]
enum Certificate {
    Parseable,
    NotParseable,
    Absent,
}

impl Issuer {
    const ALL: [Self; 5] = [Self::Match, Self::OtherSpelling, Self::NoMatch, Self::Reversed, Self::Unset];

    fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::OtherSpelling => "other-spelling",
            Self::NoMatch => "no-match",
            Self::Reversed => "reversed",
            Self::Unset => "unset",
        }
    }

    fn text(self) -> Option<&'static str> {
        match self {
            Self::Match => Some(ISSUER),
            Self::OtherSpelling => Some("issuer=cn=\"EXAMPLE-CA\" ; o = example , 2.5.4.6=us"),
            Self::NoMatch => Some("CN=other-ca,O=Example,C=US"),
            Self::Reversed => Some("C=US,O=Example,CN=example-ca"),
            Self::Unset => None,
        }
    }

    fn is_satisfied(self) -> bool {
        matches!(self, Self::Match | Self::OtherSpelling | Self::Unset)
    }
}

impl Certificate {
    const ALL: [Self; 3] = [Self::Parseable, Self::NotParseable, Self::Absent];

    fn name(self) -> &'static str {
        match self {
            Self::Parseable => "parseable",
            Self::NotParseable => "not-parseable",
            Self::Absent => "absent",
        }
    }

    fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Parseable => Some(client()),
            Self::NotParseable => Some(not_a_certificate()),
            Self::Absent => None,
        }
    }
}

fn cross() -> Vec<Value> {
    let mut cases = Vec::new();
    for status in ["SUCCESS", "FAILED", "NONE"] {
        for allow_unauthenticated in [false, true] {
            for issuer in Issuer::ALL {
                if issuer == Issuer::Unset && !allow_unauthenticated {
                    // Not a configuration: see the option cases.
                    continue;
                }
                for certificate in Certificate::ALL {
                    for user in [false, true] {
                        let case = Cross { status, allow_unauthenticated, issuer, certificate, user };
                        cases.push(case.value());
                    }
                }
            }
        }
    }
    cases
}

impl Cross {
    fn expected(self) -> Expectation {
        let reason = match self.status {
            "NONE" => Some("no_certificate"),
            "FAILED" => Some("expired"),
            _ if self.certificate != Certificate::Parseable => Some("certificate_unavailable"),
            _ if !self.issuer.is_satisfied() => Some("issuer_not_allowed"),
            _ => None,
        };
        let present = self.status != "NONE" && self.certificate == Certificate::Parseable;
        let der = client();
        match reason {
            None => Expectation::allow(&der, (!self.user).then_some(SUBJECT)),
            Some(reason) if self.allow_unauthenticated => {
                Expectation::pass_through(reason, present.then_some(&der))
            }
            Some(reason) => Expectation::reject(reason),
        }
    }

    fn value(self) -> Value {
        let mode = if self.allow_unauthenticated { "pass-through" } else { "enforcing" };
        let user = if self.user { "user" } else { "no-user" };
        let id = format!(
            "cross/{}-{mode}-{}-{}-{user}",
            self.status.to_lowercase(),
            self.issuer.name(),
            self.certificate.name()
        );
        let mut lines = vec![("Client-Mtls-Verification-Status", self.status.to_owned())];
        match self.status {
            "NONE" => lines.push(("Client-Mtls-Verification-Reason", "no_certificate".to_owned())),
            "FAILED" => lines.push(("Client-Mtls-Verification-Reason", "expired".to_owned())),
            _ => {}
        }
        if let Some(bytes) = self.certificate.bytes() {
            lines.push(("Client-Cert", byte_sequence(&bytes)));
        }
        let mut options = json!({ "allowUnauthenticatedRequests": self.allow_unauthenticated });
        if let Some(text) = self.issuer.text() {
            options["certIssuerDN"] = text.into();
        }
        case(&id, "one of the cross", &lines, &options, self.user, &self.expected())
    }
}

/// The cases beside the cross.
fn others() -> Vec<Value> {
    let success = || ("Client-Mtls-Verification-Status", "SUCCESS".to_owned());
    let failed = |reason: &str| {
        vec![
            ("Client-Mtls-Verification-Status", "FAILED".to_owned()),
            ("Client-Mtls-Verification-Reason", reason.to_owned()),
        ]
    };
    let presented = |der: &[u8]| ("Client-Cert", byte_sequence(der));
    let id = || ("Client-Mtls-Ca-Id", "mtlsca_0000000000000000000000000a".to_owned());
    let enforcing = json!({ "certIssuerDN": ISSUER });
    let pass_through = json!({ "allowUnauthenticatedRequests": true });
    let (ca, der) = (authority::example(), client());
    let nameless = ca.issue(&ca.client().with(|client| client.subject = Name::empty()));
    let unicode = ca.issue(&ca.client().with(|client| client.subject = Name::new(&[("CN", "M\u{fc}ller")])));
    let bad_subject =
        ca.issue(&ca.client().with(|client| client.subject = Name::Raw(vec![0x30, 2, 0x31, 0])));
    let bad_issuer = ca.issue(&ca.client().with(|client| client.issuer = Name::Raw(vec![0x30, 2, 0x31, 0])));
    let no_issuer = ca.issue(&ca.client().with(|client| client.issuer = Name::empty()));
    let quoting =
        ca.issue(&ca.client().with(|client| client.subject = Name::new(&[("CN", "a\",\"sub\":\"b\\")])));

    vec![
        case(
            "option/one-of-two-issuers",
            "any name of the array may match: a rotation needs no window",
            &[success(), presented(&der)],
            &json!({ "certIssuerDN": ["CN=next-ca,O=Example,C=US", ISSUER] }),
            false,
            &Expectation::allow(&der, Some(SUBJECT)),
        ),
        case(
            "option/neither-of-two-issuers",
            "no name of the array matches",
            &[success(), presented(&der)],
            &json!({ "certIssuerDN": ["CN=next-ca,O=Example,C=US", "CN=other-ca,O=Example,C=US"] }),
            false,
            &Expectation::reject("issuer_not_allowed"),
        ),
        case(
            "option/slash-form",
            "the slash form is most general first",
            &[success(), presented(&der)],
            &json!({ "certIssuerDN": "/C=US/O=Example/CN=example-ca" }),
            false,
            &Expectation::allow(&der, Some(SUBJECT)),
        ),
        case(
            "metadata/ca-id",
            "the identifier of the CA is part of the metadata",
            &[success(), presented(&der), id()],
            &enforcing,
            false,
            &Expectation::allow(&der, Some(SUBJECT)),
        ),
        case(
            "metadata/subject-beyond-ascii",
            "metadata and sub are ASCII",
            &[success(), presented(&unicode)],
            &enforcing,
            false,
            &Expectation::allow(&unicode, Some("CN=M\\C3\\BCller")),
        ),
        case(
            "metadata/subject-that-quotes",
            "a subject cannot end its own JSON string",
            &[success(), presented(&quoting)],
            &enforcing,
            false,
            &Expectation::allow(&quoting, Some("CN=a\\\"\\,\\\"sub\\\":\\\"b\\\\")),
        ),
        case(
            "sub/empty-subject",
            "an empty subject is no user: verified, and no sub",
            &[success(), presented(&nameless)],
            &enforcing,
            false,
            &Expectation::allow(&nameless, None),
        ),
        case(
            "sub/subject-that-is-no-name",
            "a subject that cannot be decoded is null, and no sub",
            &[success(), presented(&bad_subject)],
            &enforcing,
            false,
            &Expectation::allow(&bad_subject, None),
        ),
        case(
            "issuer/that-is-no-name",
            "an issuer that cannot be decoded equals no certIssuerDN",
            &[success(), presented(&bad_issuer)],
            &enforcing,
            false,
            &Expectation::reject("issuer_not_allowed"),
        ),
        case(
            "issuer/that-is-no-name-and-is-not-asked",
            "without certIssuerDN the issuer is not asked",
            &[success(), presented(&bad_issuer)],
            &pass_through,
            false,
            &Expectation::allow(&bad_issuer, Some(SUBJECT)),
        ),
        case(
            "issuer/empty",
            "an empty issuer equals no certIssuerDN",
            &[success(), presented(&no_issuer)],
            &enforcing,
            false,
            &Expectation::reject("issuer_not_allowed"),
        ),
        case(
            "certificate/trailing-data",
            "a certificate and one byte is not parseable, and does not even leave its field",
            &[success(), presented(&[der.as_slice(), &[0]].concat())],
            &enforcing,
            false,
            &Expectation::reject("certificate_unavailable"),
        ),
        case(
            "certificate/left-out-as-too-large",
            "the edge leaves out what is above its limit; the status alone lets no client in",
            &[success()],
            &pass_through,
            false,
            &Expectation::pass_through("certificate_unavailable", None),
        ),
        case(
            "certificate/without-a-status",
            "Client-Cert without a status is NONE",
            &[presented(&der)],
            &pass_through,
            false,
            &Expectation::pass_through("no_certificate", None),
        ),
        case(
            "certificate/without-a-status-enforcing",
            "Client-Cert without a status is NONE",
            &[presented(&der)],
            &enforcing,
            false,
            &Expectation::reject("no_certificate"),
        ),
        case(
            "status/repeated",
            "two statuses are none that counts; the certificate is there to be logged",
            &[success(), success(), presented(&der)],
            &pass_through,
            false,
            &Expectation::pass_through("malformed", Some(&der)),
        ),
        case(
            "failed/revoked",
            "every reason of a verdict is passed on",
            &failed("revoked"),
            &enforcing,
            false,
            &Expectation::reject("revoked"),
        ),
        case(
            "failed/ca-set-stale",
            "also that of an edge which lost its registry",
            &failed("ca_set_stale"),
            &enforcing,
            false,
            &Expectation::reject("ca_set_stale"),
        ),
        case(
            "failed/before-issuer",
            "a failed verification is said before an issuer that would not match either",
            &[failed("signature_invalid"), vec![presented(&der)]].concat(),
            &json!({ "certIssuerDN": "CN=other-ca,O=Example,C=US" }),
            false,
            &Expectation::reject("signature_invalid"),
        ),
    ]
}

pub(super) fn case(
    id: &str,
    description: &str,
    lines: &[Line],
    options: &Value,
    user: bool,
    expect: &Expectation,
) -> Value {
    json!({
        "id": id,
        "description": description,
        "headers": header_lines(lines),
        "options": options.to_string(),
        "user": user,
        "expect": {
            "action": expect.action,
            "reason": expect.reason,
            "metadata": expect.metadata,
            "sub": expect.sub,
        },
        "decision": decision(lines, &options.to_string(), user),
    })
}

/// The exact text of a decision, from the core: the one thing here that is not declared by hand.
fn decision(lines: &[Line], options: &str, user: bool) -> String {
    let policy = MtlsAuthInbound::from_json(options).expect("options that load");
    let fields = lines.iter().map(|(name, value)| (*name, value));
    let user = if user { RequestUser::Present } else { RequestUser::Absent };
    policy.decide_for(&EdgeReport::from_headers(fields), user).to_json()
}
