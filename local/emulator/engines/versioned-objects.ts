import { randomUUID } from 'node:crypto';
import type { EngineAnswer } from './engine-call.ts';
import type { S3Request } from './fauxqs-engine.ts';
import type { S3Operation } from './s3-request.ts';

/** What is kept of an object that another one has replaced, or that was deleted. */
type OldVersion = { readonly id: string; readonly key: string; readonly bytes: number; readonly isMark: boolean };

const xml = (status: number, text: string): EngineAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`),
});
const refusal = (status: number, code: string): EngineAnswer =>
  xml(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * Adds what fauxqs has not: writes on a condition, and versions, which every bucket has. Of an old version its name and size are kept
 * alone, until the end of the process: enough to see that it is deleted.
 */
export function createVersionedObjects(answer: (request: S3Request) => Promise<EngineAnswer>) {
  const old = new Map<string, OldVersion[]>();

  const head = (request: S3Request) =>
    answer({
      method: 'HEAD',
      url: new URL(request.url, 'http://127.0.0.1').pathname,
      headers: {},
      payload: Buffer.alloc(0),
    });

  /** The answer where a condition does not hold; undefined where it does. */
  function refused({ headers }: S3Request, present: EngineAnswer): EngineAnswer | undefined {
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
    const isThere = present.status === 200;
    if (ifNoneMatch === '*' && isThere) return refusal(412, 'PreconditionFailed');
    if (ifMatch === undefined) return undefined;
    if (!isThere) return refusal(404, 'NoSuchKey');
    return present.headers.etag === ifMatch ? undefined : refusal(412, 'PreconditionFailed');
  }

  function keep({ bucket, key }: S3Operation, bytes: number, isMark: boolean): void {
    old.set(bucket, [...(old.get(bucket) ?? []), { id: randomUUID(), key, bytes, isMark }]);
  }

  function list({ bucket, query }: S3Operation): EngineAnswer {
    const prefix = query.get('prefix') ?? '';
    const entries = (old.get(bucket) ?? []).filter(({ key }) => key.startsWith(prefix));
    const texts = entries.map(({ id, key, bytes, isMark }) => {
      const name = isMark ? 'DeleteMarker' : 'Version';
      const size = isMark ? '' : `<Size>${bytes}</Size>`;
      const text = `<Key>${escaped(key)}</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest>${size}`;
      return `<${name}>${text}</${name}>`;
    });
    const result = `<IsTruncated>false</IsTruncated>${texts.join('')}`;
    return xml(
      200,
      `<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${result}</ListVersionsResult>`,
    );
  }

  return {
    async answer(asked: S3Operation, request: S3Request): Promise<EngineAnswer> {
      const { operation, bucket, query } = asked;
      if (operation === 'ListObjectVersions') return list(asked);
      const versionId = query.get('versionId');
      if (operation === 'DeleteObject' && versionId !== null) {
        old.set(
          bucket,
          (old.get(bucket) ?? []).filter(({ id }) => id !== versionId),
        );
        return { status: 204, headers: {}, body: Buffer.alloc(0) };
      }
      if (!['PutObject', 'CompleteMultipartUpload', 'DeleteObject'].includes(operation)) return answer(request);
      const present = await head(request);
      const fault = refused(request, present);
      if (fault) return fault;
      const done = await answer(request);
      if (done.status < 300 && present.status === 200) keep(asked, Number(present.headers['content-length']), false);
      if (operation === 'DeleteObject' && present.status === 200) keep(asked, 0, true);
      return done;
    },
  };
}
