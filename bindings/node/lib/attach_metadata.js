'use strict';

const { expected } = require('./errors.js');

/**
 * Gives a request what a decision says about its user, on a copy of the user that it had: an earlier handler may
 * share one object among requests, and two clients must never share `mtlsAuth`.
 */
function setUser(request, decision) {
  const { metadata, sub } = decision;
  const user = objectOrNothing(request.user, '`request.user`');
  const data = objectOrNothing(user?.data, '`request.user.data`');
  if (metadata === null && data?.mtlsAuth === undefined) return;

  const { mtlsAuth: _, ...kept } = data ?? {};
  const next = user === undefined ? {} : Object.assign(Object.create(Object.getPrototypeOf(user)), user);
  if (sub !== null) next.sub = sub;
  next.data = metadata === null ? kept : { ...kept, mtlsAuth: metadata };
  request.user = next;
}

function objectOrNothing(value, what) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') throw expected(`${what} as an object`, value);
  return value;
}

module.exports = { setUser };
