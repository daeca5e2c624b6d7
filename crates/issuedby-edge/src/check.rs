//! The checks of an edge that can start: what keeps it from serving. They run with `issuedby edge --check`, at the start, and
//! while the edge runs.

mod commands;
mod configured;
mod dates;
mod domains;
mod expiry;
mod findings;
mod permissions;
mod running;
mod shadowed;
mod sockets;

use issuedby_registry::Registry;

use self::domains::Served;
use self::findings::{Findings, Kind};
use crate::clock;
use crate::config::Config;
use crate::descriptors;
use crate::observe::events;
use crate::sites::routes::Routes;
use crate::tls::certificates::ServerCertificates;

pub use self::findings::{Finding, Level};
pub(crate) use self::running::RunningChecks;

static DESCRIPTORS_SHORT: Kind = Kind::warning(events::DESCRIPTORS_SHORT, "limits of file descriptors");

/// Runs every check that can be made before an edge listens.
pub(crate) fn before_start(
    config: &Config,
    certificates: &ServerCertificates,
    routes: &Routes,
    registry: &mut dyn Registry,
) -> Vec<Finding> {
    let mut findings = Findings::default();
    let now = expiry::comparable(clock::unix_seconds(), &mut findings);
    permissions::check(config, &mut findings);
    sockets::check(config, &mut findings);
    if let Some(sentences) = descriptors::shortage(config, descriptors::available()) {
        findings.add(&DESCRIPTORS_SHORT, || sentences);
    }
    shadowed::check(certificates, &mut findings);
    configured::check(config, registry, &mut findings);
    let served = Served { config, certificates, routes, now };
    domains::check(&served, registry, &mut findings);
    if let Some(now) = now {
        expiry::check_server_certificates(certificates, now, &mut findings);
        expiry::check_cas(config, registry, now, &mut findings);
    }
    findings.into_vec()
}
