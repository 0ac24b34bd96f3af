import type { FauxqsPersistence } from './fauxqs-internals.ts';

/**
 * fauxqs's SQLite file, mended for our use.
 *
 * Messages that a dead process held in flight are freed, and the receive it spent on each is given back: its death
 * says nothing about the message, and must not bring it nearer to the dead-letter queue.
 */
export function openFauxqsPersistence(
  directory: string,
  PersistenceManager: new (directory: string) => FauxqsPersistence,
): FauxqsPersistence {
  const persistence = new PersistenceManager(directory);
  // A kill of the process loses nothing that was written to the log; waiting for the disk at each message is for the
  // loss of power alone, and slow.
  persistence.db.exec('PRAGMA synchronous = NORMAL');
  persistence.db.exec(`UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL,
    approximate_receive_count = max(approximate_receive_count - 1, 0) WHERE receipt_handle IS NOT NULL`);
  // As shipped it sets the receive count to NULL, which its own table forbids: the message would be gone from memory.
  const release = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => {
    release.run(messageId);
  };
  return persistence;
}
