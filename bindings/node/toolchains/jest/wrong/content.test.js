const issuedby = require('issuedby');

require('../../expectations.cjs').wrong(issuedby, { test, expect });
