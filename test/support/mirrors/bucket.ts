import { ListObjectsV2Command, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from '../../../local/emulator/engines/fauxqs-engine.ts';
import { createS3Front } from '../../../local/emulator/engines/s3-front.ts';
import type { Bucket } from '../../../shared/lake/bucket.ts';
import type { Life } from './killed.ts';

export type BucketRig = Awaited<ReturnType<typeof startBuckets>>;

/** S3 on the embedded engine, with what was ever put there. */
export async function startBuckets() {
  const engine = await startFauxqs({});
  const puts = new Map<string, Buffer[]>();
  const front = await createS3Front({
    async answer(request) {
      const answer = await engine.answerS3(request);
      const { pathname } = new URL(request.url, 'http://s3');
      const name = decodeURIComponent(pathname.slice(1));
      if (request.method === 'PUT' && answer.status === 200) {
        const { body } = await engine.answerS3({ method: 'GET', url: pathname, headers: {}, payload: Buffer.alloc(0) });
        puts.set(name, [...(puts.get(name) ?? []), Buffer.from(body)]);
      }
      return answer;
    },
    functionOf: () => undefined,
  });
  let made = 0;
  return {
    /** A new bucket; each request of its client is an effect of the life that it has by then. */
    open() {
      made += 1;
      const bucket = `bucket-${made}`;
      engine.ensureBuckets([bucket]);
      let life: Life | undefined;
      const client = new S3Client({
        endpoint: front.url,
        forcePathStyle: true,
        region: 'us-east-1',
        credentials: { accessKeyId: 't', secretAccessKey: 't' },
        // What is put is kept as it is sent.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        maxAttempts: 1,
      });
      client.middlewareStack.add((next) => (args) => life?.effect(() => next(args)) ?? next(args), {
        step: 'initialize',
      });
      return {
        ...({ client, bucket } satisfies Bucket),
        async within<Result>(of: Life, work: () => Promise<Result>): Promise<Result> {
          life = of;
          try {
            return await work();
          } finally {
            life = undefined;
          }
        },
        /** Each object of a table as it is, by its name. */
        async files(): Promise<ReadonlyMap<string, Buffer>> {
          const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
          const names = Contents.map(({ Key = '' }) => Key).filter((name) => !name.startsWith('_'));
          return new Map(names.map((name) => [name, puts.get(`${bucket}/${name}`)?.at(-1) ?? Buffer.alloc(0)]));
        },
        /** What the bucket keeps of objects as they were before: those that were put last are deleted last. */
        async formerFiles(): Promise<readonly (readonly [string, Buffer])[]> {
          const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
          const present = await this.files();
          const names = Object.entries(Object.groupBy(Versions, ({ Key = '' }) => Key));
          return names.flatMap(([name, versions = []]) => {
            if (name.startsWith('_')) return [];
            const ever = puts.get(`${bucket}/${name}`) ?? [];
            const former = present.has(name) ? ever.slice(0, -1) : ever;
            return former.slice(-versions.length).map((bytes) => [name, bytes] as const);
          });
        },
        close() {
          client.destroy();
          for (const name of puts.keys()) if (name.startsWith(`${bucket}/`)) puts.delete(name);
        },
      };
    },
    async close() {
      engine.endPolls();
      await front.close();
      await engine.close();
    },
  };
}
