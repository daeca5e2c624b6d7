//! HTTP over one connection: its requests, its timeouts and its graceful end.

use std::convert::Infallible;
use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{DATE, Entry};
use hyper::rt::Executor;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::time::sleep;
use tokio_rustls::server::TlsStream;

use crate::client::connection::{Connection, Protocol};
use crate::clock;
use crate::context::Context;
use crate::limits::{
    HTTP2_CONNECTION_WINDOW, HTTP2_SEND_BUFFER, HTTP2_STREAM_WINDOW, MAX_HEADER_FIELDS, MAX_STREAMS,
};
use crate::proxy::response_body::ResponseBody;
use crate::write_timeout::WriteTimeout;

/// Serves the requests of a connection until it ends. ALPN chose its version of HTTP: nothing is sniffed.
pub(crate) async fn serve_connection<F>(
    stream: TlsStream<WriteTimeout>,
    connection: Arc<Connection>,
    respond: fn(Arc<Connection>, Request<Incoming>) -> F,
) where
    F: Future<Output = Response<ResponseBody>> + Send + 'static,
{
    let limits = &connection.context.config.limits;
    let max_header_bytes = limits.max_header_bytes.get();
    let of_requests = Arc::clone(&connection);
    let service = service_fn(move |request| {
        let response = respond(Arc::clone(&of_requests), request);
        async move { Ok::<_, Infallible>(with_date(response.await)) }
    });
    let io = TokioIo::new(stream);
    match connection.protocol {
        Protocol::Http2 => {
            let served = http2::Builder::new(Tracked(Arc::clone(&connection.context)))
                .timer(TokioTimer::new())
                .auto_date_header(false)
                .max_concurrent_streams(MAX_STREAMS)
                .max_send_buf_size(HTTP2_SEND_BUFFER)
                .initial_stream_window_size(HTTP2_STREAM_WINDOW)
                .initial_connection_window_size(HTTP2_CONNECTION_WINDOW)
                // Less than what goes to the upstream: the edge adds its own fields (RFC 9440 section 3.2).
                .max_header_list_size(max_header_bytes)
                .keep_alive_interval(limits.idle_timeout)
                .keep_alive_timeout(limits.handshake_timeout)
                .serve_connection(io, service);
            serve_until_shutdown(served, |served| served.graceful_shutdown(), &connection).await;
        }
        Protocol::Http1 => {
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                .auto_date_header(false)
                .header_read_timeout(limits.idle_timeout)
                .max_headers(MAX_HEADER_FIELDS)
                .max_buf_size(usize::try_from(max_header_bytes).unwrap_or(usize::MAX))
                .serve_connection(io, service)
                .with_upgrades();
            serve_until_shutdown(served, |served| served.graceful_shutdown(), &connection).await;
        }
    }
}

/// Serves until the connection ends. It ends gracefully when the edge stops or the connection is idle for too long, and
/// at once when its client broke off too many requests.
///
/// hyper-util's `graceful` is of no use here: it takes no HTTP/1.1 connection that can be upgraded.
async fn serve_until_shutdown<C: Future<Output = hyper::Result<()>>>(
    served: C,
    shut_down: fn(Pin<&mut C>),
    connection: &Connection,
) {
    let mut served = pin!(served);
    let mut must_close = pin!(connection.must_close());
    let mut must_end = pin!(must_end(connection));
    let mut is_abandoned = pin!(is_abandoned(connection));
    let mut is_ending = false;
    poll_fn(|cx| {
        // Outside the range of dates hyper panics over HTTP/1.1.
        if must_close.as_mut().poll(cx).is_ready() || !clock::is_in_range() {
            return Poll::Ready(());
        }
        if !is_ending && must_end.as_mut().poll(cx).is_ready() {
            is_ending = true;
            shut_down(served.as_mut());
        }
        if is_ending && is_abandoned.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        // The client may leave at any time.
        served.as_mut().poll(cx).map(|done| done.err().iter().for_each(|error| connection.end_with(error)))
    })
    .await;
}

/// Ends when the edge stops, or when there was no request for `idle_timeout`.
async fn must_end(connection: &Connection) {
    tokio::select! {
        () = connection.context.shutdown.cancelled() => {}
        () = idle_for(connection, connection.context.config.limits.idle_timeout) => {}
    }
}

/// Ends when there was no request for so long that the client must have taken the responses before. Over HTTP/1.1 each
/// write has its timeout already.
async fn is_abandoned(connection: &Connection) {
    if connection.protocol == Protocol::Http1 {
        return pending().await;
    }
    let limits = &connection.context.config.limits;
    idle_for(connection, limits.idle_timeout.saturating_add(limits.body_timeout)).await;
}

/// Ends when there was no request for `time`.
async fn idle_for(connection: &Connection, time: Duration) {
    loop {
        let left = time.saturating_sub(connection.idle());
        if left.is_zero() {
            return;
        }
        sleep(left).await;
    }
}

/// Adds the time to a response without one (RFC 9110 section 6.6.1). hyper would panic where the clock shows no date.
fn with_date<B>(mut response: Response<B>) -> Response<B> {
    if let Entry::Vacant(date) = response.headers_mut().entry(DATE)
        && let Some(now) = clock::http_date()
    {
        date.insert(now);
    }
    response
}

/// Runs the requests of an HTTP/2 connection as tasks that a stop waits for. A panic in one is logged.
#[derive(Clone)]
struct Tracked(Arc<Context>);

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Tracked {
    fn execute(&self, task: F) {
        self.0.spawn(task);
    }
}
