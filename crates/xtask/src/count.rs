//! How many cases ran, read from what `cargo test` prints.

use std::ops::AddAssign;

/// How many cases ran, and how many had to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) expected: usize,
    /// Cases that failed; those which never ran are the difference to `expected`.
    pub(crate) failed: usize,
    /// Tests marked `#[ignore]`: there must be none, a test that never runs shows nothing.
    pub(crate) ignored: usize,
}

impl Count {
    /// One case, passed or failed.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: passed.into(), expected: 1, failed: (!passed).into(), ignored: 0 }
    }

    /// Whether every case ran and passed.
    pub(crate) fn is_complete(&self) -> bool {
        self.passed == self.expected && self.failed == 0 && self.ignored == 0
    }

    /// The cases that did not pass, whether they failed or never ran, or were not expected.
    pub(crate) fn not_passed(&self) -> usize {
        self.expected.abs_diff(self.passed).max(self.failed).max(self.ignored)
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.expected += other.expected;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// The number of tests named by `cargo test ... -- --list --format terse`.
pub(crate) fn listed(output: &str) -> usize {
    output.lines().filter(|line| line.ends_with(": test")).count()
}

/// The sum over all `test result:` lines of a `cargo test` run, without what was expected.
pub(crate) fn results(output: &str) -> Count {
    let mut sum = Count::default();
    for line in output.lines() {
        let Some((_, numbers)) = line.split_once("test result: ") else { continue };
        sum.passed += number_before(numbers, " passed");
        sum.failed += number_before(numbers, " failed");
        sum.ignored += number_before(numbers, " ignored");
    }
    sum
}

fn number_before(text: &str, word: &str) -> usize {
    let Some((before, _)) = text.split_once(word) else { return 0 };
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "\
running 2 tests
..
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 10 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 1.10s
";

    #[test]
    fn results_are_summed_over_all_test_binaries() {
        assert_eq!(results(RUN), Count { passed: 12, expected: 0, failed: 1, ignored: 3 });
        assert_eq!(results("error: could not compile"), Count::default());
    }

    #[test]
    fn the_list_counts_tests_and_nothing_else() {
        let list = "   Compiling x\nname::a: test\nsrc/lib.rs - f (line 3): test\nbench_b: benchmark\n\n";
        assert_eq!(listed(list), 2);
    }

    #[test]
    fn a_count_is_complete_only_when_every_expected_case_passed() {
        let complete = Count { passed: 3, expected: 3, failed: 0, ignored: 0 };
        assert!(complete.is_complete());
        assert!(!Count { expected: 4, ..complete }.is_complete());
        assert!(!Count { expected: 2, ..complete }.is_complete());
        assert!(!Count { ignored: 1, ..complete }.is_complete());
        assert!(!Count { failed: 1, ..complete }.is_complete());
    }

    #[test]
    fn what_never_ran_counts_as_not_passed() {
        let count = Count { passed: 3, expected: 10, failed: 2, ignored: 0 };
        assert_eq!(count.not_passed(), 7);
        assert_eq!(Count { passed: 3, expected: 3, failed: 0, ignored: 1 }.not_passed(), 1);
    }
}
