//! The value of a key, read as what it must be. What is not is refused with the line to write.

use std::fmt;
use std::net::{Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::duration;
use super::error::{ConfigError, Source};
use super::schema::{Key, closest, shown};

/// A value, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    source: &'t Source,
    key: &'static Key,
    node: &'t Spanned<DeValue<'t>>,
    /// True for a member of a list.
    is_item: bool,
}

impl<'t> Value<'t> {
    pub(super) fn new(source: &'t Source, key: &'static Key, node: &'t Spanned<DeValue<'t>>) -> Self {
        Self { source, key, node, is_item: false }
    }

    pub(super) fn text(&self) -> Result<&'t str, ConfigError> {
        let node: &'t DeValue<'t> = self.node.get_ref();
        match node {
            DeValue::String(text) => Ok(text),
            DeValue::Array(list) => {
                match list.iter().map(|item| item.get_ref().as_str()).collect::<Vec<_>>()[..] {
                    [Some(only)] => Err(self.refuse_for(quoted(only))),
                    _ => Err(self.refuse()),
                }
            }
            _ => Err(self.refuse()),
        }
    }

    pub(super) fn path(&self) -> Result<Spanned<PathBuf>, ConfigError> {
        match self.text()? {
            "" => Err(self.refuse()),
            path => Ok(self.spanned(path.into())),
        }
    }

    pub(super) fn boolean(&self) -> Result<bool, ConfigError> {
        match self.node.get_ref() {
            DeValue::Boolean(is_so) => Ok(*is_so),
            DeValue::String(text) if *text == "true" || *text == "false" => {
                Err(self.refuse_for(Some(text.clone().into_owned())))
            }
            _ => Err(self.refuse()),
        }
    }

    pub(super) fn duration(&self) -> Result<Duration, ConfigError> {
        let seconds = match self.node.get_ref() {
            DeValue::String(text) => match duration::parse(text) {
                Some(duration) => return Ok(duration),
                None => text.trim().parse().ok(),
            },
            DeValue::Integer(_) => self.integer(),
            _ => None,
        };
        let is_possible = |seconds: &u64| (1..=duration::MAX.as_secs()).contains(seconds);
        Err(self.refuse_for(seconds.filter(is_possible).map(|seconds| match seconds % 60 {
            0 => format!("\"{}m\"", seconds / 60),
            _ => format!("\"{seconds}s\""),
        })))
    }

    /// A whole number in this range.
    pub(super) fn number(&self, least: u64, most: u64) -> Result<u64, ConfigError> {
        let is_possible = |number: &u64| (least..=most).contains(number);
        let text = match self.node.get_ref() {
            DeValue::Integer(_) => match self.integer().filter(is_possible) {
                Some(number) => return Ok(number),
                None => None,
            },
            DeValue::String(text) => text.trim().parse().ok().filter(is_possible),
            _ => None,
        };
        let value = text.map(|number| number.to_string());
        Err(self.refuse_otherwise(&format!("{} from {least} to {most}", self.key.expected), value))
    }

    /// One of these texts. `switch` has those that true and false may have meant.
    pub(super) fn choice<T: Copy>(
        &self,
        choices: &[(&'static str, T)],
        switch: Option<(&'static str, &'static str)>,
    ) -> Result<T, ConfigError> {
        let names = || choices.iter().map(|(name, _)| *name);
        let meant = match self.node.get_ref() {
            DeValue::String(text) => match choices.iter().find(|(name, _)| text == name) {
                Some((_, choice)) => return Ok(*choice),
                None => closest(text, names()),
            },
            DeValue::Boolean(is_so) => switch.map(|(yes, no)| if *is_so { yes } else { no }),
            DeValue::Integer(number) => names().find(|name| *name == number.as_str()),
            DeValue::Float(number) => names().find(|name| *name == number.as_str()),
            _ => None,
        };
        Err(self.refuse_for(meant.and_then(quoted)))
    }

    /// An address with its port. `host` and `port` stand for what is missing.
    pub(super) fn address(&self, host: &str, port: u16) -> Result<SocketAddr, ConfigError> {
        let written = match self.node.get_ref() {
            DeValue::String(text) => text.parse().map_err(|_| text.trim().to_owned()),
            _ => Err(self.integer().map(|port| port.to_string()).unwrap_or_default()),
        };
        written.map_err(|written| {
            let meant = meant_address(&written, host, port);
            self.refuse_for(meant.map(|address| format!("\"{address}\"")))
        })
    }

    /// The values of a list. `item` makes one of a value that stands alone, as TOML.
    pub(super) fn list(
        &self,
        item: impl FnOnce(&str) -> Option<String>,
    ) -> Result<Vec<Value<'t>>, ConfigError> {
        let node: &'t DeValue<'t> = self.node.get_ref();
        let list = match node {
            DeValue::Array(list) => list,
            DeValue::String(text) => return Err(self.refuse_for(item(text).map(|item| format!("[{item}]")))),
            _ => {
                let meant = self.integer().and_then(|number| item(&number.to_string()));
                return Err(self.refuse_for(meant.map(|item| format!("[{item}]"))));
            }
        };
        let (source, key) = (self.source, self.key);
        Ok(list.iter().map(|node| Value { source, key, node, is_item: true }).collect())
    }

    pub(super) fn table(&self) -> Option<&'t DeTable<'t>> {
        let node: &'t DeValue<'t> = self.node.get_ref();
        node.as_table()
    }

    pub(super) fn is_list(&self) -> bool {
        self.node.get_ref().is_array()
    }

    /// Something with the place of this value.
    pub(super) fn spanned<T>(&self, value: T) -> Spanned<T> {
        Spanned::new(self.node.span(), value)
    }

    /// That this value is not what is expected, with an example.
    pub(super) fn refuse(&self) -> ConfigError {
        self.refuse_for(None)
    }

    /// The same, with the value that may have been meant, as TOML.
    pub(super) fn refuse_for(&self, meant: Option<String>) -> ConfigError {
        self.refuse_otherwise(self.key.expected, meant)
    }

    fn refuse_otherwise(&self, expected: &str, meant: Option<String>) -> ConfigError {
        let line = match meant {
            Some(meant) if self.is_item => self.key.line(&format!("[{meant}]")),
            Some(meant) => self.key.line(&meant),
            None => self.key.example_line(),
        };
        self.error(&format!("expected {expected}")).with_line(line)
    }

    /// That this value was found, and then `rest`.
    pub(super) fn error(&self, rest: &str) -> ConfigError {
        let place = if self.is_item { "in" } else { "for" };
        let message = format!("found {} {place} `{}`, {rest}", Found(self.node.get_ref()), self.key.name);
        self.source.at(self.node.span(), message)
    }

    /// An error at this value.
    pub(super) fn error_that(&self, message: impl Into<String>) -> ConfigError {
        self.source.at(self.node.span(), message)
    }

    fn integer(&self) -> Option<u64> {
        let number = self.node.get_ref().as_integer()?;
        u64::from_str_radix(number.as_str(), number.radix()).ok()
    }
}

