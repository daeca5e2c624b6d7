//! Times: Python's `datetime` and Unix seconds on one side, the core's on the other.

use std::time::{SystemTime, UNIX_EPOCH};

use issuedby::{UnixTime, check_time};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDateTime, PyFloat, PyInt, PyTzInfo, PyTzInfoAccess};

use crate::errors::wrong_type;

/// The time of a check. None is the system's clock.
///
/// A number that is a time in another unit, as `time.time_ns()` gives it, is a mistake of the program: a `ValueError`.
/// Any other that no date has becomes a time that no verdict accepts: an answer, as for any other clock that is wrong.
pub(crate) fn now(argument: Option<&Bound<'_, PyAny>>) -> PyResult<UnixTime> {
    let Some(argument) = argument else { return Ok(system_clock()) };
    if argument.is_instance_of::<PyInt>() && !argument.is_instance_of::<PyBool>() {
        return match argument.extract::<i64>() {
            Ok(seconds) if is_in_seconds(seconds as f64) => Ok(check_time(seconds)),
            Ok(seconds) => Err(not_in_seconds(argument, seconds as f64)),
            Err(error) if error.is_instance_of::<PyOverflowError>(argument.py()) => {
                Err(not_in_seconds(argument, f64::INFINITY))
            }
            Err(error) => Err(error),
        };
    }
    if let Ok(seconds) = argument.cast::<PyFloat>() {
        let seconds = seconds.extract::<f64>()?.floor();
        return match is_in_seconds(seconds) {
            true => Ok(check_time(seconds as i64)),
            false => Err(not_in_seconds(argument, seconds)),
        };
    }
    match argument.cast::<PyDateTime>() {
        Ok(date) => seconds_of(date).map(check_time),
        Err(_) => Err(wrong_type("now", "an aware datetime, Unix seconds or None", argument)),
    }
}

/// The first number of seconds that is taken for another unit: the year 5138.
const OTHER_UNIT_FROM: f64 = 1e11;

/// True for a number that can be Unix seconds; false for NaN.
fn is_in_seconds(number: f64) -> bool {
    number.abs() < OTHER_UNIT_FROM
}

/// `ValueError` for a number that cannot be Unix seconds, with the unit that it looks like.
fn not_in_seconds(argument: &Bound<'_, PyAny>, number: f64) -> PyErr {
    let unit = match number {
        OTHER_UNIT_FROM..1e14 => "which looks like milliseconds, ",
        1e14..1e17 => "which looks like microseconds, ",
        1e17..1e20 => "which looks like nanoseconds, ",
        _ => "",
    };
    let message = format!("found {argument} as `now`, {unit}expected Unix seconds: pass an aware datetime");
    PyValueError::new_err(message)
}

/// An aware `datetime`, in UTC.
pub(crate) fn datetime(py: Python<'_>, time: UnixTime) -> PyResult<Bound<'_, PyDateTime>> {
    date(py, i64::try_from(time.as_secs())?)
}

/// Unix seconds as an aware `datetime`, in UTC. Dates before the year 1, which `datetime` has not, become its first.
pub(crate) fn date(py: Python<'_>, seconds: i64) -> PyResult<Bound<'_, PyDateTime>> {
    const YEAR_1: i64 = -62_135_596_800;
    let seconds = seconds.max(YEAR_1);
    let utc = PyTzInfo::utc(py)?;
    let epoch = PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc))?;
    let delta = pyo3::types::PyDelta::new(
        py,
        i32::try_from(seconds.div_euclid(SECONDS_OF_A_DAY))?,
        i32::try_from(seconds.rem_euclid(SECONDS_OF_A_DAY))?,
        0,
        false,
    )?;
    Ok(epoch.add(delta)?.cast_into::<PyDateTime>()?)
}

const SECONDS_OF_A_DAY: i64 = 86_400;

fn system_clock() -> UnixTime {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => UnixTime::since_unix_epoch(since),
        Err(_) => check_time(-1),
    }
}

/// Whole seconds, rounded down: a certificate is valid through the whole of its last second.
fn seconds_of(date: &Bound<'_, PyDateTime>) -> PyResult<i64> {
    let py = date.py();
    // A zone that does not know its offset leaves the date as naive as none.
    if date.get_tzinfo().is_none() || date.call_method0("utcoffset")?.is_none() {
        let message = "`now` must be an aware datetime, not a naive one: write `datetime.now(timezone.utc)`";
        return Err(PyTypeError::new_err(message));
    }
    let utc = PyTzInfo::utc(py)?;
    let epoch = PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc))?;
    let since = date.sub(epoch)?;
    let days: i64 = since.getattr("days")?.extract()?;
    let seconds: i64 = since.getattr("seconds")?.extract()?;
    Ok(days * 86_400 + seconds)
}
