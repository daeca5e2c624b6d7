//! A call of the built-in client: the response, and the expected one.

use crate::client::Answer;
use crate::row::Expected;
use crate::scenario::Scenario;

/// A call of the built-in client.
#[derive(Clone, Debug)]
pub struct Call {
    /// The client that called.
    pub scenario: Scenario,
    /// The answer that was due.
    pub expected: Expected,
    /// The answer that came, or why none came.
    pub answer: Result<Answer, String>,
}

impl Call {
    /// True where the response is the expected one. A refusal need not have a reason; if it has one, it must be the right one.
    pub fn is_as_expected(&self) -> bool {
        self.answer.as_ref().is_ok_and(|answer| {
            let reason = self.expected.reason.map(|reason| reason.code());
            answer.status == self.expected.status
                && (answer.reason.is_none() || answer.reason.as_deref() == reason)
        })
    }
}
