/** Another process has the data open, which one process at a time may. Says what to do about it. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';

  constructor(directory: string, options?: ErrorOptions) {
    super(
      `Another process is using the data in ${directory}: wait until it ends or stop it, or choose another data folder`,
      options,
    );
  }
}
