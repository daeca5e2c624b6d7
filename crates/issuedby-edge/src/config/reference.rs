//! The reference of the configuration file: every setting with its default, its unit and its reason, the rules that
//! choose an upstream, what a reload reads, and an example.
//!
//! The manual page edge.toml(5) is made from it.

use super::limits::HeaderBytes;
use super::read::MAX_NUMBER;
use super::schema::{self, Key, Schema};

/// A setting of the configuration file.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The header of its table, such as `[limits]`; empty above the first table.
    pub table: &'static str,
    /// The name of its key.
    pub name: &'static str,
    /// The value that it takes, with the unit.
    pub value: &'static str,
    /// Its value as an example, in TOML.
    pub example: &'static str,
    /// The smallest and the largest value of a number.
    pub range: Option<(u64, u64)>,
    /// The default, in TOML or in words.
    pub default: &'static str,
    /// The effect, and the reason for it.
    pub reason: &'static str,
}

/// A section about more than one setting.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// The title.
    pub title: &'static str,
    /// The paragraphs.
    pub paragraphs: &'static [&'static str],
}

/// The sections after the settings.
pub const SECTIONS: &[Section] = &[
    Section {
        title: "Choice of the upstream",
        paragraphs: &[
            "The first rule that applies decides which `[[upstream]]` gets a request. No later rule replaces it.",
            "1. One with `domains` and `account` gets requests to these domains, while this account has them.",
            "2. One with `domains` alone gets requests to these domains for the account that had each at the start or the \
             last reload. If none had it, it is for the first account that has it when a client asks for it.",
            "3. One with `account` gets the other domains of the account.",
            "4. One with `accounts = \"all\"` gets every other domain of every account.",
            "5. One with none of them gets the other domains of the registry's only account. If the registry has several \
             accounts, the edge does not start with it.",
            "A request that no rule covers gets 502 `no_upstream`. If a domain passes to another account, its upstream \
             does not pass with it before a reload.",
        ],
    },
    Section {
        title: "Changes while the edge runs",
        paragraphs: &[
            "The edge never reads this file again: restart it after a change. A reload (SIGHUP) reports such a change in the \
             event `configuration_changed`.",
            "The files of `chain` and `key` are read again when they change, and at a reload. If they cannot be used, the \
             certificates from before stay.",
            "The content of `registry` is followed all the time: a change takes effect within a second. A reload also binds \
             upstreams to the accounts that have their domains then.",
        ],
    },
];

/// A whole configuration file.
pub const EXAMPLE: &str = r#"listen = ["0.0.0.0:8443"]
registry = "registry.sqlite"
metrics = "127.0.0.1:9100"
strip = ["X-User", "X-Internal-*"]

[[certificate]]
chain = "server.pem"
key = "server-key.pem"

[[upstream]]
address = "unix:/run/api.sock"
account = "acme"
domains = ["api.example.com"]

[[upstream]]
address = "http://127.0.0.1:3000"
accounts = "all"
client_cert = "presented"

[limits]
connections_per_source = 5000
"#;

/// Every setting, in the order of the tables.
pub fn settings() -> impl Iterator<Item = Setting> {
    let of_table = |table: &'static Schema| table.keys.iter().map(move |key| setting(table, key));
    schema::TABLES.into_iter().flat_map(of_table)
}

fn setting(table: &'static Schema, key: &'static Key) -> Setting {
    let (_, default, reason) =
        DETAILS.iter().find(|(name, ..)| *name == key.name).copied().unwrap_or((key.name, "", ""));
    Setting {
        table: table.header,
        name: key.name,
        value: key.expected,
        example: key.example,
        range: key.expected.starts_with("a number").then(|| range(key.name)),
        default,
        reason,
    }
}

/// The smallest and the largest value of a key whose value is a number.
fn range(name: &str) -> (u64, u64) {
    match name {
        "max_header_bytes" => (HeaderBytes::LEAST.into(), HeaderBytes::MOST.into()),
        "client_cert_max" => (0, MAX_NUMBER),
        _ => (1, MAX_NUMBER),
    }
}

/// The default of a key without which the file is refused.
const REQUIRED: &str = "none: it is required";

