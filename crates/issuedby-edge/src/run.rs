//! An edge as a process: its runtime and its signals.

use crate::descriptors;
use crate::edge::Edge;
use crate::error::{RunError, StartError};
use crate::running::Running;

/// Runs an edge until a signal: SIGTERM or an interrupt lets requests in flight end, and a second one breaks them off.
/// SIGHUP reads certificates and registry again.
///
/// # Errors
///
/// As [`Edge::start`], and where a part of the edge dies ([`Running::failed`]): requests in flight then end before.
pub fn run(edge: Edge) -> Result<(), RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| StartError::System(format!("no runtime could be made: {error}")))?;
    let log = edge.log();
    // Connections of clients and of upstreams together are more than many systems allow by default. A finding reports where
    // even the raised limit is too low.
    descriptors::raise();
    let done = runtime.block_on(async { until_signal(edge.start().await?).await });
    // Before requests in flight are broken off: no line must blame their clients.
    log.end();
    runtime.shutdown_background();
    done
}

#[cfg(unix)]
async fn until_signal(running: Running) -> Result<(), RunError> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|error| StartError::System(error.to_string()));
    let (mut end, mut interrupt, mut reload) =
        (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?, listen(SignalKind::hangup())?);
    let mut done = Ok(());
    loop {
        tokio::select! {
            _ = end.recv() => break,
            _ = interrupt.recv() => break,
            _ = reload.recv() => running.reload(),
            failed = running.failed() => {
                done = Err(failed.into());
                break;
            }
        }
    }
    tokio::select! {
        () = running.stop() => {}
        _ = end.recv() => {}
        _ = interrupt.recv() => {}
    }
    done
}

#[cfg(not(unix))]
async fn until_signal(running: Running) -> Result<(), RunError> {
    let interrupt =
        || async { tokio::signal::ctrl_c().await.map_err(|error| StartError::System(error.to_string())) };
    let done = tokio::select! {
        interrupted = interrupt() => interrupted.map_err(RunError::from),
        failed = running.failed() => Err(failed.into()),
    };
    tokio::select! {
        () = running.stop() => done,
        interrupted = interrupt() => done.and(interrupted.map_err(RunError::from)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;

    use issuedby::ErrorDetails;
    use issuedby_registry::SqliteRegistry;
    use rcgen::generate_simple_self_signed;

    use super::*;
    use crate::{Config, EdgeFailed};

    const CONFIG: &str = "listen = [\"127.0.0.1:0\"]\nregistry = \"registry.sqlite\"\naccess_log = \"off\"\n\
                          [[certificate]]\nchain = \"server.pem\"\nkey = \"server-key.pem\"\n\
                          [[upstream]]\naddress = \"http://127.0.0.1:9\"\naccounts = \"all\"\n";

    #[test]
    fn a_registry_thread_that_dies_ends_the_edge_with_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let made = generate_simple_self_signed(["api.example".to_owned()]).unwrap();
        fs::write(path("server.pem"), made.cert.pem()).unwrap();
        fs::write(path("server-key.pem"), made.signing_key.serialize_pem()).unwrap();
        drop(SqliteRegistry::open_or_create(path("registry.sqlite")).unwrap());
        let config = Config::parse(CONFIG, &path("edge.toml")).unwrap();
        let (sender, events) = channel();
        let edge = Edge::prepare(config).unwrap().on_event(move |event| drop(sender.send(event)));
        edge.sites().let_follower_panic();

        let ended = run(edge).unwrap_err();
        assert!(matches!(ended, RunError::Failed(EdgeFailed { part: "registry" })), "{ended}");
        assert!(ended.remedy().is_some());
        let names: Vec<_> = events.iter().map(|event| event.event).collect();
        assert!(names.contains(&"thread_died") && names.contains(&"stopped"), "{names:?}");
    }
}
