//! The worker that is built in: the policy, and the handler of the product documents behind it.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use issuedby::policy::Decision;
use issuedby::{EdgeReport, MtlsAuthInbound};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::error::DevError;

/// The longest path of a socket that every system takes, in bytes: `sun_path` has room for 104 on some, with its end.
#[cfg(unix)]
const MAX_SOCKET_PATH: usize = 103;

/// The socket in the folder.
pub(crate) const SOCKET: &str = "worker.sock";

/// The worker. Dropping it stops it.
pub(crate) struct Worker {
    /// Its address, as the configuration of the edge has it.
    pub(crate) address: String,
    task: JoinHandle<()>,
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Worker {
    /// Listens on a socket in the folder, or on a port where there are no sockets or its path is too long.
    pub(crate) async fn start(folder: &Path, policy: Arc<MtlsAuthInbound>) -> Result<Self, DevError> {
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let path = folder.join(SOCKET);
            if path.as_os_str().as_bytes().len() <= MAX_SOCKET_PATH {
                let listener = Arc::new(tokio::net::UnixListener::bind(&path).map_err(refused)?);
                let task = tokio::spawn(serve(policy, move || {
                    let listener = Arc::clone(&listener);
                    async move { listener.accept().await.map(|(stream, _)| stream) }
                }));
                return Ok(Self { address: format!("unix:{SOCKET}"), task });
            }
        }
        #[cfg(not(unix))]
        let _ = folder;
        let listener = Arc::new(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(refused)?);
        let address = format!("http://{}", listener.local_addr().map_err(refused)?);
        let task = tokio::spawn(serve(policy, move || {
            let listener = Arc::clone(&listener);
            async move { listener.accept().await.map(|(stream, _)| stream) }
        }));
        Ok(Self { address, task })
    }
}

fn refused(error: io::Error) -> DevError {
    DevError::system(format!("the built-in worker cannot listen: {error}"))
}

async fn serve<
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    A: Future<Output = io::Result<S>> + Send,
>(
    policy: Arc<MtlsAuthInbound>,
    accept: impl Fn() -> A + Send,
) {
    loop {
        let Ok(stream) = accept().await else {
            // No more descriptors, for instance: the next one may work.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let policy = Arc::clone(&policy);
        let service = service_fn(move |request| {
            let answer = answer(&policy, &request);
            async move { Ok::<_, Infallible>(answer) }
        });
        let served =
            http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
        tokio::spawn(served);
    }
}

/// The policy's answer, or the handler's.
fn answer(policy: &MtlsAuthInbound, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let decision = policy.decide(&EdgeReport::from_headers(request.headers()));
    let (status, kind, body) = match &decision {
        Decision::Reject { problem, .. } => (problem.status(), "application/problem+json", problem.to_json()),
        Decision::Allow { .. } | Decision::PassThrough { .. } => {
            (200, "application/json", greeting(&decision, request).to_string())
        }
    };
    let mut answer = Response::new(Full::from(format!("{body}\n")));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn greeting(decision: &Decision, request: &Request<Incoming>) -> Value {
    let metadata = decision.metadata();
    let message = match (decision.reason(), metadata.and_then(|metadata| metadata.subject())) {
        (None, Some(subject)) => format!("Hello, {subject}"),
        (None, None) => "Hello".to_owned(),
        (Some(reason), Some(subject)) => format!("Hello, somebody who says to be {subject} ({reason})"),
        (Some(reason), None) => format!("Hello, somebody ({reason})"),
    };
    let metadata = metadata.and_then(|metadata| serde_json::from_str(&metadata.to_json()).ok());
    json!({
        "message": message,
        "mtlsAuth": metadata.unwrap_or(Value::Null),
        "method": request.method().as_str(),
        "path": request.uri().path(),
    })
}