/// Each key with its default and its reason.
const DETAILS: &[(&str, &str, &str)] = &[
    ("listen", REQUIRED, "The addresses on which clients connect, with TLS."),
    (
        "registry",
        REQUIRED,
        "The CA registry, a SQLite file. It says which CAs sign the clients of each account.",
    ),
    (
        "metrics",
        "none: no metrics",
        "The address of `/metrics`, for Prometheus. It has no access control: give an address that only the monitoring \
         reaches.",
    ),
    ("access_log", r#""stdout""#, "One line of JSON for each request on standard output. `off` writes none."),
    (
        "max_stale",
        r#""15m""#,
        "The time for which the last CAs are used while the registry cannot be read. After it no client is verified: \
         SUCCESS becomes FAILED with `ca_set_stale`, a refusal has it among its reasons, and NONE stays NONE. It \
         bounds the time for which a deletion can be missed.",
    ),
    (
        "ca_hints",
        r#""send""#,
        "The names of the account's CAs in the handshake (RFC 8446 section 4.2.4), so that browsers offer a certificate \
         that fits. Some clients then withhold every other certificate, and the reason is `no_certificate` in place of \
         `no_matching_ca`. `omit` sends no names.",
    ),
    (
        "allow_unusual_serial",
        "false",
        "Accepts serial numbers that are zero, negative, or of 20 bytes with the top bit set (RFC 5280 section 4.1.2.2). \
         Half of all certificates of `openssl rand -hex 20` have such a serial number.",
    ),
    (
        "strip",
        "[]",
        "More request fields to remove, beside those by which gateways name a client. Case does not count, every byte that \
         is neither a letter nor a digit counts as `-`, and a final `*` stands for any rest.",
    ),
    (
        "certificate",
        REQUIRED,
        "A certificate of the edge, for the domains that it names. Give one table for each.",
    ),
    ("upstream", REQUIRED, "A server behind the edge. Give one table for each."),
    ("limits", "each key has its own", "Timeouts, sizes and rates. They bound what one client can cost."),
    (
        "chain",
        REQUIRED,
        "The certificate and its intermediates, in PEM form. The edge reads a changed file again.",
    ),
    (
        "key",
        REQUIRED,
        "The private key of the certificate, in PEM form. The edge reads a changed file again. If other users can read \
         it, the edge starts with the warning `file_permissions`.",
    ),
    (
        "address",
        REQUIRED,
        "The address of the upstream. It must be reachable through the edge alone, or other programs can forge the \
         headers about a client: a Unix socket is the safest.",
    ),
    (
        "account",
        "none: the only account of the registry",
        "The account whose clients the upstream gets. With `domains`, it gets only these domains, while the account has \
         them.",
    ),
    (
        "accounts",
        "none: one account",
        "`all` gives the upstream every domain of every account that no other upstream has.",
    ),
    ("domains", "all that no other upstream names", "The domains whose requests the upstream gets."),
    (
        "client_cert",
        r#""verified""#,
        "The requests that get the field `Client-Cert` (RFC 9440): those with a verified certificate, those with any \
         readable certificate (`presented`, for workers that run the policy), or none (`off`).",
    ),
    (
        "client_cert_chain",
        r#""omit""#,
        "The field `Client-Cert-Chain` beside `Client-Cert`. The chain is never verified.",
    ),
    (
        "client_cert_max",
        "8192",
        "The longest value of either field, in bytes. A longer one is left out: many servers limit the size of all fields \
         together.",
    ),
    (
        "http",
        r#""1.1""#,
        "The version of HTTP that the upstream speaks. `2` is HTTP/2 without TLS, as gRPC needs it.",
    ),
    ("handshake_timeout", r#""10s""#, "The time limit of a TLS handshake."),
    (
        "body_timeout",
        r#""60s""#,
        "The time limit of the next piece of a request body, and of the client's reading of a piece of the response.",
    ),
    (
        "idle_timeout",
        r#""60s""#,
        "The time limit of a connection without a request. Over HTTP/1.1 the head of the next request must be whole by then.",
    ),
    ("connect_timeout", r#""5s""#, "The time limit of a connection to an upstream."),
    (
        "response_timeout",
        r#""60s""#,
        "The time limit of the head of a response, counted from the last piece of the request.",
    ),
    ("shutdown_timeout", r#""30s""#, "The time that open requests get when the edge stops."),
    ("max_header_bytes", "16384", "The most bytes in the head of a request."),
    ("connections", "10000", "The most connections of all clients together."),
    (
        "connections_per_source",
        "1000",
        "The most connections of one source: an IPv4 address, or an IPv6 network of 64 bits. Raise it where many clients \
         share an address.",
    ),
    (
        "handshakes_per_source",
        "200",
        "The handshakes a second of one source; twice as many at once. A resumed handshake counts half.",
    ),
    (
        "handshakes_per_account",
        "5000",
        "The handshakes a second with one account; twice as many at once. A resumed handshake counts half.",
    ),
    (
        "failed_checks_per_source",
        "640",
        "The signature checks a second for refused certificates of one source; twice as many at once. A forged certificate \
         costs the checks that it causes.",
    ),
    (
        "failed_checks_per_account",
        "6400",
        "The same for one account. It does not bind a source that had a verified client of the account within 10 minutes.",
    ),
    (
        "broken_off_per_source",
        "100",
        "The requests a second that one source breaks off after they went to an upstream; twice as many at once.",
    ),
    (
        "upstream_requests",
        "8192",
        "The most requests at all upstreams. Clients without a verified certificate get half of this number and of the \
         next two.",
    ),
    ("upstream_requests_per_upstream", "4096", "The most requests at one upstream."),
    (
        "upstream_requests_per_account",
        "4096",
        "The most requests at upstreams of the clients of one account.",
    ),
    ("upstream_requests_per_source", "256", "The most requests at upstreams of one source."),
    ("websocket_timeout", r#""10m""#, "The time limit of a WebSocket on which neither side sends anything."),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    #[test]
    fn every_setting_has_a_default_and_a_reason() {
        let all: Vec<_> = settings().collect();
        for setting in &all {
            assert!(!setting.default.is_empty() && setting.reason.ends_with('.'), "{}", setting.name);
        }
        assert_eq!(all.len(), DETAILS.len(), "a key that is gone is in the reference");
    }

    /// A file with the required keys, and `more` lines in each kind of table.
    fn config(top: &str, upstream: &str, limits: &str) -> Config {
        let text = format!(
            "listen = [\"127.0.0.1:0\"]\nregistry = \"r\"\n{top}\n[[certificate]]\nchain = \"c\"\nkey = \"k\"\n\
             [[upstream]]\naddress = \"http://127.0.0.1:3000\"\n{upstream}\n[limits]\n{limits}\n"
        );
        Config::parse(&text, Path::new("edge.toml")).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_example_is_a_configuration() {
        let example =
            Config::parse(EXAMPLE, Path::new("edge.toml")).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((example.certificate.len(), example.upstream.len()), (1, 2));
    }

    #[test]
    fn numbers_have_their_range() {
        let range =
            |name: &str| settings().find(|setting| setting.name == name).and_then(|setting| setting.range);
        assert_eq!(range("max_header_bytes"), Some((8_192, 1 << 20)));
        assert_eq!(range("client_cert_max"), Some((0, MAX_NUMBER)));
        assert_eq!(range("connections"), Some((1, MAX_NUMBER)));
        assert_eq!(range("idle_timeout"), None);
        for setting in settings().filter(|setting| setting.value.starts_with("a number")) {
            let (least, most) = range(setting.name).expect("a range");
            // Above the largest number, and below the smallest one, the file is refused with this range.
            for outside in [Some(most + 1), least.checked_sub(1)].into_iter().flatten() {
                let line = format!("{} = {outside}", setting.name);
                let text = match setting.table {
                    "[limits]" => EXAMPLE.replace("connections_per_source = 5000", &line),
                    _ => EXAMPLE.replace("client_cert = \"presented\"", &line),
                };
                let error = Config::parse(&text, Path::new("edge.toml")).expect_err("it is out of range");
                let expected = format!("from {least} to {most}");
                assert!(error.to_string().contains(&expected), "{error}");
            }
        }
    }

    #[test]
    fn the_defaults_are_those_of_an_empty_file() {
        let lines = |table: &str| {
            let of_table = settings().filter(|setting| setting.table == table && is_toml(setting.default));
            of_table.map(|setting| format!("{} = {}\n", setting.name, setting.default)).collect::<String>()
        };
        let (empty, full) =
            (config("", "", ""), config(&lines(""), &lines("[[upstream]]"), &lines("[limits]")));
        assert_eq!(format!("{:?}", full.limits), format!("{:?}", empty.limits));
        assert_eq!(format!("{:?}", full.strip), format!("{:?}", empty.strip));
        assert_eq!(
            (full.access_log, full.max_stale, full.ca_hints, full.allow_unusual_serial),
            (empty.access_log, empty.max_stale, empty.ca_hints, empty.allow_unusual_serial)
        );
        let values = |config: &Config| {
            let upstream = config.upstream.first().expect("one");
            (upstream.client_cert, upstream.client_cert_chain, upstream.client_cert_max, upstream.http)
        };
        assert_eq!(values(&full), values(&empty));
        assert!(lines("[limits]").lines().count() > 15 && lines("[[upstream]]").lines().count() == 4);
    }

    /// Other defaults are words.
    fn is_toml(default: &str) -> bool {
        default.starts_with(['"', '['])
            || default == "false"
            || default.bytes().all(|byte| byte.is_ascii_digit())
    }
}
