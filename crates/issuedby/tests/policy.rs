//! The policy beside its vectors: what its texts tell, to whom, and what a CA at hand adds.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod vector_file;

use issuedby::limits::{MAX_CERT_ISSUER_DNS, MAX_LOG_SIZE, MAX_OPTIONS_SIZE};
use issuedby::policy::{
    Decision, OptionError, OptionErrorKind, PolicyOptions, PolicyWarningKind, Problem, RequestUser,
    Unauthenticated,
};
use issuedby::{
    CaCertificate, CaSet, DistinguishedName, EdgeReport, MtlsAuthInbound, Reason, Verifier, check_time, input,
};
use serde_json::Value;

/// 2026-11-23T12:00:00Z
const NOW: i64 = 1_795_435_200;
const CA: &str = "CN=example-ca,O=Example,C=US";
const REVERSED: &str = "C=US,O=Example,CN=example-ca";

fn sample(name: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/certs").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn ca(name: &str) -> CaCertificate {
    CaCertificate::from_pem(&sample(name))
        .expect("a sample CA is fit")
        .with_id("mtlsca_1")
        .expect("an identifier")
}

/// The report of an edge with `ca.pem` about a sample.
fn report(name: &str) -> EdgeReport<'static> {
    let verifier = Verifier::new(CaSet::new([ca("ca.pem")]).expect("the key is taken"));
    let sample = sample(name);
    let leaf = input::certificate_der(&sample).expect("a sample is one certificate");
    EdgeReport::from(&verifier.evaluate(Some(&leaf), check_time(NOW))).into_owned()
}

fn enforcing(name: &str) -> PolicyOptions {
    PolicyOptions::new().cert_issuer_dn(name)
}

fn pass_through() -> PolicyOptions {
    PolicyOptions::new().allow_unauthenticated_requests(Unauthenticated::Allow)
}

fn refused(options: PolicyOptions) -> OptionError {
    MtlsAuthInbound::new(options).expect_err("an error in the options")
}

fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[test]
fn a_verified_client_is_allowed_and_becomes_the_user() {
    let policy = MtlsAuthInbound::new(enforcing(CA)).expect("good options");
    let Decision::Allow { metadata, sub } = policy.decide(&report("client.pem")) else {
        panic!("a verified client is refused");
    };
    assert_eq!(sub.as_deref(), Some("CN=client-1,O=Example,C=US"));
    assert_eq!(
        metadata.to_json(),
        "{\"subject\":\"CN=client-1,O=Example,C=US\",\"issuer\":\"CN=example-ca,O=Example,C=US\",\
         \"notBefore\":\"2026-01-01T00:00:00Z\",\"notAfter\":\"2099-12-31T23:59:59Z\",\
         \"sha256Fingerprint\":\"FP\",\"serialNumber\":\"0A:1B\",\"verified\":true,\"status\":\"SUCCESS\",\
         \"reason\":null,\"caId\":\"mtlsca_1\"}"
            .replace("FP", &metadata.fingerprint().to_string())
    );
}

#[test]
fn a_user_who_is_there_stays() {
    let policy = MtlsAuthInbound::new(enforcing(CA)).expect("good options");
    let decision = policy.decide_for(&report("client.pem"), RequestUser::Present);
    assert_eq!((decision.action(), decision.sub()), ("allow", None));
    assert!(decision.metadata().is_some());
}

#[test]
fn a_staged_rollout_sees_with_which_reason_enforcing_refuses() {
    let options = pass_through().cert_issuer_dn("CN=other-ca,O=Example,C=US");
    let policy = MtlsAuthInbound::new(options).expect("good options");
    let decision = policy.decide(&report("client.pem"));
    assert_eq!((decision.action(), decision.reason()), ("pass_through", Some(Reason::IssuerNotAllowed)));
    let metadata: Value =
        serde_json::from_str(&decision.metadata().expect("metadata").to_json()).expect("JSON");
    assert_eq!(metadata["verified"], false);
    assert_eq!(metadata["status"], "SUCCESS");
    assert_eq!(metadata["reason"], "issuer_not_allowed");
    assert_eq!(decision.sub(), None);
}

