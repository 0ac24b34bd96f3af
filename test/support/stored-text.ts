import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parquetReadObjects, snappyUncompress } from 'hyparquet';

/** What a file holds, as text: its bytes one character each, where they are compressed what they mean. */
export async function storedText(path: string): Promise<string> {
  const bytes = await readFile(path);
  const extension = extname(path);
  if (extension === '.parquet') {
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    return JSON.stringify(rows, (_name, value) => (typeof value === 'bigint' ? String(value) : value));
  }
  if (extension === '.ldb' && bytes.length > 0) return tableText(bytes);
  return bytes.toString('latin1');
}

/** Where a block lies in a table: its offset and its length, without the type and checksum behind it. */
type Block = { readonly offset: number; readonly size: number };

/**
 * A sorted table of LevelDB: its footer leads to the index, the index to the blocks, which are compressed one by one.
 * @see https://github.com/google/leveldb/blob/main/doc/table_format.md
 */
function tableText(table: Buffer): string {
  const footer = new Numbers(table.subarray(-48));
  footer.block();
  const index = new Numbers(contentOf(table, footer.block()));
  const restarts = index.bytes.readUInt32LE(index.bytes.length - 4);
  const end = index.bytes.length - 4 * (restarts + 1);
  let text = '';
  while (index.at < end) {
    index.next();
    const [keyLength, valueLength] = [index.next(), index.next()];
    index.at += keyLength;
    const behind = index.at + valueLength;
    text += contentOf(table, index.block()).toString('latin1');
    index.at = behind;
  }
  return text;
}

function contentOf(table: Buffer, { offset, size }: Block): Buffer {
  const stored = table.subarray(offset, offset + size);
  const type = table[offset + size];
  if (type === 0) return stored;
  if (type !== 1) throw new Error(`A block of LevelDB has the unknown compression ${type}.`);
  const content = new Uint8Array(new Numbers(stored).next());
  snappyUncompress(stored, content);
  return Buffer.from(content.buffer);
}

/** Numbers of seven bits a byte, the lowest first, as LevelDB and Snappy have them. */
class Numbers {
  at = 0;
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  next(): number {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  block(): Block {
    return { offset: this.next(), size: this.next() };
  }
}
