//! Where Prometheus asks.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::server::Shared;

/// How long one connection may last: a scrape takes milliseconds.
const CONNECTION: Duration = Duration::from_secs(120);

/// Answers `/metrics`, until the edge stops.
pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let stopped = shared.stopped();
    tokio::pin!(stopped);
    loop {
        let stream = tokio::select! {
            () = &mut stopped => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // Not with what a stop waits for: a scraper keeps its connection.
        let shared = Arc::downgrade(&shared);
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let shared = shared.upgrade();
                async move { Ok::<_, Infallible>(answer(shared.as_deref(), &request)) }
            });
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                // It panics where the clock shows no date.
                .auto_date_header(false)
                .serve_connection(TokioIo::new(stream), service);
            // Whatever a scraper does is its own matter.
            let _ = timeout(CONNECTION, served).await;
        });
    }
}

fn answer(shared: Option<&Shared>, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::default());
    match (shared, request.uri().path()) {
        (None, _) => *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE,
        (Some(shared), "/metrics") => {
            let text = shared.metrics.text(shared.directory.age(), shared.log.dropped());
            *answer.body_mut() = Full::from(text);
            let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(form));
        }
        (Some(_), _) => *answer.status_mut() = StatusCode::NOT_FOUND,
    }
    answer
}
