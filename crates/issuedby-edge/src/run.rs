//! An edge as a process: a runtime, and what signals mean.

use crate::descriptors;
use crate::error::StartError;
use crate::server::{Edge, Running};

/// Runs an edge until the process is told to end: SIGTERM or an interrupt lets what is under way come to its end, and
/// a second one breaks it off. SIGHUP reads certificates and registry again.
///
/// # Errors
///
/// As [`Edge::start`].
pub fn run(edge: Edge) -> Result<(), StartError> {
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
async fn until_told(running: Running) -> Result<(), StartError> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|error| StartError::System(error.to_string()));
    let (mut end, mut interrupt, mut reload) =
        (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?, listen(SignalKind::hangup())?);
    loop {
        tokio::select! {
            _ = end.recv() => break,
            _ = interrupt.recv() => break,
            _ = reload.recv() => running.reload(),
        }
    }
    tokio::select! {
        () = running.stop() => {}
        _ = end.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn until_told(running: Running) -> Result<(), StartError> {
    let told =
        || async { tokio::signal::ctrl_c().await.map_err(|error| StartError::System(error.to_string())) };
    told().await?;
    tokio::select! {
        () = running.stop() => Ok(()),
        done = told() => done,
    }
}
