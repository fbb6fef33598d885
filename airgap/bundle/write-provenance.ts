import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { lockedPackages, lockInForce } from '../debian/lock.ts'
import { ALL_PACKAGES } from '../debian/package-names.ts'
import { isAsPinned } from '../debian/use-newest.ts'
import { digestOf } from '../oci/digest.ts'
import type { Release } from '../release/release.ts'

/** Lock files: what they pin is what went in. */
const LOCKS = ['pnpm-lock.yaml', 'airgap/npm/lock.json', 'e2e/kubernetes/programs/modules/helm/go.sum'] as const

/**
 * Writes how a bundle was made, as an in-toto statement with SLSA's provenance 1.0: from which commit, from which locked parts, into which digests. Whoever builds the same commit gets
 * the same digests, on any machine and at any time, unless its Debian packages are said to be others than those pinned.
 */
export function writeProvenance(bundle: string, release: Release): void {
  const { createdFrom, architecture, purpose, counter, images, charts, files } = release
  const subject = [
    ...images.map(({ name, digest }) => ({ name, digest: { sha256: plain(digest) } })),
    ...charts.map(({ file, digest }) => ({ name: file, digest: { sha256: plain(digest) } })),
    ...files.map(({ path, digest }) => ({ name: path, digest: { sha256: plain(digest) } })),
  ]
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject,
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://fairlead.dev/airgap/bundle/v1',
        externalParameters: {
          command: 'pnpm airgap:bundle',
          architecture,
          purpose,
          counter,
          debian: isAsPinned() ? 'pinned' : 'newest',
        },
        resolvedDependencies: [
          { uri: 'git+https://fairlead.dev/fairlead', digest: { gitCommit: createdFrom.commit } },
          ...LOCKS.map((path) => fileOf(path, join(ROOT, path))),
          fileOf('airgap/debian/lock.json', lockInForce()),
          ...lockedPackages(architecture, ALL_PACKAGES).map(({ url, sha256 }) => ({ uri: url, digest: { sha256 } })),
        ],
      },
      runDetails: { builder: { id: 'https://fairlead.dev/airgap/bundle', version: { node: process.versions.node } } },
    },
  }
  mkdirSync(join(bundle, 'provenance'), { recursive: true })
  writeFileSync(join(bundle, 'provenance/statement.intoto.json'), `${JSON.stringify(statement, undefined, 1)}\n`)
}

function fileOf(path: string, at: string): { uri: string; digest: { sha256: string } } {
  return { uri: `file:${path}`, digest: { sha256: plain(digestOf(readFileSync(at))) } }
}

function plain(digest: string): string {
  return digest.slice('sha256:'.length)
}
