//! The page `OBSERVABILITY.md`: metrics, access lines and events. It is made from the code, and a test compares it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use crate::HandshakeRefusal;
use crate::observe::access_setting::Access;
use crate::observe::event::Event;
use crate::observe::events::{self, EventRow};
use crate::observe::metrics::{Metrics, ReloadLabels, VerdictLabels};

/// A metric: name as it is read, labels, unit, meaning, and when to alert.
type MetricRow = (&'static str, &'static [&'static str], &'static str, &'static str, &'static str);

#[rustfmt::skip]
const METRICS: &[MetricRow] = &[
    ("issuedby_connections", &[], "connections",
        "The connections of clients that are open.",
        "above 80 % of `connections` in `[limits]`"),
    ("issuedby_handshakes_total", &["result"], "handshakes",
        "The handshakes by their result, as below.",
        "a growing share of `edge_not_trusted`, `no_server_certificate` or `internal_error`; any `invalid_check_time`"),
    ("issuedby_handshake_duration_seconds", &[], "seconds",
        "The time from accepting a connection to the result of its handshake.",
        "the 99th percentile above 1 s"),
    ("issuedby_requests_total", &["status", "fault"], "requests",
        "The requests by the status of the response. `fault` is the edge's own code, and empty for responses of the \
         upstream.",
        "a growing rate of `upstream_unreachable`, `upstream_failed`, `upstream_timeout`, `upstream_busy` or `no_upstream`"),
    ("issuedby_request_duration_seconds", &[], "seconds",
        "The time from the head of a request to the head of its response.",
        "your own objective"),
    ("issuedby_verdicts_total", &["status", "reason"], "requests",
        "The requests by the verdict that the upstream got. `reason` is empty on SUCCESS.",
        "any `ca_set_stale`; a sudden share of `FAILED`"),
    ("issuedby_streams_ended_total", &[], "streams",
        "The requests, responses and WebSockets that ended because their verdict was invalidated.",
        "–"),
    ("issuedby_responses_stalled_total", &[], "responses",
        "The responses that were given up because the client took nothing for `body_timeout`.",
        "–"),
    ("issuedby_websockets_idle_total", &[], "WebSockets",
        "The WebSockets that ended because neither side sent anything for `websocket_timeout`.",
        "–"),
    ("issuedby_requests_broken_off_total", &[], "requests",
        "The requests that ended with `request_broken_off` or `request_timeout`.",
        "a sudden rise"),
    ("issuedby_requests_malformed_total", &[], "requests",
        "The requests that were not HTTP, or whose head was too large. They are in no other metric of requests.",
        "a sudden rise"),
    ("issuedby_certificate_reloads_total", &["result"], "reloads",
        "The times that the server certificates were read again: `done` or `refused`.",
        "any `refused`"),
    ("issuedby_registry_up", &[], "0 or 1",
        "1 if the last look at the registry succeeded.",
        "0 for a minute"),
    ("issuedby_ca_set_age_seconds", &[], "seconds",
        "The time since the registry last confirmed the CAs. It is below 1 if all is well.",
        "above a third of `max_stale`"),
    ("issuedby_access_log_lines_dropped_total", &[], "lines",
        "The access lines and events that were dropped because their queue was full.",
        "any increase"),
];

#[rustfmt::skip]
const ACCESS_KEYS: &[(&str, &str)] = &[
    ("time", "RFC 3339 in UTC; `@` and Unix seconds if the clock shows a time after 9999"),
    ("client", "the address of the client"),
    ("domain", "the domain of the request in its normal form; empty if the request named none"),
    ("account", "the account of the handshake"),
    ("protocol", "`HTTP/1.1` or `HTTP/2`"),
    ("method", "the method, cut if it is long"),
    ("path", "the first 1024 bytes of the path, without the query"),
    ("status", "the status of the response, also if the client has left"),
    ("fault", "the code of the edge's own response; null for responses of the upstream"),
    ("milliseconds", "the time to the head of the response"),
    ("verdict", "`SUCCESS`, `FAILED` or `NONE`; null if the request was for no upstream"),
    ("reason", "the code of the reason; null on SUCCESS"),
    ("certificate", "SHA-256 of the client's certificate; null if none could be read"),
    ("ca", "the identifier of the CA on SUCCESS; null otherwise"),
    ("issuer", "on FAILED alone: the issuer that the certificate claims, up to 512 bytes"),
    ("subject", "on FAILED alone: the subject that the certificate claims, up to 512 bytes"),
];

#[rustfmt::skip]
const EVENT_KEYS: &[(&str, &str)] = &[
    ("time", "as in an access line"),
    ("level", "`info`, `warning` or `error`"),
    ("event", "the name, as below"),
    ("message", "a sentence for people; it may change in every version"),
    ("count", "the number of events that this one stands for, itself included"),
    ("client", "the address of the client"),
    ("server_name", "the SNI, cut if it is long"),
    ("certificate", "SHA-256 of the certificate that the client presented"),
    ("reason", "the result of the handshake"),
    ("remedy", "what to do, and who"),
];

const HEAD: &str = "\
# Metrics, access lines and events

This page is made from the code of the edge. Names of metrics, of labels and of events, and keys of lines are
interfaces: [RELEASING](../../RELEASING.md) says when they may change. Sentences in `message` and `remedy` are not.

Contents: [Metrics](#metrics), [Results of a handshake](#results-of-a-handshake), [Access lines](#access-lines),
[Events](#events).
";

const METRICS_HEAD: &str = "
## Metrics

`metrics` in `edge.toml` is the address of `/metrics`, in the text format of OpenMetrics. A label has a bounded number
of values, and no client chooses one. A histogram has the series `_bucket`, `_sum` and `_count`.

| metric | type | labels | unit | meaning | alert on |
|---|---|---|---|---|---|
";

const RESULTS_HEAD: &str = "
## Results of a handshake

`full` and `resumed` are handshakes that succeeded. Every other result is a refusal. It is the label `result`, and the
`reason` of the event `handshake_refused` with the level below.

| result | level | meaning | remedy |
|---|---|---|---|
";

const ACCESS_HEAD: &str = "
## Access lines

A request is one line of JSON on standard output, unless `access_log` is `off`. The edge writes it when the response
begins, or when the client breaks the request off. The line has these keys in this order:

| key | value |
|---|---|
";

const EVENTS_HEAD: &str = "
## Events

An event is one line of JSON on standard error. Keys without a value are left out:

| key | value |
|---|---|
";

const EVENT_FIELDS: &str = "
Every event has the first five keys. The column *fields* names the others. If clients can cause an event, at most one a
second of its kind is logged, and `count` says for how many it stands.
";

/// The page.
fn page() -> String {
    let types = rendered();
    let mut page = format!("{HEAD}{METRICS_HEAD}");
    for (name, labels, unit, meaning, alert) in METRICS {
        let labels: Vec<_> = labels.iter().map(|label| format!("`{label}`")).collect();
        let kind = types.get(*name).map_or("", |metric| &metric.kind);
        let labels = if labels.is_empty() { "–".to_owned() } else { labels.join(", ") };
        page += &format!("| `{name}` | {kind} | {labels} | {unit} | {meaning} | {alert} |\n");
    }
    page += RESULTS_HEAD;
    for refusal in HandshakeRefusal::ALL {
        let (code, sentence, remedy) = (refusal.code(), refusal.sentence(), refusal.remedy());
        let level = refusal.level().unwrap_or("no event");
        page += &format!("| `{code}` | {level} | {sentence} | {remedy} |\n");
    }
    page += ACCESS_HEAD;
    page += &keys(ACCESS_KEYS);
    page += EVENTS_HEAD;
    page += &keys(EVENT_KEYS);
    page += EVENT_FIELDS;
    for (title, rows) in events::GROUPS {
        page += &format!(
            "\n### {title}\n\n| event | level | fields | meaning | remedy |\n|---|---|---|---|---|\n"
        );
        for EventRow { name, level, fields, meaning, remedy } in *rows {
            let fields = if fields.is_empty() { "–" } else { fields };
            page += &format!("| `{name}` | {level} | {fields} | {meaning} | {remedy} |\n");
        }
    }
    page
}

fn keys(rows: &[(&str, &str)]) -> String {
    rows.iter().map(|(key, value)| format!("| `{key}` | {value} |\n")).collect()
}

/// A metric as `/metrics` has it.
#[derive(Default)]
struct Rendered {
    kind: String,
    unit: Option<String>,
    labels: BTreeSet<String>,
}

/// All metrics that are registered, by the name under which they are read.
fn rendered() -> BTreeMap<String, Rendered> {
    let metrics = Metrics::new();
    metrics.handshake("full", Duration::ZERO);
    metrics.request(200, "", Duration::ZERO);
    metrics.verdicts.get_or_create(&VerdictLabels { status: "SUCCESS", reason: "" }).inc();
    metrics.reloads.get_or_create(&ReloadLabels { result: "done" }).inc();
    let text = metrics.text(Duration::ZERO, 0);
    let mut all = BTreeMap::<String, Rendered>::new();
    let (mut units, mut name) = (BTreeMap::new(), String::new());
    for line in text.lines() {
        let words: Vec<_> = line.split(' ').collect();
        match *words.as_slice() {
            ["#", "UNIT", metric, unit] => drop(units.insert(metric.to_owned(), unit.to_owned())),
            ["#", "TYPE", metric, kind] => {
                name = match kind {
                    "counter" => format!("{metric}_total"),
                    _ => metric.to_owned(),
                };
                all.entry(name.clone()).or_default().kind = kind.to_owned();
            }
            ["#", ..] => {}
            _ => {
                let labels = line.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
                let labels = labels.map_or("", |(labels, _)| labels).split(',');
                let names =
                    labels.filter_map(|label| label.split_once('=')).map(|(label, _)| label.to_owned());
                let metric = all.get_mut(&name).expect("a type comes first");
                metric.labels.extend(names.filter(|label| label != "le"));
            }
        }
    }
    for (name, metric) in &mut all {
        metric.unit = units.remove(name);
    }
    all
}

#[test]
fn the_page_has_the_metrics_that_are_registered() {
    let all = rendered();
    let of_page: BTreeSet<_> = METRICS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(of_page, all.keys().cloned().collect());
    for (name, labels, unit, ..) in METRICS {
        let metric = all.get(*name).expect("it is registered");
        assert_eq!(metric.labels, labels.iter().map(ToString::to_string).collect(), "{name}");
        assert!(metric.unit.as_deref().is_none_or(|registered| registered == *unit), "{name}");
    }
}

/// The keys of a value in the order of its line.
fn keys_of(line: &str) -> Vec<&str> {
    let fields = line.trim_start_matches('{').split(',');
    fields.filter_map(|field| field.split_once(':')).map(|(key, _)| key.trim_matches('"')).collect()
}

#[test]
fn the_page_has_the_keys_of_lines_in_their_order() {
    let text = || Some(String::new());
    let client = [192, 0, 2, 1].into();
    let access = Access {
        time: String::new(),
        client,
        domain: String::new(),
        account: String::new(),
        protocol: "",
        method: String::new(),
        path: String::new(),
        status: 200,
        fault: None,
        milliseconds: 0.0,
        verdict: None,
        reason: None,
        certificate: None,
        ca: None,
        issuer: text(),
        subject: text(),
    };
    let event = Event {
        time: String::new(),
        level: "",
        event: "",
        message: String::new(),
        count: 1,
        client: Some(client),
        server_name: text(),
        certificate: text(),
        reason: Some(""),
        remedy: Some("".into()),
    };
    let access = serde_json::to_string(&access).expect("it is written");
    let event = serde_json::to_string(&event).expect("it is written");
    let of_page = |rows: &[(&'static str, &str)]| rows.iter().map(|(key, _)| *key).collect::<Vec<_>>();
    assert_eq!(keys_of(&access), of_page(ACCESS_KEYS));
    assert_eq!(keys_of(&event), of_page(EVENT_KEYS));
}

#[test]
fn every_event_has_one_row() {
    let rows = events::GROUPS.iter().flat_map(|(_, rows)| *rows);
    let mut names = BTreeSet::new();
    for row in rows {
        assert!(names.insert(row.name), "{} is twice in the table", row.name);
        assert!(row.meaning.ends_with('.') && !row.remedy.is_empty(), "{}", row.name);
    }
}

#[test]
fn the_committed_page_is_current() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate_folder.join("../../target"), PathBuf::from);
    let (made, committed) = (target.join("generated"), crate_folder.join("OBSERVABILITY.md"));
    fs::create_dir_all(&made).expect("a folder can be made");
    let made = made.join("OBSERVABILITY.md");
    fs::write(&made, page()).expect("a file can be written");
    assert!(
        fs::read_to_string(&committed).is_ok_and(|text| text == page()),
        "{} is not as the code has it; to put it right: cp {} {}",
        committed.display(),
        made.display(),
        committed.display()
    );
}
