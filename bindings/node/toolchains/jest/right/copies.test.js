const issuedby = require('issuedby');

test('a copy that jest.resetModules brings is named as one', () => {
  const { Verifier } = issuedby;
  jest.resetModules();
  const again = require('issuedby');
  expect(again).not.toBe(issuedby);
  const call = () => again.EdgeReport.fromVerdict(new Verifier([]).evaluate(undefined));
  expect(call).toThrow(/^found a Verdict of another copy of issuedby, .*; load it once: a test runner that resets modules/);
});

test('a spy stands in for a method', () => {
  const verifier = new issuedby.Verifier([]);
  jest.spyOn(verifier, 'evaluate').mockReturnValue('spied');
  expect(verifier.evaluate(undefined)).toBe('spied');
});
