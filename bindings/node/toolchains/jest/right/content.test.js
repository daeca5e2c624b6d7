const issuedby = require('issuedby');

require('../../expectations.cjs').right(issuedby, { test, expect });
