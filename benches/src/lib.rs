//! Interleaved measurement: every contender runs in every pass, and only ratios within a pass are compared.
//!
//! Absolute times of a shared machine drift from second to second; what two contenders take within the same
//! few milliseconds does not.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The time that one contender runs in one pass.
const SLICE: Duration = Duration::from_millis(2);

/// The number of passes, as the command line gives it in `-- --passes 9`; 101 without it.
pub fn passes() -> usize {
    let arguments: Vec<String> = std::env::args().collect();
    let position = arguments.iter().position(|argument| argument == "--passes");
    position.and_then(|found| arguments.get(found + 1)?.parse().ok()).unwrap_or(101)
}

/// Something to be timed, with what its time is set against.
pub struct Contender<'a> {
    name: String,
    measure: Measure,
    run: Box<dyn FnMut() + 'a>,
}

/// The reference of a ratio.
enum Measure {
    /// Nothing: others are compared with it.
    Reference,
    /// The time of another contender in the same pass.
    Against(String),
    /// The bytes that it reads or writes.
    PerByte(usize),
}

/// Contenders that are measured side by side.
#[derive(Default)]
pub struct Comparison<'a> {
    contenders: Vec<Contender<'a>>,
}

impl<'a> Comparison<'a> {
    /// Adds a contender that others are compared with.
    pub fn reference<T>(&mut self, name: &str, run: impl FnMut() -> T + 'a) {
        self.push(name, Measure::Reference, run);
    }

    /// Adds a contender, compared with the one named `reference`.
    pub fn against<T>(&mut self, reference: &str, name: &str, run: impl FnMut() -> T + 'a) {
        self.push(name, Measure::Against(reference.to_owned()), run);
    }

    /// Adds a contender whose time is also given for each of the `bytes` that it reads or writes.
    pub fn per_byte<T>(&mut self, name: &str, bytes: usize, run: impl FnMut() -> T + 'a) {
        self.push(name, Measure::PerByte(bytes), run);
    }

    fn push<T>(&mut self, name: &str, measure: Measure, mut run: impl FnMut() -> T + 'a) {
        let run = Box::new(move || {
            black_box(run());
        });
        self.contenders.push(Contender { name: name.to_owned(), measure, run });
    }

    /// Runs `passes` passes and prints, for each contender, the median time and what it is set against: its time
    /// for a byte, or the median ratio to its reference within a pass, with the quartiles of that ratio.
    pub fn report(mut self, title: &str, passes: usize) {
        let batches: Vec<u32> =
            self.contenders.iter_mut().map(|contender| batch(&mut contender.run)).collect();
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); self.contenders.len()];
        for pass in 0..passes {
            // Alternate the direction, so that no contender always runs after the same neighbour.
            let forward = pass % 2 == 0;
            let count = self.contenders.len();
            for position in (0..count).map(|step| if forward { step } else { count - 1 - step }) {
                let run = &mut self.contenders[position].run;
                let start = Instant::now();
                for _ in 0..batches[position] {
                    run();
                }
                times[position].push(start.elapsed().as_secs_f64() / f64::from(batches[position]));
            }
        }

        println!("\n{title}");
        println!("{:<58} {:>12} {:>8}   quartiles", "", "median", "ratio");
        for (position, contender) in self.contenders.iter().enumerate() {
            let time = median(times[position].clone());
            let start = format!("{:<58} {:>12}", contender.name, human(time));
            match &contender.measure {
                Measure::Reference => println!("{start}"),
                Measure::Against(reference) => {
                    let base = self.contenders.iter().position(|other| &other.name == reference);
                    let base = &times[base.expect("a reference is a contender of the same comparison")];
                    let ratios = times[position].iter().zip(base).map(|(own, base)| own / base).collect();
                    let [low, middle, high] = quartiles(ratios);
                    println!("{start} {middle:>8.3}   {low:.3} to {high:.3}");
                }
                Measure::PerByte(bytes) => {
                    println!("{start}            {:.2} ns a byte", time * 1e9 / *bytes as f64);
                }
            }
        }
    }
}

/// The number of runs that fill a slice.
fn batch(run: &mut dyn FnMut()) -> u32 {
    let mut count = 1_u32;
    loop {
        let start = Instant::now();
        for _ in 0..count {
            run();
        }
        let elapsed = start.elapsed();
        if elapsed >= SLICE / 4 || count >= 1 << 22 {
            let scale = SLICE.as_secs_f64() / elapsed.as_secs_f64().max(1e-9);
            return ((f64::from(count) * scale) as u32).max(1);
        }
        count *= 2;
    }
}

fn median(values: Vec<f64>) -> f64 {
    quartiles(values)[1]
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

fn human(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-3 => format!("{:.2} us", s * 1e6),
        s => format!("{:.2} ms", s * 1e3),
    }
}
