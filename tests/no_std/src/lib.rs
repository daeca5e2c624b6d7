//! The core, linked where there is no standard library.
//!
//! A program has exactly one panic handler. This crate brings its own; if any crate below it pulled
//! the standard library in, there would be two, and the compiler refuses: "found duplicate lang item
//! `panic_impl`". The feature `with-std` does just that, and `cargo xtask test` requires it to fail.
#![no_std]

extern crate alloc;
#[cfg(feature = "with-std")]
extern crate std;

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::ptr;

// Naming the crate is what loads it, and everything that it depends on.
use issuedby as _;

struct NoMemory;

// SAFETY: it never hands out memory: null means "none left", which every caller must expect.
unsafe impl GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _layout: Layout) -> *mut u8 {
        ptr::null_mut()
    }

    unsafe fn dealloc(&self, _memory: *mut u8, _layout: Layout) {}
}

#[global_allocator]
static NO_MEMORY: NoMemory = NoMemory;

#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    loop {}
}
