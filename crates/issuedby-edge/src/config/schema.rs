//! The tables of a configuration file and their keys: what each is for, and an example of its line.

use issuedby_registry::limits::MAX_SHOWN_CHARACTERS;

/// A key that a table may have.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// Its value, as a sentence has it after "expected".
    pub(super) expected: &'static str,
    /// Its value, as an example.
    pub(super) example: &'static str,
}

/// A table, and all keys that it may have.
#[derive(Debug)]
pub(super) struct Schema {
    /// The line with which it begins; empty for the keys above the first table.
    pub(super) header: &'static str,
    pub(super) keys: &'static [&'static Key],
}

/// A key of a name, what is expected, and an example.
macro_rules! keys {
    ($($constant:ident = $name:literal, $expected:literal, $example:literal;)+) => {
        $(pub(super) const $constant: Key = Key { name: $name, expected: $expected, example: $example };)+
    };
}

const DURATION: &str = "a duration in quotes with its unit, of 1ms to 24h";

/// Keys whose value is a duration.
macro_rules! durations {
    ($($constant:ident = $name:literal, $example:literal;)+) => {
        $(pub(super) const $constant: Key = Key { name: $name, expected: DURATION, example: $example };)+
    };
}

keys! {
    LISTEN = "listen", "a list of addresses with their ports", r#"["0.0.0.0:8443"]"#;
    REGISTRY = "registry", "the path of the registry", r#""registry.sqlite""#;
    METRICS = "metrics", "an address with its port", r#""127.0.0.1:9100""#;
    ACCESS_LOG = "access_log", "`stdout` or `off`", r#""stdout""#;
    CA_HINTS = "ca_hints", "`send` or `omit`", r#""send""#;
    ALLOW_UNUSUAL_SERIAL = "allow_unusual_serial", "true or false", "true";
    CERTIFICATE = "certificate", "tables that each begin with `[[certificate]]`", "[[certificate]]";
    UPSTREAM = "upstream", "tables that each begin with `[[upstream]]`", "[[upstream]]";
    STRIP = "strip", "a list of names of fields", r#"["X-User", "X-User-*"]"#;
    LIMITS = "limits", "one table that begins with `[limits]`", "[limits]";

    CHAIN = "chain", "the path of a certificate", r#""server.pem""#;
    KEY = "key", "the path of a private key", r#""server-key.pem""#;

    ADDRESS = "address", "`http://HOST:PORT` without a path, or `unix:PATH`", r#""http://127.0.0.1:3000""#;
    ACCOUNT = "account", "the name of one account", r#""acme""#;
    ACCOUNTS = "accounts", "`all`", r#""all""#;
    DOMAINS = "domains", "a list of domains", r#"["api.example.com"]"#;
    CLIENT_CERT = "client_cert", "`off`, `presented` or `verified`", r#""verified""#;
    CLIENT_CERT_CHAIN = "client_cert_chain", "`send` or `omit`", r#""send""#;
    CLIENT_CERT_MAX = "client_cert_max", "a number of bytes", "8192";
    HTTP = "http", "`1.1` or `2`, in quotes", r#""2""#;

    MAX_HEADER_BYTES = "max_header_bytes", "a number of bytes", "16384";
    CONNECTIONS = "connections", "a number of connections", "10000";
    CONNECTIONS_PER_SOURCE = "connections_per_source", "a number of connections", "1000";
    HANDSHAKES_PER_SOURCE = "handshakes_per_source", "a number of handshakes a second", "200";
    HANDSHAKES_PER_ACCOUNT = "handshakes_per_account", "a number of handshakes a second", "5000";
    FAILED_CHECKS_PER_SOURCE = "failed_checks_per_source", "a number of signature checks a second", "640";
    FAILED_CHECKS_PER_ACCOUNT = "failed_checks_per_account", "a number of signature checks a second", "6400";
    BROKEN_OFF_PER_SOURCE = "broken_off_per_source", "a number of requests a second", "100";
    UPSTREAM_REQUESTS = "upstream_requests", "a number of requests", "8192";
    UPSTREAM_REQUESTS_PER_UPSTREAM = "upstream_requests_per_upstream", "a number of requests", "4096";
    UPSTREAM_REQUESTS_PER_ACCOUNT = "upstream_requests_per_account", "a number of requests", "4096";
    UPSTREAM_REQUESTS_PER_SOURCE = "upstream_requests_per_source", "a number of requests", "256";
}

durations! {
    MAX_STALE = "max_stale", r#""15m""#;
    HANDSHAKE_TIMEOUT = "handshake_timeout", r#""10s""#;
    BODY_TIMEOUT = "body_timeout", r#""60s""#;
    IDLE_TIMEOUT = "idle_timeout", r#""60s""#;
    CONNECT_TIMEOUT = "connect_timeout", r#""5s""#;
    RESPONSE_TIMEOUT = "response_timeout", r#""60s""#;
    SHUTDOWN_TIMEOUT = "shutdown_timeout", r#""30s""#;
    WEBSOCKET_TIMEOUT = "websocket_timeout", r#""10m""#;
}

/// The keys above the first table.
pub(super) const TOP: Schema = Schema {
    header: "",
    keys: &[
        &LISTEN,
        &REGISTRY,
        &METRICS,
        &ACCESS_LOG,
        &MAX_STALE,
        &CA_HINTS,
        &ALLOW_UNUSUAL_SERIAL,
        &STRIP,
        &CERTIFICATE,
        &UPSTREAM,
        &LIMITS,
    ],
};

