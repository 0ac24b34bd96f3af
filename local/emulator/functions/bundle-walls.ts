import { existsSync, realpathSync } from 'node:fs';
import { isBuiltin, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Lets a bundle load what it would find in Lambda and nothing else: its own files, Node's modules, and the AWS SDK that
 * the runtime brings. On this machine the repository's node_modules lie above it, which would hide a package that was
 * left out of the bundle. Also lets `index.js` without a package.json beside it be CommonJS, as it is in Lambda.
 */
export function keepToBundle(taskRoot: string): void {
  const root = `${pathToFileURL(realpathSync(taskRoot)).href}/`;
  const isCommonJsByDefault = !existsSync(join(taskRoot, 'package.json'));
  const ofRuntime = /^@(aws-sdk|smithy)\//;

  registerHooks({
    resolve(specifier, context, next) {
      const fromBundle = context.parentURL?.startsWith(root) ?? false;
      if (fromBundle && ofRuntime.test(specifier)) return next(specifier, { ...context, parentURL: import.meta.url });
      const resolved = next(specifier, context);
      if (!fromBundle || isBuiltin(specifier) || resolved.url.startsWith(root)) return resolved;
      throw Object.assign(new Error(`Cannot find module '${specifier}' in the bundle ${fileURLToPath(root)}`), {
        name: 'Runtime.ImportModuleError',
      });
    },
    load(url, context, next) {
      const isPlainJs = url.startsWith(root) && /\.js$/.test(url);
      return next(url, isPlainJs && isCommonJsByDefault ? { ...context, format: 'commonjs' } : context);
    },
  });
}
