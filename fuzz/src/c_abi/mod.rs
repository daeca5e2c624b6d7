//! The C library as sequences of calls, beside the core: every answer is the core's, and no error leaves a SUCCESS behind.
//!
//! Pointers are of every sort that the header allows: right handles, handles of other types, zeroed memory, NULL. Each
//! handle is freed once, at some point of the sequence or at its end; memory is watched by AddressSanitizer.
#![allow(
    unsafe_code,
    reason = "the functions of C are unsafe to call; every pointer is from the pool or of a local"
)]

mod argument;
mod making;
mod output;
mod reading;
mod texts;
mod thing;

use crate::reader::Reader;
use thing::Pool;

/// The most calls of one sequence.
const MAX_CALLS: usize = 64;

/// The state of a sequence: the rest of the input, and all that was made and not freed.
struct Machine<'a> {
    reader: Reader<'a>,
    pool: Pool,
}

/// Runs the calls that an input names, and frees what is left.
pub fn run(input: &[u8]) {
    let mut machine = Machine { reader: Reader::new(input), pool: Pool::new() };
    for _ in 0..MAX_CALLS {
        if machine.reader.is_empty() {
            break;
        }
        machine.call_one();
    }
    machine.free_all();
}

impl Machine<'_> {
    fn call_one(&mut self) {
        match self.reader.below(16) {
            0 => self.load_ca(),
            1 => self.identify_ca(),
            2 => self.make_verifier(),
            3 => self.verify(),
            4 => self.evaluate(),
            5 => self.write_headers(),
            6 => self.parse_headers(),
            7 => self.make_policy(),
            8 => self.decide(),
            9 => self.decide_report(),
            10..=11 => self.read_one(),
            12 => self.free_one(),
            13 => self.compare_texts(),
            _ => self.convert_text(),
        }
    }
}
