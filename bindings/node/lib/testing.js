'use strict';
// Scenarios for the tests of handlers: one client each, as an edge reports it, and the response of the policy to it.

const { text } = require('./arguments.js');
const { EdgeReport, propertiesOf } = require('./edge_report.js');
const native = require('./native.js');
const { format, scenarios: facts } = require('./scenarios.json');

const FORMAT = 1;
if (format !== FORMAT) throw new Error(`found scenarios of format ${format}, expected ${FORMAT}; install issuedby again`);

/** The names of all scenarios. */
const scenarios = Object.freeze(facts.map(({ name }) => name));

/** Each scenario by its name, frozen to the bottom: tests share it, and none can change it for another. */
const byName = new Map(facts.map((scenario) => [scenario.name, made(scenario)]));

/** The scenario of this name. */
function scenario(name) {
  const found = byName.get(text(name, 'the name of a scenario'));
  if (found === undefined) native.refuseScenario(name, [...scenarios]);
  return found;
}

/** The properties are those that a worker gets for these headers, so that the policy knows the CA as well. */
function made(scenario) {
  const report = EdgeReport.fromHeaders(Object.entries(scenario.headers));
  return frozen({ ...scenario, incomingRequestProperties: propertiesOf(report) });
}

function frozen(value) {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

module.exports = { scenario, scenarios };
