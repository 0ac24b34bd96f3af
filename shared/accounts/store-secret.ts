import { createSecretReader, SecretError, type SecretReaderDeps } from './secret-reader.ts';

/** Characters. One that is shorter can be guessed. */
const shortest = 32;

/**
 * The stage's secret for what the tables keep of rows and persons that they do not hold; made once, by the stack. Read at
 * first use and kept as long as the process lives; a failed read is not kept.
 * @throws SecretError from what it returns
 */
export function createStoreSecret(secretId: string, deps: SecretReaderDeps = {}): () => Promise<string> {
  const readSecret = createSecretReader(deps);
  let secret: Promise<string> | undefined;
  return () => {
    secret ??= readSecret(secretId).then((text) => {
      if (text.length >= shortest) return text;
      throw new SecretError(
        `The secret ${secretId} is too short: put back what the stack made, ${shortest} letters or more.`,
      );
    });
    secret.catch(() => {
      secret = undefined;
    });
    return secret;
  };
}
