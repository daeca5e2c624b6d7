//! The tests that failed and their messages, read from the output of `cargo test` and pytest.

/// The lines after `panicked at` that are kept: the message of an assertion with both sides.
const LINES_OF_A_PANIC: usize = 6;

/// One line for each test that failed, then what the panics said.
///
/// Empty where no test failed by itself, such as where nothing could be compiled.
pub(crate) fn tests(output: &str) -> String {
    let mut text = String::new();
    for line in output.lines().filter(|line| is_about_a_failed_test(line)) {
        text.push_str(line);
        text.push('\n');
    }
    if text.is_empty() {
        return text;
    }
    let lines: Vec<&str> = output.lines().collect();
    for (number, _) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.contains("' panicked at ") || line.contains(") panicked at "))
    {
        for line in lines
            .iter()
            .skip(number)
            .take(LINES_OF_A_PANIC)
            .take_while(|line| !line.starts_with("stack backtrace"))
        {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// As `cargo test` has it, or pytest.
fn is_about_a_failed_test(line: &str) -> bool {
    line.starts_with("test ") && line.ends_with(" ... FAILED") || line.starts_with("FAILED ")
}

#[cfg(test)]
mod tests {
    use super::tests;

    #[test]
    fn the_failed_tests_and_their_panics_are_found_among_other_lines() {
        let output = "\
test first ... ok
test second ... FAILED
{\"time\":\"...\",\"event\":\"listening\"}

thread 'second' (12) panicked at tests/a.rs:3:5:
assertion `left == right` failed
  left: 1
 right: 2
stack backtrace:
   0: somewhere
test result: FAILED. 1 passed; 1 failed
";
        assert_eq!(
            tests(output),
            "\
test second ... FAILED
thread 'second' (12) panicked at tests/a.rs:3:5:
assertion `left == right` failed
  left: 1
 right: 2
"
        );
        assert_eq!(tests("thread 'a' panicked at b\ntest a ... ok\n"), "");
        let pytest = "FAILED tests/test_a.py::test_b - assert 1 == 2\n";
        assert_eq!(tests(pytest), pytest);
        assert_eq!(tests("error: could not compile\n"), "");
    }
}
