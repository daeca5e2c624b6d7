//! Work over many cases on all cores.

use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

/// `work` of every item, in the order of the items.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let next = Mutex::new(0..items.len());
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let taken = next.lock().expect("no worker panics while it takes an item").next();
                        let Some(position) = taken else { return mine };
                        mine.push((position, work(&items[position])));
                    }
                })
            })
            .collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("the work did not panic")).collect()
    });
    results.sort_by_key(|(position, _)| *position);
    results.into_iter().map(|(_, result)| result).collect()
}
