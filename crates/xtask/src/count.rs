//! Counts of cases, read from the output of `cargo test` and pytest.

use std::ops::AddAssign;

/// The number of cases that ran, and of those that had to.
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

    /// True if every case ran and passed.
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

/// The number of tests named by `pytest --collect-only --quiet`.
pub(crate) fn collected_by_pytest(output: &str) -> usize {
    output.lines().filter(|line| line.contains(".py::")).count()
}

/// The last line of a pytest run, such as `1 failed, 2 passed, 3 skipped in 0.12s`, without what was expected.
pub(crate) fn results_of_pytest(output: &str) -> Count {
    let words = [" passed", " failed", " error"];
    let is_summary =
        |line: &&str| line.contains(" in ") && words.iter().any(|word| number_before(line, word) > 0);
    let line = output.lines().rfind(is_summary).unwrap_or_default();
    Count {
        passed: number_before(line, " passed"),
        expected: 0,
        failed: number_before(line, " failed") + number_before(line, " error"),
        ignored: number_before(line, " skipped"),
    }
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
    fn pytest_is_counted_by_its_list_and_its_last_line() {
        let list = "tests/test_a.py::test_b\ntests/test_a.py::test_c[x y]\n\n2 tests collected in 0.01s\n";
        assert_eq!(collected_by_pytest(list), 2);
        let run =
            "F.s\nE   9 passed in the output\n1 failed, 12 passed, 3 skipped, 2 errors in 0.12s (0:00:01)\n";
        assert_eq!(results_of_pytest(run), Count { passed: 12, expected: 0, failed: 3, ignored: 3 });
        assert_eq!(results_of_pytest("no tests ran in 0.01s\n"), Count::default());
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
