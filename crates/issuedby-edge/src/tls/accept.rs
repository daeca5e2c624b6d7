//! The accept loop of a listener.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;

use crate::client::origin::Origin;
use crate::context::Context;
use crate::observe::events;
use crate::pipeline;

/// The wait after an error of `accept`, until a file descriptor is free again.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(50);

/// Accepts connections until the edge stops, at most as many as there are permits.
pub(crate) async fn accept(context: Arc<Context>, listener: TcpListener, permits: Arc<Semaphore>) {
    let port = match listener.local_addr() {
        Ok(address) => address.port(),
        Err(error) => return context.log.error(events::ACCEPT_FAILED, &error.to_string()),
    };
    loop {
        tokio::select! {
            () = context.shutdown.cancelled() => return,
            accepted = accept_one(&context, &listener, &permits) => match accepted {
                Ok((permit, stream, peer)) => {
                    let of_connection = Arc::clone(&context);
                    context.spawn(async move {
                        pipeline::connection(&of_connection, stream, Origin { peer, port }, permit).await;
                    });
                }
                Err(error) => {
                    context.log.limited("error", (events::ACCEPT_FAILED, 0), || error.to_string());
                    sleep(ACCEPT_BACKOFF).await;
                }
            }
        }
    }
}

/// Waits for a permit, then for a connection: those beyond the limit wait in the system's queue.
async fn accept_one(
    context: &Context,
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> io::Result<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let permit = match Arc::clone(permits).try_acquire_owned() {
        Ok(permit) => permit,
        Err(_) => {
            context.log.limited("warning", (events::CONNECTIONS_FULL, 0), || {
                "as many connections are open as `connections` in `[limits]` allows; new ones wait".to_owned()
            });
            Arc::clone(permits).acquire_owned().await.map_err(io::Error::other)?
        }
    };
    let (stream, peer) = listener.accept().await?;
    Ok((permit, stream, peer))
}
