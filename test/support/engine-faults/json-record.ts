import { isRecord, type JsonRecord } from '../../../local/emulator/template/read-value.ts';

/** What an engine answered; empty when it is no JSON object. */
export function readRecord(body: Buffer): JsonRecord {
  const value: unknown = JSON.parse(body.toString() || '{}');
  return isRecord(value) ? value : {};
}

export const recordsIn = (value: unknown): readonly JsonRecord[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];
