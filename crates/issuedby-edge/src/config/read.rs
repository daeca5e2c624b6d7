//! A configuration out of the tables of its file.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use issuedby::ErrorDetails;
use issuedby_registry::{AccountName, DomainName};
use toml::Spanned;
use toml::de::DeTable;

use super::address::UpstreamAddress;
use super::error::{ConfigError, Source};
use super::field::FieldPattern;
use super::limits::{HeaderBytes, Limits};
use super::schema::{self, Key, shown};
use super::settings::{
    AccessLog, Accounts, CaHints, ClientCertChainField, ClientCertField, Config, DEFAULT_MAX_STALE,
    HttpVersion, ServerCertificate, Upstream,
};
use super::syntax;
use super::table::Table;
use super::value::{Value, meant_address, quoted};

/// The largest number of anything that is counted. It has room everywhere, and no operator means more.
pub(super) const MAX_NUMBER: u64 = 0xffff_ffff;

/// The configuration in a text.
///
/// # Errors
///
/// That of the first key that does not fit.
pub(super) fn config(source: Source) -> Result<Config, ConfigError> {
    let document = DeTable::parse(source.text()).map_err(|error| syntax::error(&source, &error))?;
    let top = Table::new(&source, &schema::TOP, document.get_ref(), document.span())?;
    let Addresses { listen, metrics } = addresses(&top)?;
    let certificates = top.tables(&schema::CERTIFICATE, &schema::CERTIFICATE_TABLE)?;
    let upstreams = top.tables(&schema::UPSTREAM, &schema::UPSTREAM_TABLE)?;
    refuse_missing(&source, certificates.is_empty(), upstreams.is_empty())?;
    let config = Config {
        listen,
        registry: top.required(&schema::REGISTRY)?.path()?,
        metrics,
        access_log: choice(
            &top,
            &schema::ACCESS_LOG,
            &[("off", AccessLog::Off), ("stdout", AccessLog::Stdout)],
            Some(("stdout", "off")),
        )?,
        max_stale: duration(&top, &schema::MAX_STALE, DEFAULT_MAX_STALE)?,
        ca_hints: choice(
            &top,
            &schema::CA_HINTS,
            &[("omit", CaHints::Omit), ("send", CaHints::Send)],
            Some(("send", "omit")),
        )?,
        allow_unusual_serial: top
            .get(&schema::ALLOW_UNUSUAL_SERIAL)
            .map_or(Ok(false), |value| value.boolean())?,
        certificate: certificates.iter().map(certificate).collect::<Result<_, _>>()?,
        upstream: upstreams.iter().map(upstream).collect::<Result<_, _>>()?,
        strip: match top.get(&schema::STRIP) {
            None => Vec::new(),
            Some(fields) => fields.list(quoted)?.iter().map(field).collect::<Result<_, _>>()?,
        },
        limits: match top.table(&schema::LIMITS, &schema::LIMITS_TABLE)? {
            Some(table) => limits(&table)?,
            None => Limits::default(),
        },
        source: Source::default(),
    };
    drop(document);
    Ok(Config { source, ..config })
}

/// The addresses on which the edge listens.
struct Addresses {
    listen: Vec<SocketAddr>,
    metrics: Option<SocketAddr>,
}

fn addresses(top: &Table<'_>) -> Result<Addresses, ConfigError> {
    let value = top.required(&schema::LISTEN)?;
    let any = |text: &str| meant_address(text, "0.0.0.0", 8443).map(|address| format!("\"{address}\""));
    let listen: Vec<_> =
        value.list(any)?.iter().map(|address| address.address("0.0.0.0", 8443)).collect::<Result<_, _>>()?;
    if listen.is_empty() {
        return Err(value.refuse());
    }
    let metrics_value = top.get(&schema::METRICS);
    let metrics = metrics_value.as_ref().map(|value| value.address("127.0.0.1", 9100)).transpose()?;
    refuse_twice(&value, &listen, metrics_value.as_ref().zip(metrics))?;
    Ok(Addresses { listen, metrics })
}

/// Refuses a configuration without a server certificate or without an upstream.
fn refuse_missing(source: &Source, no_certificate: bool, no_upstream: bool) -> Result<(), ConfigError> {
    let (what, below) = match (no_certificate, no_upstream) {
        (true, _) => ("certificate", "chain = \"server.pem\" and key = \"server-key.pem\""),
        (false, true) => ("upstream", "address = \"http://127.0.0.1:3000\""),
        (false, false) => return Ok(()),
    };
    let remedy = format!("add a line `[[{what}]]`, and below it: {below}");
    Err(source.whole(format!("found no `[[{what}]]`, expected at least one")).with_remedy(remedy))
}

