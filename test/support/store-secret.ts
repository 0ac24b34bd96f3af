/** Of a stage in tests. */
const text = 'test-store-secret-of-a-stage-0001';
export const storeSecret = async (): Promise<string> => text;
export const storeSecretText = text;
