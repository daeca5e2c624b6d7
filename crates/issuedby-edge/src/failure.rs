//! The failure of a part that panics: a connection costs that connection, a part without which the edge cannot go on ends
//! the edge.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::watch;

/// The name of the first vital part that panicked: a thread, or a task that listens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure(Arc<watch::Sender<Option<&'static str>>>);

impl Failure {
    /// Does `work`. Where it panics, the edge has failed. Returns true where it ended.
    pub(crate) fn guard(&self, part: &'static str, work: impl FnOnce()) -> bool {
        let done = catch_unwind(AssertUnwindSafe(work)).is_ok();
        if !done {
            self.set(part);
        }
        done
    }

    /// The edge has failed, unless it had before.
    pub(crate) fn set(&self, part: &'static str) {
        self.0.send_if_modified(|failed| match failed {
            Some(_) => false,
            None => {
                *failed = Some(part);
                true
            }
        });
    }

    /// The part that failed, when one has.
    pub(crate) async fn wait(&self) -> &'static str {
        let mut failed = self.0.subscribe();
        // The sender lives as long as this does.
        match failed.wait_for(Option::is_some).await.ok().and_then(|failed| *failed) {
            Some(part) => part,
            None => std::future::pending().await,
        }
    }
}

/// Returns true where the task ended, and false where it panicked.
pub(crate) async fn completes(task: impl Future<Output = ()>) -> bool {
    let mut task = pin!(task);
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| task.as_mut().poll(cx))) {
        Ok(poll) => poll.map(|()| true),
        // It is never polled again.
        Err(_) => Poll::Ready(false),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panics() {
        std::panic::resume_unwind(Box::new("a defect"));
    }

    #[tokio::test]
    async fn a_task_that_panics_is_seen_to_and_one_that_ends_is_not() {
        assert!(completes(async { tokio::task::yield_now().await }).await);
        let after_a_while = async {
            tokio::task::yield_now().await;
            panics();
        };
        assert!(!completes(after_a_while).await);
    }

    #[tokio::test]
    async fn the_first_part_that_failed_is_named() {
        let failure = Failure::default();
        assert!(failure.guard("sound", || {}));
        let waits = tokio::spawn({
            let failure = failure.clone();
            async move { failure.wait().await }
        });
        assert!(!failure.guard("registry", panics));
        failure.set("event-log");
        assert_eq!(waits.await.unwrap(), "registry");
        assert_eq!(failure.wait().await, "registry");
    }
}
