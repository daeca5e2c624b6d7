//! A connection to an upstream: read in small pieces, and given up when the upstream takes nothing.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper_util::client::legacy::connect::{Connected, Connection};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::config::HttpVersion;
use crate::limits::UPSTREAM_READ_SIZE;
use crate::proxy::upstream_failure::{OtherProtocol, SeenProtocol};
use crate::write_timeout::WriteTimeout;

/// A connection to an upstream.
pub(crate) struct UpstreamStream {
    /// An upstream that takes nothing for too long is left: its connection is one of a limited number.
    socket: WriteTimeout<Socket>,
    closed: Option<Pin<Box<WaitForCancellationFutureOwned>>>,
    /// The version of HTTP that the first bytes must be of; `None` after them.
    expected: Option<HttpVersion>,
    seen: SeenProtocol,
    _permit: OwnedSemaphorePermit,
}

impl UpstreamStream {
    /// The connection over `socket`, which is closed at once when `close` is cancelled.
    pub(crate) fn new(
        socket: Socket,
        write_timeout: Duration,
        close: Option<CancellationToken>,
        (http, seen): (HttpVersion, SeenProtocol),
        permit: OwnedSemaphorePermit,
    ) -> Self {
        let closed = close.map(|close| Box::pin(close.cancelled_owned()));
        let socket = WriteTimeout::new(socket, write_timeout);
        Self { socket, closed, expected: Some(http), seen, _permit: permit }
    }
}

impl fmt::Debug for UpstreamStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpstreamStream").field("socket", &self.socket).finish_non_exhaustive()
    }
}

#[derive(Debug)]
pub(crate) enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

/// Reads small pieces: they wait in memory until the client takes them.
impl AsyncRead for UpstreamStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(closed) = &mut self.closed
            && closed.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let mut piece = ReadBuf::new(buf.initialize_unfilled_to(buf.remaining().min(UPSTREAM_READ_SIZE)));
        ready!(Pin::new(&mut self.socket).poll_read(cx, &mut piece))?;
        if let Some(expected) = self.expected.take()
            && let Some(found) = OtherProtocol::of(piece.filled(), expected)
        {
            self.seen.set(found);
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, found)));
        }
        let size = piece.filled().len();
        buf.advance(size);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for UpstreamStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

impl Connection for UpstreamStream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

macro_rules! with_stream {
    ($self:ident, $stream:ident => $body:expr) => {
        match $self.get_mut() {
            Socket::Tcp(stream) => {
                let $stream = Pin::new(stream);
                $body
            }
            #[cfg(unix)]
            Socket::Unix(stream) => {
                let $stream = Pin::new(stream);
                $body
            }
        }
    };
}

impl AsyncRead for Socket {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        with_stream!(self, stream => stream.poll_read(cx, buf))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        with_stream!(self, stream => stream.poll_write(cx, buf))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        with_stream!(self, stream => stream.poll_write_vectored(cx, bufs))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        with_stream!(self, stream => stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        with_stream!(self, stream => stream.poll_shutdown(cx))
    }
}
