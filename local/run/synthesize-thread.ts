import { parentPort, workerData } from 'node:worker_threads';
import { type SynthesisStart, synthesizeProduct } from './synthesize-product.ts';

/** A thread that synthesizes the product, says where the assembly is, and ends. What is wrong ends it with an error. */
const { settings, workDir }: SynthesisStart = workerData;
parentPort?.postMessage(synthesizeProduct(settings, workDir));
