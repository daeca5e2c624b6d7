// The examples: every scenario, as the handler of a unit test sees it and through a server. No TLS.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { scenario, scenarios } from 'issuedby/testing';

import { reportCases } from './support.mjs';

const EXAMPLES = ['fetch', 'node_http'];
const folder = mkdtempSync(path.join(tmpdir(), 'issuedby-'));
after(() => rmSync(folder, { recursive: true }));

/** An example as it is when it starts with these variables; each of them is loaded anew. */
let loaded = 0;
async function example(name, variables = {}) {
  Object.assign(process.env, variables);
  try {
    loaded += 1;
    return await import(`../examples/${name}.mjs?${loaded}`);
  } finally {
    for (const variable of Object.keys(variables)) delete process.env[variable];
  }
}

/** The address of a server that lives as long as the test. */
async function listening(t, { server }, where) {
  server.listen(where);
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  return typeof address === 'string' ? { socketPath: address } : { host: address.address, port: address.port };
}

async function ask(where, headers) {
  const [response] = await once(http.request({ agent: false, ...where, headers }).end(), 'response');
  return { status: response.statusCode, body: JSON.parse((await response.toArray()).join('')) };
}

/** The result of the examples' policy for a scenario. */
function expected({ decision }) {
  if (decision.action === 'reject') return { status: 401, body: decision.problem };
  return { status: 200, body: { message: `Hello, ${decision.metadata.subject}`, mtlsAuth: decision.metadata } };
}

test('the handler answers every scenario as the policy decides', async () => {
  const { handle } = await example('fetch');
  let run = 0;
  for (const name of scenarios) {
    const { incomingRequestProperties } = scenario(name);
    const response = await handle(new Request('https://worker.example/'), { incomingRequestProperties });
    assert.deepEqual({ status: response.status, body: await response.json() }, expected(scenario(name)), name);
    run += 1;
  }
  reportCases('node/examples/handler', run, 13);
});

for (const name of EXAMPLES) {
  test(`${name} answers every scenario, over loopback and over a Unix socket`, async (t) => {
    const overTcp = await listening(t, await example(name), { host: '127.0.0.1', port: 0 });
    const overUnix = await listening(t, await example(name, { WORKER_SOCKET: 'chosen' }), path.join(folder, name));
    let run = 0;
    for (const where of [overTcp, overUnix]) {
      for (const of of scenarios) {
        assert.deepEqual(await ask(where, scenario(of).headers), expected(scenario(of)), of);
        run += 1;
      }
    }
    reportCases(`node/examples/${name}`, run, 26);
  });

  test(`${name} believes no header of a connection that no rule names`, async (t) => {
    const refused = expected(scenario('none'));
    const tcp = await listening(t, await example(name, { WORKER_SOCKET: 'chosen' }), { host: '127.0.0.1', port: 0 });
    assert.deepEqual(await ask(tcp, scenario('valid').headers), refused);
    const unix = await listening(t, await example(name), path.join(folder, `${name}-other`));
    assert.deepEqual(await ask(unix, scenario('valid').headers), refused);
  });

  test(`${name} lets everybody on in a staged rollout, and says whom it would refuse`, async (t) => {
    const lenient = await example(name, { ALLOW_UNAUTHENTICATED_REQUESTS: 'true' });
    const where = await listening(t, lenient, { host: '127.0.0.1', port: 0 });
    for (const of of scenarios) {
      const { headers, decision } = scenario(of);
      const { status, body } = await ask(where, headers);
      if (headers['Client-Cert'] === undefined) {
        assert.deepEqual([status, body], [401, { message: 'a client certificate is needed' }], of);
      } else {
        assert.deepEqual([status, body.mtlsAuth.reason], [200, decision.reason], of);
        assert.equal(body.mtlsAuth.verified, decision.action === 'allow', of);
      }
    }
  });
}