#[test]
fn the_answer_to_a_refused_client_has_five_members_in_order() {
    let policy = MtlsAuthInbound::new(enforcing(CA)).expect("good options");
    let decision = policy.decide(&EdgeReport::none());
    let problem = decision.problem().expect("a refusal");
    assert_eq!(
        problem.to_json(),
        r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"no client certificate was presented","code":"no_certificate"}"#
    );
    assert_eq!(Problem::CONTENT_TYPE, "application/problem+json");
    assert_eq!(
        decision.to_json(),
        format!(
            r#"{{"action":"reject","reason":"no_certificate","metadata":null,"sub":null,"problem":{}}}"#,
            problem.to_json()
        )
    );
}

#[test]
fn only_the_operator_learns_expected_found_and_cause() {
    let policy = MtlsAuthInbound::new(enforcing(REVERSED)).expect("good options");
    let decision = policy.decide(&report("client.pem"));
    let log = decision.log().expect("a line for the log");
    assert!(log.contains(REVERSED) && log.contains(CA), "{log}");
    assert!(log.contains("revers"), "{log}");
    let answer = decision.to_json();
    assert!(!answer.contains("example-ca") && !answer.contains("revers"), "{answer}");
}

#[test]
fn of_several_names_the_closest_is_explained() {
    let policy = MtlsAuthInbound::new(enforcing("CN=example-ca,O=Other,C=US").cert_issuer_dn(REVERSED));
    let policy = policy.expect("good options");
    let decision = policy.decide(&report("client.pem"));
    let log = decision.log().expect("a line for the log");
    assert!(log.contains("order is reversed"), "{log}");
    let found = DistinguishedName::parse(CA).expect("a name").into_name();
    let (closest, comparison) = policy.closest_issuer(found.as_name()).expect("two names");
    assert_eq!((closest.to_string().as_str(), comparison.suggestion()), (REVERSED, Some(CA)));
    let any = MtlsAuthInbound::new(pass_through()).expect("good options");
    assert!(any.closest_issuer(found.as_name()).is_none());
}

#[test]
fn a_line_for_the_log_is_bounded_and_printable() {
    let long = "\u{1f512}`\n".repeat(1_000);
    let names = (0..MAX_CERT_ISSUER_DNS).map(|number| format!("CN={number}{long},O={long}"));
    let options = names.fold(PolicyOptions::new(), PolicyOptions::cert_issuer_dn);
    let policy = MtlsAuthInbound::new(options).expect("names that can be read");
    let decision = policy.decide(&report("client.pem"));
    let log = decision.log().expect("a line for the log");
    assert!(log.len() <= MAX_LOG_SIZE && is_printable(log), "{} bytes: {log}", log.len());
    assert!(log.contains(" or one of 60 more"), "{log}");
}

#[test]
fn the_value_to_paste_comes_with_the_ca() {
    let error = refused(PolicyOptions::new());
    assert_eq!((error.kind(), error.suggestion()), (OptionErrorKind::CertIssuerDnRequired, None));
    assert!(
        error.to_string().starts_with("certIssuerDN is required while allowUnauthenticatedRequests is false"),
        "{error}"
    );
    let error = MtlsAuthInbound::for_cas(PolicyOptions::new(), [&ca("ca.pem")]).expect_err("still required");
    assert_eq!((error.code(), error.suggestion()), ("cert_issuer_dn_required", Some(CA)));
    assert!(error.to_string().contains(CA), "{error}");
    let both = [ca("ca.pem"), ca("ca-renewed.pem"), ca("other-ca.pem")];
    let error = MtlsAuthInbound::for_cas(enforcing(""), &both).expect_err("still required");
    assert_eq!(error.to_string().matches("example-ca").count(), 1, "{error}");
    assert!(error.to_string().contains("CN=other-ca,O=Example,C=US"), "{error}");
}

#[test]
fn a_name_in_the_opposite_order_of_a_ca_is_an_error() {
    let options = enforcing(CA).cert_issuer_dn(REVERSED);
    assert!(MtlsAuthInbound::new(options.clone()).is_ok());
    let error =
        MtlsAuthInbound::for_cas(options, [&ca("other-ca.pem"), &ca("ca.pem")]).expect_err("reversed");
    assert_eq!(error.code(), "cert_issuer_dn_reversed");
    assert_eq!(
        (error.option(), error.element(), error.suggestion()),
        (Some("certIssuerDN"), Some(2), Some(CA))
    );
}

