//! A global allocator that counts what the current thread asks for.

#![allow(unsafe_code)] // GlobalAlloc is an unsafe trait; everything is handed on to the system's allocator

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local! {
    /// Without a destructor and with a constant start, so that counting does not allocate.
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, counted.
struct Counting;

// SAFETY: every method hands its arguments on to `System` unchanged and returns what it returns; counting
// touches a thread-local number only.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`, which is `System`'s.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `System` with this layout, as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc_zeroed`, which is `System`'s.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count();
        // SAFETY: `pointer` came from `System` with this layout, as the caller promises.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

fn count() {
    // A thread that ends may free and allocate after its locals are gone: nothing counts then.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

/// The result of `work`, and the number of allocations of this thread meanwhile.
pub(crate) fn counted<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = COUNT.get();
    let result = work();
    (result, COUNT.get() - before)
}

#[test]
fn the_counter_counts() {
    let ((), none) = counted(|| ());
    assert_eq!(none, 0);
    let (boxed, one) = counted(|| std::hint::black_box(Box::new(7)));
    assert_eq!((*boxed, one), (7, 1));
}
