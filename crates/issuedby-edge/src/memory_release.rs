//! Gives memory back to the system when a flood of connections has gone.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::context::Context;

/// The interval at which the number of connections is read.
const INTERVAL: Duration = Duration::from_secs(5);

/// So few connections take so little memory that nothing is gained. One over HTTP/2 may have had 3 MiB.
const FEW: i64 = 5;

/// Gives memory back to the system, where the allocator keeps what was freed.
pub(crate) type Release = Box<dyn Fn() + Send + Sync>;

/// Calls `release` whenever half of the connections have ended that were open at once, until the edge stops.
pub(crate) async fn release_after_floods(context: Arc<Context>, release: Release) {
    let release = Arc::new(release);
    let mut peak = Peak::default();
    loop {
        tokio::select! {
            () = context.shutdown.cancelled() => return,
            () = sleep(INTERVAL) => {}
        }
        if peak.has_fallen(context.metrics.connections.get()) {
            let release = Arc::clone(&release);
            // It may take the milliseconds of a large heap.
            let _ = tokio::task::spawn_blocking(move || release()).await;
        }
    }
}

/// The most connections that were seen at once, since memory was last given back.
#[derive(Debug, Default)]
struct Peak(i64);

impl Peak {
    fn has_fallen(&mut self, connections: i64) -> bool {
        self.0 = self.0.max(connections);
        let has_fallen = self.0 - connections >= FEW && connections <= self.0 / 2;
        if has_fallen {
            self.0 = connections;
        }
        has_fallen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_given_back_once_after_each_flood_and_not_for_a_few() {
        let mut peak = Peak::default();
        let released: Vec<bool> =
            [4, 400, 390, 150, 140, 0, 4, 0, 200, 1].map(|connections| peak.has_fallen(connections)).into();
        assert_eq!(released, [false, false, false, true, false, true, false, false, false, true]);
    }
}
