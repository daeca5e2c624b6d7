//! The address of an upstream.

use std::fmt;
use std::path::PathBuf;

use hyper::Uri;

/// The address of an upstream: `http://HOST:PORT` or `unix:PATH`.
///
/// The fields of the edge are worth as much as this connection: any other program that can connect to the upstream can write them
/// too. A Unix socket says who may, and needs no network.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum UpstreamAddress {
    /// A host and a port.
    Tcp {
        /// A name or an address.
        host: String,
        /// The port.
        port: u16,
    },
    /// A Unix socket.
    Unix(PathBuf),
}

impl TryFrom<String> for UpstreamAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let refused =
            || format!("found `{text}`, expected `http://HOST:PORT` without a path, or `unix:PATH`");
        if let Some(path) = text.strip_prefix("unix:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            return match path.is_empty() {
                true => Err(refused()),
                false => Ok(Self::Unix(path.into())),
            };
        }
        let uri: Uri = text.parse().map_err(|_| refused())?;
        let has_path = uri.path_and_query().is_some_and(|path| path.as_str() != "/");
        match (uri.scheme_str(), uri.host(), uri.authority()) {
            (Some("http"), Some(host), Some(authority))
                if !has_path && !host.is_empty() && !authority.as_str().contains('@') =>
            {
                let port =
                    port(authority.as_str().strip_prefix(host).unwrap_or_default()).ok_or_else(refused)?;
                let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
                Ok(Self::Tcp { host: address.to_owned(), port })
            }
            _ => Err(refused()),
        }
    }
}

impl UpstreamAddress {
    /// The address that a text may mean which is none, as the file has it.
    pub(super) fn meant_by(text: &str) -> Option<String> {
        if text.starts_with("unix:") {
            return None;
        }
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let meant = match (scheme, rest) {
            ("", path) if path.starts_with(['/', '.']) => format!("unix:{path}"),
            ("" | "http" | "https" | "h2c" | "tcp", rest) => {
                format!("http://{}", rest.split('/').next().unwrap_or_default())
            }
            _ => return None,
        };
        Self::try_from(meant.clone()).is_ok().then_some(meant)
    }
}

/// The port in what follows the host: 80 where there is none, or nothing after the colon (RFC 9110 section 4.2.1). A text that
/// is no port is not taken for none.
fn port(after_host: &str) -> Option<u16> {
    if matches!(after_host, "" | ":") {
        return Some(80);
    }
    let digits = after_host.strip_prefix(':')?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

impl fmt::Display for UpstreamAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_with_a_port_or_a_socket() {
        let tcp = |host: &str, port| Ok(UpstreamAddress::Tcp { host: host.to_owned(), port });
        let read = |text: &str| UpstreamAddress::try_from(text.to_owned());
        assert_eq!(read("http://127.0.0.1:3000"), tcp("127.0.0.1", 3000));
        assert_eq!(read("http://worker"), tcp("worker", 80));
        assert_eq!(read("http://[::1]:3000/"), tcp("::1", 3000));
        assert_eq!(read("unix:/run/worker.sock"), Ok(UpstreamAddress::Unix("/run/worker.sock".into())));
        for (text, meant) in [
            ("127.0.0.1:3000", Some("http://127.0.0.1:3000")),
            ("https://a:3000/", Some("http://a:3000")),
            ("http://a:3000/path", Some("http://a:3000")),
            ("/run/worker.sock", Some("unix:/run/worker.sock")),
            ("ftp://a", None),
            ("http://a:99999", None),
            ("", None),
        ] {
            assert_eq!(UpstreamAddress::meant_by(text).as_deref(), meant, "{text}");
        }
        for text in ["http://a:99999", "http://a:+80", "http://a:8x", "http://[::1]:99999"] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in ["", "unix:", "127.0.0.1:3000", "https://a", "http://a/path", "http://u:p@a", "http://"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
