import type { EngineCall, EngineName } from './engine-call.ts';

export type EngineCallParts = {
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
