import { expect, test, vi } from 'vitest';
import issuedby, * as named from 'issuedby';

test('the default import has what the named ones have', () => {
  for (const [name, value] of Object.entries(issuedby)) expect(named[name]).toBe(value);
});

test('a mock tells verdicts apart', () => {
  const verifier = new issuedby.Verifier([]);
  const none = verifier.evaluate(undefined);
  const malformed = verifier.evaluate(Buffer.from([1]));
  const mock = vi.fn();
  mock(none);
  expect(mock).toHaveBeenCalledWith(verifier.evaluate(undefined));
  expect(mock).not.toHaveBeenCalledWith(malformed);
});
