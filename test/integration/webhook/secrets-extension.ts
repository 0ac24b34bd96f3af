import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for the AWS Parameters and Secrets Lambda extension, on a free port of the loopback. */
export async function startSecretsExtension(secrets: Record<string, object>) {
  const extension = { secrets, isReady: true, reads: 0, port: 0, stop: async () => {} };
  const server = createServer((request, response) => {
    extension.reads++;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const secret = extension.secrets[url.searchParams.get('secretId') ?? ''];
    if (!extension.isReady) return void response.writeHead(400).end('not ready to serve traffic, please wait');
    if (request.headers['x-aws-parameters-secrets-token'] !== 'session') return void response.writeHead(401).end();
    if (!secret) return void response.writeHead(400).end('ResourceNotFoundException');
    response.end(JSON.stringify({ ARN: 'arn', Name: 'name', SecretString: JSON.stringify(secret), VersionId: 'v1' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  extension.port = (server.address() as AddressInfo).port;
  extension.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return extension;
}
