// The same functions as `require('issuedby/testing')` gives.
import testing from './lib/testing.js';

export const { scenario, scenarios } = testing;

export default testing;