pub(super) const CERTIFICATE_TABLE: Schema = Schema { header: "[[certificate]]", keys: &[&CHAIN, &KEY] };

pub(super) const UPSTREAM_TABLE: Schema = Schema {
    header: "[[upstream]]",
    keys: &[
        &ADDRESS,
        &ACCOUNT,
        &ACCOUNTS,
        &DOMAINS,
        &CLIENT_CERT,
        &CLIENT_CERT_CHAIN,
        &CLIENT_CERT_MAX,
        &HTTP,
    ],
};

pub(super) const LIMITS_TABLE: Schema = Schema {
    header: "[limits]",
    keys: &[
        &HANDSHAKE_TIMEOUT,
        &BODY_TIMEOUT,
        &IDLE_TIMEOUT,
        &CONNECT_TIMEOUT,
        &RESPONSE_TIMEOUT,
        &SHUTDOWN_TIMEOUT,
        &MAX_HEADER_BYTES,
        &CONNECTIONS,
        &CONNECTIONS_PER_SOURCE,
        &HANDSHAKES_PER_SOURCE,
        &HANDSHAKES_PER_ACCOUNT,
        &FAILED_CHECKS_PER_SOURCE,
        &FAILED_CHECKS_PER_ACCOUNT,
        &BROKEN_OFF_PER_SOURCE,
        &UPSTREAM_REQUESTS,
        &UPSTREAM_REQUESTS_PER_UPSTREAM,
        &UPSTREAM_REQUESTS_PER_ACCOUNT,
        &UPSTREAM_REQUESTS_PER_SOURCE,
        &WEBSOCKET_TIMEOUT,
    ],
};

pub(super) const TABLES: [&Schema; 4] = [&TOP, &CERTIFICATE_TABLE, &UPSTREAM_TABLE, &LIMITS_TABLE];

impl Key {
    /// The line that an example has.
    pub(super) fn example_line(&self) -> String {
        match self.example.starts_with('[') && !self.example.contains('"') {
            true => self.example.to_owned(),
            false => self.line(self.example),
        }
    }

    /// The line with this value, which is TOML.
    pub(super) fn line(&self, value: &str) -> String {
        format!("{} = {value}", self.name)
    }
}

impl Schema {
    /// The table as a sentence names it.
    pub(super) fn title(&self) -> String {
        match self.header {
            "" => "above the first table".to_owned(),
            header => format!("below `{header}`"),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.name == name)
    }

    /// The remedy for a key that this table does not have, and the line to write instead where one is close.
    ///
    /// `value` is the value in the file, where that is short.
    pub(super) fn remedy_for_unknown(&self, name: &str, value: Option<&str>) -> (String, Option<String>) {
        let name = name.replace('-', "_");
        if let Some(table) = TABLES.iter().find(|table| table.header != self.header && table.has(&name)) {
            if matches!(name.as_str(), "certificate" | "upstream") {
                // These are tables: one line of them cannot be moved.
                let keys: Vec<_> = self.keys.iter().map(|key| format!("`{}`", key.name)).collect();
                return (format!("remove it; the keys {} are {}", self.title(), keys.join(", ")), None);
            }
            let where_to = match table.header {
                "" => "to the top of the file, above the first table".to_owned(),
                header => format!("to a table that begins with `{header}`"),
            };
            return (format!("move `{name}` {where_to}"), None);
        }
        let names = self.keys.iter().map(|key| key.name);
        match closest(&name, names.clone()).and_then(|name| self.keys.iter().find(|key| key.name == name)) {
            Some(key) => {
                let is_table = key.example_line().starts_with('[');
                let line = match value {
                    Some(value) if !is_table => key.line(value),
                    _ => key.example_line(),
                };
                (format!("did you mean `{}`? write: {line}", key.name), Some(line))
            }
            None => {
                let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
                (
                    format!(
                        "write another key: those {} are {}; or remove it",
                        self.title(),
                        names.join(", ")
                    ),
                    None,
                )
            }
        }
    }
}

/// The name with the fewest edits from `wanted`; none where a third of the letters or more would have to change.
pub(super) fn closest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // A long name is no misspelling of a short one, and a file has room for a very long name.
    if wanted.len() > MAX_SHOWN_CHARACTERS {
        return None;
    }
    let wanted = wanted.to_lowercase();
    let at_most = (wanted.len() / 3).max(1);
    names
        .map(|name| (strsim::osa_distance(&wanted, name), name))
        .filter(|(distance, _)| *distance <= at_most)
        .min()
        .map(|(_, name)| name)
}

/// A text of the file as a sentence repeats it: cut where it is long.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARACTERS).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("`{start}…`"),
        None => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_in_two_tables() {
        let mut names: Vec<_> = TABLES.iter().flat_map(|table| table.keys).map(|key| key.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn the_closest_name_is_one_that_was_meant() {
        let names = || UPSTREAM_TABLE.keys.iter().map(|key| key.name);
        for (wanted, expected) in [
            ("adress", Some("address")),
            ("Accounts", Some("accounts")),
            ("acount", Some("account")),
            ("client_certs", Some("client_cert")),
            ("htttp", Some("http")),
            ("url", None),
            ("", None),
        ] {
            assert_eq!(closest(wanted, names()), expected, "{wanted}");
        }
    }
}
