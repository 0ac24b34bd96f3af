import type { IncomingMessage, ServerResponse } from 'node:http';
import { createOwnServer } from '../../own-server.ts';
import { listenOnLoopback } from '../../server-process.ts';
import { createUploadRoom, readBody, type Upload } from '../http/upload-room.ts';
import type { EngineAnswer, Intercept } from './engine-call.ts';
import type { S3Request } from './fauxqs-engine.ts';
import { readS3Request, type S3Operation } from './s3-request.ts';
import { createVersionedObjects } from './versioned-objects.ts';

type S3FrontOptions = {
  readonly answer: (request: S3Request) => Promise<EngineAnswer>;
  readonly intercept?: Intercept | undefined;
  /** Logical id of the function that has this access key. */
  readonly functionOf: (accessKeyId: string) => string | undefined;
};

/** The mirror uploads parts of 8 MB; whole files are smaller than that. */
const longestBodyBytes = 64 * 1024 ** 2;
/** Of all requests at once. */
const mostHeldBytes = 256 * 1024 ** 2;

/** S3 for SDK clients, over HTTP; each request is intercepted. */
export async function createS3Front({ answer, functionOf, ...options }: S3FrontOptions) {
  const intercept: Intercept = options.intercept ?? ((_call, next) => next());
  const objects = createVersionedObjects(answer);

  async function serve(request: IncomingMessage, response: ServerResponse, upload: Upload): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const rawBody = await readBody(request, { upload, longestBytes: longestBodyBytes });
    if (typeof rawBody === 'string') {
      response.writeHead(rawBody === 'too-large' ? 400 : 503);
      response.end();
      return;
    }
    const asked = readS3Request(method, url);
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const accessKeyId = /Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
    const functionId = accessKeyId === undefined ? undefined : functionOf(accessKeyId);
    const call = {
      engine: 's3',
      operation: asked.operation,
      body: bodyOf(asked),
      rawBody,
      accessKeyId,
      functionId,
    } as const;
    const {
      status,
      headers: answered,
      body,
    } = await intercept(call, () => objects.answer(asked, { method, url, headers, payload: rawBody }));
    response.writeHead(status, answered);
    response.end(method === 'HEAD' ? undefined : body);
  }

  const room = createUploadRoom(mostHeldBytes);
  const server = createOwnServer((request, response) => {
    const upload = room.begin();
    serve(request, response, upload)
      .catch(() => response.destroy())
      .finally(upload.end);
  });
  server.keepAliveTimeout = 120_000;
  return listenOnLoopback(server, 0);
}

function bodyOf({ bucket, key, query }: S3Operation): Record<string, string> {
  const VersionId = query.get('versionId');
  return { Bucket: bucket, Key: key, ...(VersionId !== null && { VersionId }) };
}
