/** An AWS service that the embedded run answers for. */
export type EngineName = 'dynamodb' | 'sqs' | 'secretsmanager' | 'events' | 's3';

/** One request on its way to an engine: what a fault injector or a permission check looks at. */
export type EngineCall = {
  readonly engine: EngineName;
  /** As in AWS's API, such as `PutItem`. */
  readonly operation: string;
  /** The parsed request; empty when it is no JSON object. Changing it changes nothing: the engine reads `rawBody`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly rawBody: Buffer;
  /** Who signed it. Signatures themselves are not checked. */
  readonly accessKeyId: string | undefined;
  /** Logical id of the function that `accessKeyId` belongs to; undefined for anybody else. */
  readonly functionId: string | undefined;
};

export type EngineAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/**
 * Stands between every client and the engines. May look at the call, wait, answer by itself, call `next` (also twice,
 * which does the work twice) and change the answer. What it throws becomes a 500 `InternalFailure`.
 */
export type Intercept = (call: EngineCall, next: () => Promise<EngineAnswer>) => Promise<EngineAnswer>;

/** What answers calls: the embedded engine itself. */
export type Engine = {
  readonly answer: (call: EngineCall) => Promise<EngineAnswer>;
  /** Has what was deleted leave the disk. Absent where nothing is kept on one. */
  readonly compact?: () => Promise<void>;
  /** Ends what waits and writes what is open. Twice: as once. */
  readonly close: () => Promise<void>;
};

const jsonType = 'application/x-amz-json-1.0';

export const jsonAnswer = (status: number, body: unknown): EngineAnswer => ({
  status,
  headers: { 'content-type': jsonType },
  body: Buffer.from(JSON.stringify(body)),
});

/**
 * An error as AWS's JSON protocols write it.
 * @param type such as `com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException`
 */
export const errorAnswer = (status: number, type: string, message: string): EngineAnswer =>
  jsonAnswer(status, { __type: type, message });

type EngineCallParts = {
  readonly engine: EngineName;
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accessKeyId: string | undefined;
  readonly functionId: string | undefined;
};

/** A call made within this process. */
export const createEngineCall = (parts: EngineCallParts): EngineCall => ({
  ...parts,
  rawBody: Buffer.from(JSON.stringify(parts.body)),
});
