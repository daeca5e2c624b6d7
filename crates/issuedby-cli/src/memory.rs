//! Memory that the allocator keeps.

/// Gives freed memory back to the system.
///
/// glibc keeps what lies below anything that is still in use: after 800 connections that was most of what they had taken.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn release() {
    #[allow(unsafe_code, reason = "the C library has no other way")]
    // SAFETY: the declaration is that of malloc.h, and malloc_trim(3) may be called by any thread at any time.
    unsafe extern "C" {
        safe fn malloc_trim(pad: usize) -> core::ffi::c_int;
    }
    // It says whether anything was given back; both is fine.
    let _ = malloc_trim(0);
}

/// Other allocators give it back by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn release() {}
