import { join } from 'node:path';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/**
 * The code of `functions/<folder>`, in the npm package: it was built with the package, and lies beside this module. Stands in
 * for function-code.ts there.
 */
export const functionCode = (_scope: Construct, folder: string): AssetCode =>
  Code.fromAsset(join(import.meta.dirname, 'functions', folder));
