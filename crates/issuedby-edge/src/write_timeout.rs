//! The write timeout of a connection, which is given up when the other side takes nothing; and the settings of its socket.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::limits::{KEEPALIVE, KEEPALIVE_PROBES, NOT_SENT_SIZE};

/// Sets up a TCP connection: small responses do not wait for others, and a side that went away without a word is noticed.
/// An upgraded connection has nothing else to notice it by.
///
/// `write_timeout` is the time for which the other side may take nothing of what is sent to it.
pub(crate) fn set_up(stream: &TcpStream, write_timeout: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE);
    #[cfg(any(target_os = "linux", target_os = "macos", target_os = "windows"))]
    let keepalive = keepalive.with_interval(KEEPALIVE).with_retries(KEEPALIVE_PROBES);
    socket.set_tcp_keepalive(&keepalive)?;
    // What the other side does not take stays where it came from, and not in the system's memory.
    #[cfg(target_os = "linux")]
    socket.set_tcp_notsent_lowat(NOT_SENT_SIZE)?;
    // While something is on its way Linux asks nothing, and sends it again for about 15 minutes. This ends connections
    // too whose other side is there and takes nothing, so that it must not be shorter than what the edge allows it.
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(write_timeout.max(KEEPALIVE * (KEEPALIVE_PROBES + 1))))?;
    #[cfg(not(target_os = "linux"))]
    let _ = write_timeout;
    Ok(())
}

/// A connection on which each write must make progress within a time. The timer runs only while a write is pending.
///
/// `tokio-io-timeout` is less strict: a flush that succeeds stops its timer, a flush of a TCP stream always succeeds, and
/// hyper flushes while a write is pending. Its stream also drops vectored writes.
#[derive(Debug)]
pub(crate) struct WriteTimeout<S = TcpStream> {
    stream: S,
    write_timeout: Duration,
    /// Runs while a write is pending.
    timer: Option<Pin<Box<Sleep>>>,
}

impl<S> WriteTimeout<S> {
    pub(crate) fn new(stream: S, write_timeout: Duration) -> Self {
        Self { stream, write_timeout, timer: None }
    }

    fn within_timeout<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.timer = None;
            return written;
        }
        let write_timeout = self.write_timeout;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(write_timeout)));
        timer.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteTimeout<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteTimeout<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.within_timeout(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.within_timeout(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_connection_notices_that_the_other_side_is_gone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        set_up(&stream, Duration::ZERO).unwrap();
        let socket = SockRef::from(&stream);
        assert!(socket.keepalive().unwrap());
        assert_eq!(socket.tcp_keepalive_time().unwrap(), KEEPALIVE);
        assert_eq!(socket.tcp_keepalive_interval().unwrap(), KEEPALIVE);
        assert_eq!(socket.tcp_keepalive_retries().unwrap(), KEEPALIVE_PROBES);
    }

    /// Small messages to a client that went away must not hold its connection and its upstream for longer.
    #[tokio::test]
    async fn sent_bytes_do_not_keep_a_connection_whose_other_side_is_gone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let asked_until = KEEPALIVE * (KEEPALIVE_PROBES + 1);
        for (write_timeout, limit) in [(Duration::ZERO, asked_until), (asked_until * 2, asked_until * 2)] {
            set_up(&stream, write_timeout).unwrap();
            assert_eq!(SockRef::from(&stream).tcp_user_timeout().unwrap(), Some(limit));
        }
    }
}
