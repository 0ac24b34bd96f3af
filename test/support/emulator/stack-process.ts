import { runStack } from '../../../local/emulator/run-stack.ts';

/** A process that runs a stack until it is killed: `node stack-process.ts <assemblyDir> <dataDir>`. */
const [, , assemblyDir = '', dataDir = ''] = process.argv;
const stack = await runStack({ assemblyDir, dataDir, secretValues: () => '' });
const { dynamodbUrl, sqsUrl, tables, queues } = stack;
process.stdout.write(`${JSON.stringify({ dynamodbUrl, sqsUrl, tables, queues })}\n`);
