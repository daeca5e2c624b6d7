//! Threads for the handshakes of strangers, so that a flood of them keeps no request waiting.
//!
//! A handshake takes a processor for several hundred microseconds at once. Where requests and handshakes wait in one queue,
//! each request waits for every handshake before it, at each of its steps. On threads of their own handshakes wait for each
//! other, and the system shares the processors between the two.

use std::sync::Arc;
use std::thread;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::error::StartError;
#[cfg(target_os = "linux")]
use crate::limits::HANDSHAKE_NICENESS;

/// The threads, until it is dropped.
#[derive(Debug)]
pub(crate) struct HandshakePool {
    /// None while it is dropped.
    runtime: Option<Runtime>,
}

impl HandshakePool {
    /// Half as many threads as there are processors, and one at least.
    pub(crate) fn new() -> Result<Self, StartError> {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let runtime = Builder::new_multi_thread()
            .worker_threads(processors.div_ceil(2))
            .thread_name("handshakes")
            .on_thread_start(step_back)
            .enable_all()
            .build()
            .map_err(|error| StartError::System(format!("no threads for handshakes: {error}")))?;
        Ok(Self { runtime: Some(runtime) })
    }

    /// Runs a handshake there. Dropping what this gives breaks it off. None where it failed.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        handshake: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let task = AbortOnDrop(self.runtime.as_ref()?.spawn(handshake));
        task.join().await
    }
}

/// Lets the threads of requests go first where the processors are all busy. A tenth of one is left even then.
fn step_back() {
    // On Linux this is the thread's alone; elsewhere it would be the whole process's.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, HANDSHAKE_NICENESS);
}

impl Drop for HandshakePool {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // It may be dropped by a task, which must not wait.
            runtime.shutdown_background();
        }
    }
}

struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> AbortOnDrop<T> {
    async fn join(mut self) -> Option<T> {
        (&mut self.0).await.ok()
    }
}

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_handshake_runs_on_threads_of_the_pool() {
        let pool = Arc::new(HandshakePool::new().unwrap());
        let name = pool.run(async { thread::current().name().map(str::to_owned) }).await.unwrap();
        assert_eq!(name.as_deref(), Some("handshakes"));
        let failed: Option<()> = pool.run(async { std::panic::resume_unwind(Box::new("a handshake")) }).await;
        assert_eq!(failed, None);
    }

    #[tokio::test]
    async fn a_handshake_without_a_waiter_is_broken_off() {
        let pool = Arc::new(HandshakePool::new().unwrap());
        let (held, dropped) = oneshot::channel::<()>();
        let endless = async move {
            let _held = held;
            std::future::pending::<()>().await;
        };
        assert!(timeout(Duration::from_millis(50), pool.run(endless)).await.is_err());
        let ended = timeout(Duration::from_secs(10), dropped).await.expect("it was broken off");
        assert!(ended.is_err());
    }
}
