import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newsJsonSchema } from '../shared/news/news-events.ts';

/** What `npm run docs:events` writes. */
export const eventsSchemaFile = join(import.meta.dirname, 'events.schema.json');

export const eventsSchemaText = (): string => `${JSON.stringify(newsJsonSchema(), null, 2)}\n`;

if (import.meta.main) writeFileSync(eventsSchemaFile, eventsSchemaText());
