//! Upstreams at Unix sockets that are not there.

use std::fs::{self, Metadata};
use std::io::ErrorKind;

use super::findings::{Findings, Kind};
use crate::config::{Config, UpstreamAddress};
use crate::observe::events;

static UPSTREAM_SOCKET_MISSING: Kind =
    Kind::warning(events::UPSTREAM_SOCKET_MISSING, "upstreams whose socket is not there");

pub(super) fn check(config: &Config, findings: &mut Findings) {
    for upstream in &config.upstream {
        let UpstreamAddress::Unix(path) = upstream.address.get_ref() else { continue };
        let path = config.resolve(path);
        let found = match fs::metadata(&path) {
            Ok(metadata) if is_socket(&metadata) => continue,
            Ok(_) => "found something else than a socket".to_owned(),
            Err(error) if error.kind() == ErrorKind::NotFound => "found no socket".to_owned(),
            Err(error) => format!("found no socket ({error})"),
        };
        findings.add(&UPSTREAM_SOCKET_MISSING, || {
            let message = format!("{found} at `{}`, expected that of an upstream", path.display());
            let line = config.line_of(&upstream.address);
            (message, format!("start the upstream, or correct `address` in line {line} of the configuration"))
        });
    }
}

#[cfg(unix)]
fn is_socket(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;

    metadata.file_type().is_socket()
}

/// Elsewhere no upstream is reached by a socket.
#[cfg(not(unix))]
fn is_socket(_metadata: &Metadata) -> bool {
    false
}