#[test]
fn a_name_of_no_ca_is_a_warning() {
    let options = || enforcing(CA).cert_issuer_dn("CN=example-ca,OU=Next,O=Example,C=US");
    let policy =
        MtlsAuthInbound::for_cas(options(), [&ca("other-ca.pem"), &ca("ca.pem")]).expect("it may come");
    let [warning] = policy.warnings() else { panic!("{:?}", policy.warnings()) };
    assert_eq!((warning.kind(), warning.element()), (PolicyWarningKind::NoMatchingCa, Some(2)));
    assert_eq!(warning.suggestion(), Some(CA));
    assert!(is_printable(&warning.to_string()), "{warning}");
    // Without CAs there is nothing to compare with.
    assert!(MtlsAuthInbound::new(options()).expect("good options").warnings().is_empty());
}

#[test]
fn the_issuer_of_a_ca_is_a_warning_with_the_name_of_that_ca() {
    let policy = MtlsAuthInbound::for_cas(enforcing(CA), [&ca("intermediate.pem")]).expect("it may come");
    let [warning] = policy.warnings() else { panic!("{:?}", policy.warnings()) };
    let intermediate = ca("intermediate.pem").subject().to_string();
    assert_eq!(warning.suggestion(), Some(&*intermediate));
    for fact in ["is that of the CA which issued the CA", CA, &intermediate] {
        assert!(warning.to_string().contains(fact), "{warning}");
    }
}

#[test]
fn the_slash_form_is_a_warning_with_the_text_to_write() {
    let policy = MtlsAuthInbound::new(enforcing("/C=US/O=Example/CN=example-ca")).expect("it can be read");
    let [warning] = policy.warnings() else { panic!("{:?}", policy.warnings()) };
    assert_eq!((warning.code(), warning.suggestion()), ("legacy_slash_form", Some(CA)));
    assert_eq!(policy.decide(&report("client.pem")).action(), "allow");
}

