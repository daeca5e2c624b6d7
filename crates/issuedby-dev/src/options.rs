//! The options of a run.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use hyper::Uri;
use issuedby::policy::Unauthenticated;
use issuedby_edge::config::UpstreamAddress;
use tokio::net::lookup_host;
use tokio::time::timeout;

use crate::error::{DevError, DevErrorKind};
use crate::scenario::CERT_ISSUER_DN;

/// The port unless another one is asked for.
pub const DEFAULT_PORT: u16 = 8443;

/// The default time limit of a worker: short enough that no client waits long for a program that
/// hangs.
pub const DEFAULT_WORKER_TIMEOUT: Duration = Duration::from_secs(10);

/// The time limit for the lookup of a host, which only shows that it is the edge itself.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(1);

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 is any that is free.
    pub port: u16,
    /// The folder in which the files stay; without it they are in a temporary folder, which is removed.
    pub keep: Option<PathBuf>,
    /// The worker behind the edge; without it, the built-in worker.
    pub worker: Option<WorkerAddress>,
    /// The time limit for the head of the worker's response.
    pub worker_timeout: Duration,
    /// The treatment of clients that are not verified.
    pub unauthenticated: Unauthenticated,
    /// The issuers that the policy accepts.
    pub cert_issuer_dn: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: DEFAULT_PORT,
            keep: None,
            worker: None,
            worker_timeout: DEFAULT_WORKER_TIMEOUT,
            unauthenticated: Unauthenticated::Refuse,
            cert_issuer_dn: vec![CERT_ISSUER_DN.to_owned()],
        }
    }
}

/// The address of a worker of one's own: `http://HOST:PORT` or `unix:PATH`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WorkerAddress {
    text: String,
    pub(crate) address: UpstreamAddress,
}

impl WorkerAddress {
    /// Reads an address. The path of a socket is taken from the current folder.
    ///
    /// # Errors
    ///
    /// [`DevError`] for anything else, with what was probably meant.
    pub fn parse(text: &str) -> Result<Self, DevError> {
        match UpstreamAddress::try_from(text.to_owned()) {
            Ok(UpstreamAddress::Unix(path)) => {
                let path = std::path::absolute(&path).map_err(DevError::system)?;
                let text = format!("unix:{}", path.display());
                Ok(Self { text, address: UpstreamAddress::Unix(path) })
            }
            Ok(_) if !names_port(text) => {
                let message = format!("`{text}` names no port");
                let help = format!("write the port: {}:3000", text.trim_end_matches(['/', ':']));
                Err(DevError::new(DevErrorKind::WorkerAddress, message).with_remedy(help))
            }
            Ok(address) => Ok(Self { text: text.to_owned(), address }),
            Err(message) => {
                let error = DevError::new(DevErrorKind::WorkerAddress, message);
                Err(match meant(text) {
                    Some(meant) => error.with_remedy(meant),
                    None => error,
                })
            }
        }
    }

    /// As it was written; the path of a socket is whole.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// True where it leads to this port of 127.0.0.1, in any spelling.
    pub(crate) async fn leads_to(&self, port_there: u16) -> bool {
        let UpstreamAddress::Tcp { host, port } = &self.address else { return false };
        if *port != port_there {
            return false;
        }
        let Ok(Ok(mut found)) = timeout(LOOKUP_TIMEOUT, lookup_host((host.as_str(), *port))).await else {
            return false;
        };
        // Whoever connects to no address in particular comes to the loopback one.
        let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V4(Ipv4Addr::UNSPECIFIED)];
        found.any(|address| here.contains(&address.ip().to_canonical()))
    }
}

/// A worker on port 80 is rare, and to forget the port is not.
fn names_port(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| uri.port().is_some())
}

fn meant(text: &str) -> Option<String> {
    let reads = |text: &str| UpstreamAddress::try_from(text.to_owned()).is_ok();
    if let Some(rest) = text.strip_prefix("https://") {
        let host = rest.split('/').next().unwrap_or_default();
        return Some(format!("the edge terminates TLS, and its worker speaks plain HTTP: http://{host}"));
    }
    let without_path = text.strip_prefix("http://").and_then(|rest| rest.split('/').next());
    let has_scheme = text.contains("://") || text.starts_with("unix:");
    let candidates = [
        without_path.map(|host| format!("http://{host}")),
        (!has_scheme && text.contains(':')).then(|| format!("http://{text}")),
        text.parse::<u16>().ok().map(|port| format!("http://127.0.0.1:{port}")),
        (!has_scheme && text.contains('/')).then(|| format!("unix:{text}")),
    ];
    let found = candidates.into_iter().flatten().find(|candidate| reads(candidate));
    found.map(|found| format!("did you mean {found}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_nearly_right_comes_with_the_right_one() {
        for (written, meant) in [
            ("localhost:3000", "http://localhost:3000"),
            ("3000", "http://127.0.0.1:3000"),
            ("https://localhost:3000/", "http://localhost:3000"),
            ("http://localhost:3000/api", "http://localhost:3000"),
            ("http://localhost", "http://localhost:3000"),
            ("http://[::1]/", "http://[::1]:3000"),
            ("/run/worker.sock", "unix:/run/worker.sock"),
        ] {
            let error = WorkerAddress::parse(written).expect_err(written);
            assert_eq!(error.kind(), DevErrorKind::WorkerAddress);
            assert!(
                error.remedies().iter().any(|remedy| remedy.to_string().contains(meant)),
                "{written}: {error:?}"
            );
        }
        for nothing_near in ["", "unix:", "unix://", "ftp://x", "http://user@h:1"] {
            let error = WorkerAddress::parse(nothing_near).expect_err(nothing_near);
            assert!(error.remedies().is_empty(), "{nothing_near}: {error:?}");
        }
    }

    #[test]
    fn the_path_of_a_socket_is_taken_from_the_current_folder() {
        let address = WorkerAddress::parse("unix:worker.sock").expect("an address");
        let UpstreamAddress::Unix(path) = address.address else { panic!("{:?}", address.address) };
        assert!(path.is_absolute() && path.ends_with("worker.sock"));
    }
}
