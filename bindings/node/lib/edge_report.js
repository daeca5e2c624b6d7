'use strict';

const { derCertificates, options, text } = require('./arguments.js');
const { expected, rangeError } = require('./errors.js');
const { namesAndValues } = require('./header_lines.js');
const native = require('./native.js');
const { illegalConstructor, inspectedAs, mark, notOurs, privately, shown } = require('./private.js');
const { crossingOf, isVerdict } = require('./verdict.js');

const STATUS = 'clientMtlsVerificationStatus';
const REASON = 'clientMtlsVerificationReason';

/** From which report properties came: they do not say all that it does. */
const reports = new WeakMap();

let fieldsOf;
let isReport;

/** The report of an edge about the client of one request. It says SUCCESS only if a verdict or an edge's fields do. */
class EdgeReport {
  /** All of the report as header fields, one a line. */
  #fields;
  #properties;

  /** The same for those who see public properties alone, such as assert and structuredClone. Nothing reads it here. */
  fields;

  static {
    fieldsOf = (report) => report.#fields;
    isReport = (value) => #fields in value;
  }

  constructor(key, fields) {
    if (key !== privately) throw illegalConstructor('EdgeReport', 'EdgeReport.fromVerdict(...) or .fromHeaders(...)');
    this.#fields = fields;
    this.fields = fields;
    Object.freeze(this);
  }

  /** The report of an edge that evaluated the certificate itself. */
  static fromVerdict(verdict, settings) {
    if (!isVerdict(verdict)) throw notOurs('a Verdict', verdict);
    const { chain = [] } = options(settings, ['chain']);
    const { caId, presented } = crossingOf(verdict);
    const { status, reason } = verdict;
    return new EdgeReport(
      privately,
      native.edgeReportFromVerdict(status, reason, caId, presented, derCertificates(chain)),
    );
  }

  /**
   * The report in the header fields of a request that came from a trusted edge. Whoever can open a connection can
   * write these fields: `fromHeaders` asks for the rules of the trusted edge, this does not.
   */
  static fromHeaders(headers) {
    return new EdgeReport(privately, native.edgeReportFromHeaders(namesAndValues(headers)));
  }

  get status() {
    return this.#read()[STATUS];
  }

  get reason() {
    return this.#read()[REASON];
  }

  /** The header fields that an edge sends, as pairs of name and value. */
  toHeaders(settings) {
    const { clientCert = 'verified', chain = 'omit', clientCertMax } = options(settings, [
      'clientCert',
      'chain',
      'clientCertMax',
    ]);
    const lines = native.edgeReportToHeaders(
      this.#fields,
      oneOf(clientCert, ['verified', 'presented'], '`clientCert`') === 'presented',
      oneOf(chain, ['omit', 'send'], '`chain`') === 'send',
      clientCertMax === undefined ? null : size(clientCertMax),
    );
    return pairs(lines);
  }

  /** A new plain object: the status, the reason, and as pairs every header field of the report. */
  toJSON() {
    const { status, reason } = this;
    return { status, reason, headers: pairs(this.#fields) };
  }

  [inspectedAs]() {
    const { status, reason } = this;
    return shown('EdgeReport', { verified: status === 'SUCCESS', status, reason });
  }

  #read() {
    this.#properties ??= propertiesOf(this);
    return this.#properties;
  }
}

mark(EdgeReport);

/** True if this copy made the value: its prototype alone does not make it a report. */
function isEdgeReport(value) {
  return typeof value === 'object' && value !== null && isReport(value);
}

function oneOf(value, allowed, what) {
  if (allowed.includes(value)) return value;
  throw expected(`${what} as ${allowed.map((one) => `"${one}"`).join(' or ')}`, value);
}

function size(value) {
  if (typeof value !== 'number') throw expected('`clientCertMax` as a number of bytes', value);
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value;
  throw rangeError(`found ${value}, expected \`clientCertMax\` as a number of bytes`);
}

function pairs(lines) {
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    });
}

/** The parts of a report that a request sees, as `context.incomingRequestProperties`. */
function propertiesOf(report) {
  const properties = Object.freeze(JSON.parse(native.edgeReportProperties(fieldsOf(report))));
  reports.set(properties, report);
  return properties;
}

/** The report that `context.incomingRequestProperties` came from, or says. */
function reportOf(properties) {
  if (properties === undefined || properties === null) {
    return new EdgeReport(privately, native.edgeReportFromProperties());
  }
  if (typeof properties !== 'object') throw expected('`incomingRequestProperties` as an object', properties);
  const optional = (name) => {
    const value = properties[name];
    return value === undefined || value === null ? null : text(value, `\`incomingRequestProperties.${name}\``);
  };
  return (
    reports.get(properties) ??
    new EdgeReport(
      privately,
      native.edgeReportFromProperties(optional('clientCert'), optional(STATUS), optional(REASON)),
    )
  );
}

/** True if an edge must remove a request field or trailer with this name, on every request. */
function edgeHeadersMustStrip(name) {
  return native.edgeHeadersMustStrip(text(name, 'the name of the field'));
}

/** True if a value of `Vary` names `Client-Cert` or `Client-Cert-Chain`: an edge then writes `*` in its place. */
function edgeHeadersVaryNamesClientCert(value) {
  return native.edgeHeadersVaryNamesClientCert(text(value, 'the value of `Vary`'));
}

module.exports = {
  EdgeReport,
  edgeHeadersMustStrip,
  edgeHeadersVaryNamesClientCert,
  fieldsOf: (report) => fieldsOf(report),
  isEdgeReport,
  propertiesOf,
  reportOf,
};
