//! An edge as a process: a runtime, and what signals mean.

use crate::descriptors;
use crate::error::{RunError, StartError};
use crate::server::{Edge, Running};

/// Runs an edge until the process is told to end: SIGTERM or an interrupt lets what is under way come to its end, and
/// a second one breaks it off. SIGHUP reads certificates and registry again.
///
/// # Errors
///
/// As [`Edge::start`], and where a part of the edge dies ([`Running::failed`]): what is under way then comes to its end
/// before.
pub fn run(edge: Edge) -> Result<(), RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| StartError::System(format!("no runtime could be made: {error}")))?;
    let log = edge.log();
    // Connections of clients and of upstreams together are more than many systems allow unless asked.
    if let Some((message, help)) = descriptors::shortage(edge.config(), descriptors::raise()) {
        log.warning("descriptors_short", &format!("{message}; {help}"));
    }
    let done = runtime.block_on(async { until_told(edge.start().await?).await });
    // Before what is still under way is broken off: its clients did not do that.
    log.end();
    runtime.shutdown_background();
    done
}

#[cfg(unix)]
async fn until_told(running: Running) -> Result<(), RunError> {
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
async fn until_told(running: Running) -> Result<(), RunError> {
    let told =
        || async { tokio::signal::ctrl_c().await.map_err(|error| StartError::System(error.to_string())) };
    let done = tokio::select! {
        told = told() => told.map_err(RunError::from),
        failed = running.failed() => Err(failed.into()),
    };
    tokio::select! {
        () = running.stop() => done,
        told = told() => done.and(told.map_err(RunError::from)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;

    use issuedby_registry::SqliteRegistry;
    use rcgen::generate_simple_self_signed;

    use super::*;
    use crate::{Config, EdgeFailed};

    const CONFIG: &str = "listen = [\"127.0.0.1:0\"]\nregistry = \"registry.sqlite\"\naccess_log = \"off\"\n\
                          [[certificate]]\nchain = \"server.pem\"\nkey = \"server-key.pem\"\n\
                          [[upstream]]\naddress = \"http://127.0.0.1:9\"\naccounts = \"all\"\n";

    #[test]
    fn a_registry_thread_that_dies_ends_the_edge_with_an_error_that_is_logged() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let made = generate_simple_self_signed(["api.example".to_owned()]).unwrap();
        fs::write(path("server.pem"), made.cert.pem()).unwrap();
        fs::write(path("server-key.pem"), made.signing_key.serialize_pem()).unwrap();
        drop(SqliteRegistry::open_or_create(path("registry.sqlite")).unwrap());
        let config = Config::parse(CONFIG, &path("edge.toml")).unwrap();
        let (sender, events) = channel();
        let edge = Edge::prepare(config).unwrap().on_event(move |event| drop(sender.send(event)));
        edge.directory().let_watcher_panic();

        let ended = run(edge).unwrap_err();
        assert!(matches!(ended, RunError::Failed(EdgeFailed { part: "registry" })), "{ended}");
        assert!(!ended.help().is_empty());
        let names: Vec<_> = events.iter().map(|event| event.event).collect();
        assert!(names.contains(&"thread_died") && names.contains(&"stopped"), "{names:?}");
    }
}