/// Refuses an address that is named twice: the system would, and would blame another program. With port 0 each is another one.
fn refuse_twice(
    listen: &Value<'_>,
    listen_on: &[SocketAddr],
    metrics: Option<(&Value<'_>, SocketAddr)>,
) -> Result<(), ConfigError> {
    let is_before = |place: usize, address: &SocketAddr| {
        address.port() != 0 && listen_on.iter().take(place).any(|other| other == address)
    };
    if let Some((_, address)) =
        listen_on.iter().enumerate().find(|(place, address)| is_before(*place, address))
    {
        let error =
            listen.error_that(format!("found the address `{address}` twice in `listen`, expected it once"));
        return Err(error.with_remedy("remove one of the two"));
    }
    match metrics {
        Some((value, address)) if is_before(listen_on.len(), &address) => {
            let message = format!("found `{address}` for `metrics` and in `listen`, expected another port");
            Err(value.error_that(message).with_line("metrics = \"127.0.0.1:9100\""))
        }
        _ => Ok(()),
    }
}

fn certificate(table: &Table<'_>) -> Result<ServerCertificate, ConfigError> {
    Ok(ServerCertificate {
        chain: table.required(&schema::CHAIN)?.path()?,
        key: table.required(&schema::KEY)?.path()?,
    })
}

fn upstream(table: &Table<'_>) -> Result<Upstream, ConfigError> {
    let domains = match table.get(&schema::DOMAINS) {
        None => Vec::new(),
        Some(domains) => domains
            .list(quoted)?
            .iter()
            .map(|domain| name(domain, DomainName::parse))
            .collect::<Result<_, _>>()?,
    };
    Ok(Upstream {
        address: address(&table.required(&schema::ADDRESS)?)?,
        account: table.get(&schema::ACCOUNT).map(|value| name(&value, AccountName::parse)).transpose()?,
        accounts: table.get(&schema::ACCOUNTS).map(|value| accounts(&value)).transpose()?,
        domains,
        client_cert: choice(
            table,
            &schema::CLIENT_CERT,
            &[
                ("off", ClientCertField::Off),
                ("presented", ClientCertField::Presented),
                ("verified", ClientCertField::Verified),
            ],
            Some(("verified", "off")),
        )?,
        client_cert_chain: choice(
            table,
            &schema::CLIENT_CERT_CHAIN,
            &[("omit", ClientCertChainField::Omit), ("send", ClientCertChainField::Send)],
            Some(("send", "omit")),
        )?,
        client_cert_max: match table.get(&schema::CLIENT_CERT_MAX) {
            Some(value) => fitting(&value, value.number(0, MAX_NUMBER)?)?,
            None => issuedby::limits::DEFAULT_CLIENT_CERT_VALUE_SIZE,
        },
        http: choice(table, &schema::HTTP, &[("1.1", HttpVersion::Http1), ("2", HttpVersion::Http2)], None)?,
    })
}

fn limits(table: &Table<'_>) -> Result<Limits, ConfigError> {
    let default = Limits::default();
    let many = |key, default: NonZeroU32| match table.get(key) {
        Some(value) => fitting::<u32>(&value, value.number(1, MAX_NUMBER)?)
            .and_then(|number| NonZeroU32::new(number).ok_or_else(|| value.refuse())),
        None => Ok(default),
    };
    let size = |key, default: NonZeroUsize| match table.get(key) {
        Some(value) => fitting::<usize>(&value, value.number(1, MAX_NUMBER)?)
            .and_then(|number| NonZeroUsize::new(number).ok_or_else(|| value.refuse())),
        None => Ok(default),
    };
    let duration = |key, default| duration(table, key, default);
    Ok(Limits {
        handshake_timeout: duration(&schema::HANDSHAKE_TIMEOUT, default.handshake_timeout)?,
        body_timeout: duration(&schema::BODY_TIMEOUT, default.body_timeout)?,
        idle_timeout: duration(&schema::IDLE_TIMEOUT, default.idle_timeout)?,
        connect_timeout: duration(&schema::CONNECT_TIMEOUT, default.connect_timeout)?,
        response_timeout: duration(&schema::RESPONSE_TIMEOUT, default.response_timeout)?,
        shutdown_timeout: duration(&schema::SHUTDOWN_TIMEOUT, default.shutdown_timeout)?,
        max_header_bytes: match table.get(&schema::MAX_HEADER_BYTES) {
            Some(value) => {
                let (least, most) = (HeaderBytes::LEAST.into(), HeaderBytes::MOST.into());
                HeaderBytes(fitting(&value, value.number(least, most)?)?)
            }
            None => default.max_header_bytes,
        },
        connections: size(&schema::CONNECTIONS, default.connections)?,
        connections_per_source: size(&schema::CONNECTIONS_PER_SOURCE, default.connections_per_source)?,
        handshakes_per_source: many(&schema::HANDSHAKES_PER_SOURCE, default.handshakes_per_source)?,
        handshakes_per_account: many(&schema::HANDSHAKES_PER_ACCOUNT, default.handshakes_per_account)?,
        failed_checks_per_source: many(&schema::FAILED_CHECKS_PER_SOURCE, default.failed_checks_per_source)?,
        failed_checks_per_account: many(
            &schema::FAILED_CHECKS_PER_ACCOUNT,
            default.failed_checks_per_account,
        )?,
        broken_off_per_source: many(&schema::BROKEN_OFF_PER_SOURCE, default.broken_off_per_source)?,
        upstream_requests: size(&schema::UPSTREAM_REQUESTS, default.upstream_requests)?,
        upstream_requests_per_upstream: size(
            &schema::UPSTREAM_REQUESTS_PER_UPSTREAM,
            default.upstream_requests_per_upstream,
        )?,
        upstream_requests_per_account: size(
            &schema::UPSTREAM_REQUESTS_PER_ACCOUNT,
            default.upstream_requests_per_account,
        )?,
        upstream_requests_per_source: size(
            &schema::UPSTREAM_REQUESTS_PER_SOURCE,
            default.upstream_requests_per_source,
        )?,
        websocket_timeout: duration(&schema::WEBSOCKET_TIMEOUT, default.websocket_timeout)?,
    })
}

fn duration(table: &Table<'_>, key: &'static Key, default: Duration) -> Result<Duration, ConfigError> {
    table.get(key).map_or(Ok(default), |value| value.duration())
}

fn choice<T: Copy + Default>(
    table: &Table<'_>,
    key: &'static Key,
    choices: &[(&'static str, T)],
    switch: Option<(&'static str, &'static str)>,
) -> Result<T, ConfigError> {
    table.get(key).map_or(Ok(T::default()), |value| value.choice(choices, switch))
}

/// A number of the range that was asked for, in a type that has room for it.
fn fitting<T: TryFrom<u64>>(value: &Value<'_>, number: u64) -> Result<T, ConfigError> {
    T::try_from(number).map_err(|_| value.refuse())
}

fn field(value: &Value<'_>) -> Result<Spanned<FieldPattern>, ConfigError> {
    let pattern = FieldPattern::try_from(value.text()?.to_owned());
    pattern.map(|pattern| value.spanned(pattern)).map_err(|error| value.error_that(error))
}

/// A name, as the registry reads it: `Bücher.example` too.
fn name<T, E: ErrorDetails>(
    value: &Value<'_>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Spanned<T>, ConfigError> {
    let parsed = parse(value.text()?);
    parsed
        .map(|name| value.spanned(name))
        .map_err(|error| value.error_that(error.to_string()).with_remedy(error.remedy().unwrap_or_default()))
}

fn accounts(value: &Value<'_>) -> Result<Spanned<Accounts>, ConfigError> {
    let choice = value.choice(&[("all", Accounts::All)], None);
    choice.map(|accounts| value.spanned(accounts)).map_err(|error| {
        let one = value.text().ok().and_then(quoted).unwrap_or_else(|| schema::ACCOUNT.example.to_owned());
        error.with_remedy(format!(
            "write: accounts = \"all\"; or for one account: {}, with an `[[upstream]]` for each",
            schema::ACCOUNT.line(&one)
        ))
    })
}

fn address(value: &Value<'_>) -> Result<Spanned<UpstreamAddress>, ConfigError> {
    let text = value.text()?;
    if let Ok(address) = UpstreamAddress::try_from(text.to_owned()) {
        return Ok(value.spanned(address));
    }
    let meant = UpstreamAddress::meant_by(text);
    if text.starts_with("https://") {
        let message = format!(
            "found {} for `address`, expected `http://HOST:PORT` or `unix:PATH`: the edge speaks no TLS to upstreams",
            shown(text)
        );
        let line =
            meant.and_then(|meant| quoted(&meant)).unwrap_or_else(|| schema::ADDRESS.example.to_owned());
        return Err(value.error_that(message).with_remedy(format!(
            "write: {}, where no other program can connect to the upstream; a Unix socket is best",
            schema::ADDRESS.line(&line)
        )));
    }
    Err(value.refuse_for(meant.and_then(|meant| quoted(&meant))))
}
