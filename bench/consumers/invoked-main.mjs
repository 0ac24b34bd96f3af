/**
 * Imports the bundle of its argument, as Lambda would, and hands it each event that its parent sends; answers with what that invocation
 * took. Plain JavaScript: stripping types would count as its start.
 */
const [, , bundle] = process.argv;
const { handler } = await import(bundle);
const timeoutMs = 120_000;

process.on('message', async (event) => {
  const startedAt = performance.now();
  const getRemainingTimeInMillis = () => timeoutMs - (performance.now() - startedAt);
  const context = { getRemainingTimeInMillis, awsRequestId: 'request', functionName: 'consumer' };
  const { batchItemFailures } = await handler(event, context);
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages of a batch failed.`);
  // As Lambda rounds what it bills.
  process.send(Math.ceil(performance.now() - startedAt));
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
