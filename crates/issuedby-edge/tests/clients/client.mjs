// A client of the edge: `client.mjs PORT DOMAIN ROOT [CERTIFICATE KEY]` prints the body of the response.
import { readFileSync } from 'node:fs';
import https from 'node:https';

const [port, domain, root, certificate, key] = process.argv.slice(2);
const identity = certificate ? { cert: readFileSync(certificate), key: readFileSync(key) } : {};
const options = { host: '127.0.0.1', port, servername: domain, headers: { host: domain }, ca: readFileSync(root) };
https
  .get({ ...options, ...identity }, (response) => response.pipe(process.stdout))
  .on('error', (error) => {
    console.error(error);
    process.exitCode = 1;
  });
