//! Interleaved measurement: every contender runs in every pass, and only ratios within a pass are compared.
//!
//! Absolute times of a shared machine drift from second to second; what two contenders take within the same
//! few milliseconds does not.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one contender runs in one pass.
const SLICE: Duration = Duration::from_millis(2);

/// Something to be timed, with the name of what it is compared with.
pub struct Contender<'a> {
    name: String,
    reference: Option<String>,
    run: Box<dyn FnMut() + 'a>,
}

/// Contenders that are measured side by side.
#[derive(Default)]
pub struct Comparison<'a> {
    contenders: Vec<Contender<'a>>,
}

impl<'a> Comparison<'a> {
    /// Adds a contender that others are compared with.
    pub fn reference<T>(&mut self, name: &str, run: impl FnMut() -> T + 'a) {
        self.push(name, None, run);
    }

    /// Adds a contender, compared with the one named `reference`.
    pub fn against<T>(&mut self, reference: &str, name: &str, run: impl FnMut() -> T + 'a) {
        self.push(name, Some(reference.to_owned()), run);
    }

    fn push<T>(&mut self, name: &str, reference: Option<String>, mut run: impl FnMut() -> T + 'a) {
        let run = Box::new(move || {
            black_box(run());
        });
        self.contenders.push(Contender { name: name.to_owned(), reference, run });
    }

    /// Runs `passes` passes and prints, for each contender, the median time and the median ratio to its
    /// reference within a pass, with the lower and the upper quartile of that ratio.
    pub fn report(mut self, title: &str, passes: usize) {
        let batches: Vec<u32> =
            self.contenders.iter_mut().map(|contender| batch(&mut contender.run)).collect();
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); self.contenders.len()];
        for pass in 0..passes {
            // Alternate the direction, so that nobody always runs after the same neighbour.
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
            let ratio = contender.reference.as_ref().map(|reference| {
                let base = self.contenders.iter().position(|other| &other.name == reference);
                let base = &times[base.expect("a reference is a contender of the same comparison")];
                let ratios = times[position].iter().zip(base).map(|(own, base)| own / base).collect();
                quartiles(ratios)
            });
            match ratio {
                Some([low, middle, high]) => println!(
                    "{:<58} {:>12} {middle:>8.3}   {low:.3} to {high:.3}",
                    contender.name,
                    human(time)
                ),
                None => println!("{:<58} {:>12}", contender.name, human(time)),
            }
        }
    }
}

/// How many runs fill a slice.
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
