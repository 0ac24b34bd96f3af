/** The deployment is wrong and stays so until someone changes it: nothing to try again. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
