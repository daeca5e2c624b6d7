// The same functions as `require('issuedby/http')` gives.
import http from './lib/http.js';

export const { incomingRequestProperties, mtlsAuthInbound } = http;

export default http;
