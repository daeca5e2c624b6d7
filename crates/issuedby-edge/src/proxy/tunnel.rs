//! The tunnel of an upgraded connection: both directions, until either side leaves, nothing moves for too long, or the
//! verdict is invalidated.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf, copy_bidirectional};
use tokio::time::{Instant, sleep};

use crate::client::verdict_guard::VerdictGuard;
use crate::proxy::in_flight::InFlight;

/// Copies both directions of an upgraded connection, as long as the verdict about the client holds.
pub(crate) async fn tunnel(client: OnUpgrade, upstream: OnUpgrade, guard: VerdictGuard, in_flight: InFlight) {
    let Ok((client, upstream)) = tokio::try_join!(client, upstream) else { return };
    let idle_timeout = in_flight.context().config.limits.websocket_timeout;
    let activity = Arc::new(Activity::new());
    let mut client = Noting { io: TokioIo::new(client), activity: Arc::clone(&activity) };
    let mut upstream = Noting { io: TokioIo::new(upstream), activity: Arc::clone(&activity) };
    tokio::select! {
        // Either side may leave at any time.
        _ = copy_bidirectional(&mut client, &mut upstream) => {}
        () = guard.invalidated() => {}
        () = activity.idle_for(idle_timeout) => {
            in_flight.context().metrics.websockets_idle.inc();
        }
    }
}

/// The time at which bytes last came from either side.
struct Activity {
    start: Instant,
    /// Milliseconds from the start.
    last: AtomicU64,
}

impl Activity {
    fn new() -> Self {
        Self { start: Instant::now(), last: AtomicU64::new(0) }
    }

    fn note(&self) {
        let passed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(passed, Ordering::Release);
    }

    /// Ends when nothing has come for `time`.
    async fn idle_for(&self, time: Duration) {
        loop {
            let idle =
                self.start.elapsed().saturating_sub(Duration::from_millis(self.last.load(Ordering::Acquire)));
            let left = time.saturating_sub(idle);
            if left.is_zero() {
                return;
            }
            sleep(left).await;
        }
    }
}

/// One side of a tunnel, which notes when bytes come from it.
struct Noting<T> {
    io: T,
    activity: Arc<Activity>,
}

impl<T: AsyncRead + Unpin> AsyncRead for Noting<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.io).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.activity.note();
        }
        polled
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Noting<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_tunnel_is_idle_when_neither_side_sends_anything() {
        let activity = Arc::new(Activity::new());
        let (minute, begun) = (Duration::from_secs(60), Instant::now());
        let noting = Arc::clone(&activity);
        tokio::spawn(async move {
            for _ in 0..3 {
                sleep(minute / 2).await;
                noting.note();
            }
        });
        activity.idle_for(minute).await;
        assert_eq!(begun.elapsed(), minute * 5 / 2);
    }
}