#[test]
fn an_unknown_option_names_the_nearest() {
    for (written, nearest) in [
        ("cert_issuer_dn", "certIssuerDN"),
        ("issuer", "certIssuerDN"),
        ("allowUnauthenticated", "allowUnauthenticatedRequests"),
    ] {
        let error = PolicyOptions::from_json(format!(r#"{{"{written}":1}}"#)).expect_err("unknown");
        assert_eq!((error.code(), error.suggestion()), ("unknown_option", Some(nearest)), "{written}");
        assert!(error.to_string().contains(nearest), "{error}");
    }
}

#[test]
fn a_hostile_key_is_shown_cut_and_printable() {
    let key = "\\u001b[31m`\u{202e}".repeat(10_000);
    let error = PolicyOptions::from_json(format!(r#"{{"{key}":1}}"#)).expect_err("unknown");
    let sentence = error.to_string();
    assert!(is_printable(&sentence) && sentence.len() < 2_048, "{sentence}");
}

#[test]
fn a_bad_name_says_which_and_at_which_character() {
    let error = refused(enforcing("CN=\u{fc},O=a").cert_issuer_dn("CN=\u{fc},O"));
    assert_eq!((error.kind(), error.element()), (OptionErrorKind::CertIssuerDnMalformed, Some(2)));
    let name_error = error.name_error().expect("why");
    assert_eq!(name_error.kind().code(), "missing_equals");
    assert!(name_error.character() > 5, "{name_error:?}");
    assert!(error.to_string().contains(&name_error.to_string()), "{error}");
}

#[test]
fn an_error_in_json_says_where() {
    let error = PolicyOptions::from_json("{\n  \"certIssuerDN\": CN=a\n}").expect_err("no JSON");
    assert_eq!(error.code(), "not_json");
    assert!(error.to_string().contains("line 2 column 19"), "{error}");
}

#[test]
fn limits_hold_to_the_byte_and_to_the_name() {
    let padded = |bytes: usize| format!("{{\"certIssuerDN\":\"CN=a\"{}}}", " ".repeat(bytes - 23));
    assert_eq!(padded(MAX_OPTIONS_SIZE).len(), MAX_OPTIONS_SIZE);
    assert!(MtlsAuthInbound::from_json(padded(MAX_OPTIONS_SIZE)).is_ok());
    assert_eq!(refused_json(&padded(MAX_OPTIONS_SIZE + 1)), OptionErrorKind::TooLarge);
    let names =
        |count: usize| (0..count).fold(PolicyOptions::new(), |options, _| options.cert_issuer_dn("CN=a"));
    assert!(MtlsAuthInbound::new(names(MAX_CERT_ISSUER_DNS)).is_ok());
    assert_eq!(refused(names(MAX_CERT_ISSUER_DNS + 1)).kind(), OptionErrorKind::TooManyCertIssuerDns);
}

fn refused_json(options: &str) -> OptionErrorKind {
    MtlsAuthInbound::from_json(options).expect_err("an error in the options").kind()
}

#[test]
fn codes_are_unique_and_snake_case() {
    let codes: std::collections::BTreeSet<_> = OptionErrorKind::ALL
        .iter()
        .map(|kind| kind.code())
        .chain(PolicyWarningKind::ALL.iter().map(|kind| kind.code()))
        .collect();
    assert_eq!(codes.len(), OptionErrorKind::ALL.len() + PolicyWarningKind::ALL.len());
    assert!(codes.iter().all(|code| code.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase())));
}

#[test]
fn without_issuers_any_is_allowed_and_with_them_only_those() {
    let read = |text: &str| DistinguishedName::parse(text).expect("a name").into_name();
    let any = MtlsAuthInbound::new(pass_through()).expect("good options");
    assert!(any.allows_issuer(read("CN=whoever").as_name()));
    let two = MtlsAuthInbound::new(enforcing(CA).cert_issuer_dn("CN=next-ca")).expect("good options");
    assert!(two.allows_issuer(read("cn=EXAMPLE-ca, o=example, c=us").as_name()));
    assert!(two.allows_issuer(read("CN=Next-CA").as_name()));
    assert!(!two.allows_issuer(read(REVERSED).as_name()));
    assert!(!two.allows_issuer(read("").as_name()));
}

#[test]
fn the_closest_issuer_of_an_allowed_one_is_itself() {
    let read = |text: &str| DistinguishedName::parse(text).expect("a name").into_name();
    let policy = MtlsAuthInbound::new(enforcing("CN=next-ca").cert_issuer_dn(REVERSED).cert_issuer_dn(CA))
        .expect("good options");
    for found in [CA, "cn=EXAMPLE-CA, o=example, c=us"] {
        let (closest, comparison) = policy.closest_issuer(read(found).as_name()).expect("three names");
        assert_eq!(closest.to_string(), CA, "nearer than the same in another order");
        assert!(comparison.level().matches() && comparison.hint().is_none());
    }
}

#[test]
fn a_policy_says_what_it_does_with_the_unauthenticated() {
    let of = |options| MtlsAuthInbound::new(options).expect("good options").unauthenticated();
    assert_eq!(of(enforcing(CA)), Unauthenticated::Refuse);
    assert_eq!(of(pass_through()), Unauthenticated::Allow);
}

/// The operator gets a line also about a certificate whose subject cannot be printed.
#[test]
fn the_line_for_the_log_says_why_a_subject_is_missing_from_it() {
    let policy = MtlsAuthInbound::new(enforcing(CA)).expect("good options");
    for id in ["name/subject-bad-utf8", "name/subject-empty-rdn", "structure/subject-of-129-rdns"] {
        let case = vector_file::case(id);
        let (der, verifier) = (case.leaf(), case.verifier());
        let decision =
            policy.decide(&EdgeReport::from(&verifier.evaluate(Some(&der), check_time(case.now()))));
        let log = decision.log().expect("a line for the log");
        let fault = if id.contains("129") { "is larger than a limit" } else { "is not well-formed" };
        assert!(log.contains(&format!("a subject that {fault}: found ")), "{id}: {log}");
        assert!(
            log.contains(&issuedby::Fingerprint::of(&der).to_string()) && is_printable(log),
            "{id}: {log}"
        );
    }
}
