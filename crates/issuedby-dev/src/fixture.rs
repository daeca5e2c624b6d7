//! Fixtures for tests of a worker without any server, from the file that every language reads.

use serde_json::Value;

use crate::scenario::Scenario;

/// The file. Each value in it was computed by the core.
const SCENARIOS: &str = include_str!("../scenarios.json");

/// The headers of an edge for the client of a scenario, and the decision of the policy. The certificate in it is valid to 2099, unless
/// it is not to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixture(Value);

impl Fixture {
    /// That of a scenario.
    pub fn of(scenario: Scenario) -> Self {
        // A test reads every scenario: there is nothing to tell at run time.
        let mut file: Value = serde_json::from_str(SCENARIOS).unwrap_or_default();
        let found = file.get_mut("scenarios").and_then(Value::as_array_mut).and_then(|scenarios| {
            scenarios.iter_mut().find(|it| it.get("name").and_then(Value::as_str) == Some(scenario.name()))
        });
        Self(found.map(Value::take).unwrap_or_default())
    }

    /// The header fields, in the order in which the core writes them.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0.get("headers").and_then(Value::as_object).into_iter().flatten();
        headers.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// `context.incomingRequestProperties`.
    pub fn incoming_request_properties(&self) -> &Value {
        self.0.get("incomingRequestProperties").unwrap_or(&Value::Null)
    }

    /// The whole: name, description, certIssuerDN, headers, incomingRequestProperties, decision.
    pub fn as_json(&self) -> &Value {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use issuedby::{EdgeReport, MtlsAuthInbound, Reason};
    use serde_json::json;

    use super::*;
    use crate::scenario::CERT_ISSUER_DN;

    #[test]
    fn the_file_has_the_scenarios_of_the_table_and_their_answers() {
        let file: Value = serde_json::from_str(SCENARIOS).expect("JSON");
        let texts = |key: &str| -> Vec<Value> {
            file["scenarios"].as_array().expect("an array").iter().map(|it| it[key].clone()).collect()
        };
        let of_table = |value: fn(Scenario) -> Value| -> Vec<Value> {
            Scenario::ALL.iter().map(|scenario| value(*scenario)).collect()
        };
        assert_eq!(texts("name"), of_table(|scenario| json!(scenario.name())));
        assert_eq!(texts("description"), of_table(|scenario| json!(scenario.description())));
        assert_eq!(texts("certIssuerDN"), of_table(|_| json!(CERT_ISSUER_DN)));
        for scenario in Scenario::ALL {
            let (fixture, reason) = (Fixture::of(*scenario), scenario.reason().map(Reason::code));
            let decision = &fixture.as_json()["decision"];
            assert_eq!(decision["reason"], json!(reason), "{scenario}");
            assert_eq!(decision["action"], if reason.is_some() { "reject" } else { "allow" }, "{scenario}");
            let status = decision["problem"]["status"].as_u64().unwrap_or(200);
            assert_eq!(status, u64::from(scenario.status()), "{scenario}");
        }
    }

    #[test]
    fn the_headers_lead_to_the_properties_and_to_the_decision() {
        let policy = MtlsAuthInbound::from_json(json!({ "certIssuerDN": CERT_ISSUER_DN }).to_string());
        let policy = policy.expect("a policy");
        for scenario in Scenario::ALL {
            let fixture = Fixture::of(*scenario);
            let report = EdgeReport::from_headers(fixture.headers());
            let properties = report.incoming_request_properties().to_json();
            assert_eq!(fixture.incoming_request_properties().to_string(), properties, "{scenario}");
            assert_eq!(
                fixture.as_json()["decision"].to_string(),
                policy.decide(&report).to_json(),
                "{scenario}"
            );
        }
    }
}