/// A text in quotes, as TOML; none where it would have to be escaped.
pub(super) fn quoted(text: &str) -> Option<String> {
    let is_plain = |character: char| !character.is_control() && character != '"' && character != '\\';
    text.chars().all(is_plain).then(|| format!("\"{text}\""))
}

/// The address that a text may mean which is none.
pub(super) fn meant_address(text: &str, host: &str, port: u16) -> Option<SocketAddr> {
    let text =
        ["http://", "https://", "tcp://"].iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
    let bare = text.trim_end_matches('/');
    if let Ok(address) = bare.parse() {
        return Some(address);
    }
    // An IPv6 address with a port, without its brackets: the last group is taken for the port where it looks like one.
    if let Some((address, digits)) = bare.rsplit_once(':')
        && let (Ok(address), Ok(port)) = (address.parse::<Ipv6Addr>(), digits.parse::<u16>())
        && port >= 443
    {
        return Some(SocketAddr::new(address.into(), port));
    }
    if let Ok(ip) = bare.trim_start_matches('[').trim_end_matches(']').parse() {
        return Some(SocketAddr::new(ip, port));
    }
    if bare == "localhost" {
        return Some(SocketAddr::new([127, 0, 0, 1].into(), port));
    }
    let (before, digits) = bare.rsplit_once(':').unwrap_or(("", bare));
    let host = match before {
        "" | "*" => host,
        "localhost" => "127.0.0.1",
        _ => return None,
    };
    format!("{host}:{digits}").parse().ok()
}

/// A value as a sentence names it.
struct Found<'t>(&'t DeValue<'t>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            DeValue::String(text) if text.is_empty() => f.write_str("an empty text"),
            DeValue::String(text) => f.write_str(&shown(text)),
            DeValue::Integer(number) => write!(f, "the number {number}"),
            DeValue::Float(number) => write!(f, "the number {number}"),
            DeValue::Boolean(is_so) => write!(f, "{is_so}"),
            DeValue::Datetime(_) => f.write_str("a date"),
            DeValue::Array(list) if list.is_empty() => f.write_str("an empty list"),
            DeValue::Array(_) => f.write_str("a list"),
            DeValue::Table(_) => f.write_str("a table"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_may_be_meant_is_found() {
        for (text, expected) in [
            (":8443", Some("0.0.0.0:8443")),
            ("8443", Some("0.0.0.0:8443")),
            ("*:8443", Some("0.0.0.0:8443")),
            ("localhost:8443", Some("127.0.0.1:8443")),
            ("localhost", Some("127.0.0.1:443")),
            ("192.0.2.1", Some("192.0.2.1:443")),
            ("::1", Some("[::1]:443")),
            ("[::1]", Some("[::1]:443")),
            ("::1:8443", Some("[::1]:8443")),
            ("2001:db8::1:8443", Some("[2001:db8::1]:8443")),
            ("2001:db8::1", Some("[2001:db8::1]:443")),
            ("https://192.0.2.1:8443/", Some("192.0.2.1:8443")),
            ("api.example:8443", None),
            (":99999", None),
            ("", None),
            (":", None),
        ] {
            let meant = meant_address(text, "0.0.0.0", 443).map(|address| address.to_string());
            assert_eq!(meant.as_deref(), expected, "{text}");
        }
    }
}
