//! No panic crosses into C.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::failure::{Failure, issuedby_result};
use super::output::{ErrorSlot, IntoC, Slot};

/// Runs `work`; a panic gives `otherwise`.
pub(super) fn infallible<T>(otherwise: T, work: impl FnOnce() -> T) -> T {
    guarded(work).unwrap_or(otherwise)
}

/// Runs `work`, writes what it made to where it said, and returns what became of it.
pub(super) fn fallible<V: IntoC>(
    error: ErrorSlot,
    work: impl FnOnce() -> Result<(Slot<V::C>, V), Failure>,
) -> issuedby_result {
    fallible_with(error, work, |(slot, value)| {
        slot.set(value.into_c());
        None
    })
}

/// As [`fallible`], where `deliver` writes the outputs: nothing can go wrong any more, but it may be that the
/// answer is no.
pub(super) fn fallible_with<T>(
    error: ErrorSlot,
    work: impl FnOnce() -> Result<T, Failure>,
    deliver: impl FnOnce(T) -> Option<Failure>,
) -> issuedby_result {
    let failure = match guarded(work) {
        Some(Ok(made)) => deliver(made),
        Some(Err(failure)) => Some(failure),
        None => {
            catch(|| error.set(Failure::panicked()));
            return issuedby_result::ISSUEDBY_PANIC;
        }
    };
    let Some(failure) = failure else { return issuedby_result::ISSUEDBY_OK };
    let result = failure.result;
    catch(|| error.set(failure));
    result
}

/// Runs `work`; none if it panicked.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch(|| {
        forced_panic("early");
        let made = work();
        forced_panic("late");
        made
    })
}

fn catch<T>(work: impl FnOnce() -> T) -> Option<T> {
    // What a panic left half done is never looked at again: outputs are written after it, handles are immutable.
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Panics when a test asks for it, in builds for debugging only.
fn forced_panic(when: &str) {
    #[cfg(debug_assertions)]
    if std::env::var_os("ISSUEDBY_PANIC").is_some_and(|asked| asked == when) {
        panic!("a panic that a test asked for");
    }
    #[cfg(not(debug_assertions))]
    let _ = when;
}
