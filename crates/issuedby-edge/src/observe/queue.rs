//! A bounded queue for a thread that may be slow: lines for a reader, requests and events for a listener.

use std::convert::Infallible;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use arc_swap::ArcSwapOption;

/// A thread, and what waits for it. A sender never waits.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    /// None once it was closed.
    sender: ArcSwapOption<SyncSender<T>>,
    /// The thread has the other end as long as it lives. None once a caller waits for that.
    end: Mutex<Option<Receiver<Infallible>>>,
}

impl<T: Send + 'static> Queue<T> {
    /// Starts the thread, which ends when the queue is closed and nothing waits any more. Without a thread nothing can
    /// be sent.
    pub(crate) fn new(
        name: &'static str,
        room: usize,
        take: impl FnOnce(Receiver<T>) + Send + 'static,
    ) -> Self {
        let (sender, waiting) = sync_channel(room);
        let (held, end) = channel();
        let thread = move || {
            take(waiting);
            drop(held);
        };
        let _ = thread::Builder::new().name(name.to_owned()).spawn(thread);
        Self { sender: ArcSwapOption::from_pointee(sender), end: Mutex::new(Some(end)) }
    }

    /// Returns false where there was no room for it.
    pub(crate) fn send(&self, what: T) -> bool {
        self.sender.load().as_ref().is_some_and(|sender| sender.try_send(what).is_ok())
    }

    /// Takes nothing more.
    pub(crate) fn close(&self) {
        self.sender.store(None);
    }

    /// Gives the thread of a closed queue until then to take what waits. Who comes second does not wait.
    pub(crate) fn wait(&self, until: Instant) {
        let end = self.end.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(end) = end {
            // Nothing is ever sent: it errs when the thread has ended, or at that time.
            let _ = end.recv_timeout(until.saturating_duration_since(Instant::now()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(10)
    }

    #[test]
    fn what_waits_is_taken_in_order_before_the_end() {
        let (taken, all) = channel();
        let queue = Queue::new("test", 100, move |waiting| {
            for number in waiting {
                thread::sleep(Duration::from_millis(1));
                taken.send(number).unwrap();
            }
        });
        assert!((0..100).all(|number| queue.send(number)));
        queue.close();
        assert!(!queue.send(100), "it takes nothing more");
        queue.wait(soon());
        assert!(all.try_iter().eq(0..100));
    }

    #[test]
    fn a_thread_that_hangs_keeps_no_caller_waiting_for_long() {
        let (release, held) = channel::<Infallible>();
        let queue = Queue::new("test", 3, move |waiting: Receiver<u8>| {
            let _ = held.recv();
            drop(waiting);
        });
        let sent = (0..10).filter(|&number| queue.send(number)).count();
        assert_eq!(sent, 3, "the others are dropped, and who sent them knows");
        queue.close();
        let start = Instant::now();
        queue.wait(start + Duration::from_millis(50));
        queue.wait(soon());
        assert!(start.elapsed() < Duration::from_secs(5));
        drop(release);
    }

    #[test]
    fn no_caller_waits_for_a_thread_that_fails() {
        let fails = |waiting: Receiver<u8>| {
            let _ = waiting.recv();
            std::panic::resume_unwind(Box::new("a listener that fails"));
        };
        let queue = Queue::new("test", 3, fails);
        assert!(queue.send(1));
        let start = Instant::now();
        while queue.send(2) {
            assert!(start.elapsed() < Duration::from_secs(10), "it goes on");
            thread::sleep(Duration::from_millis(1));
        }
        queue.close();
        queue.wait(soon());
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
