import { join } from 'node:path'
import { debianLibraries } from '../debian/debian-libraries.ts'
import { ensurePackages } from '../debian/ensure-packages.ts'
import { RUNTIME_PACKAGES } from '../debian/package-names.ts'
import { ensureNpmPackage } from '../npm/ensure-npm-package.ts'
import type { Architecture } from '../release/release.ts'
import type { Runtime } from './node-runtime.ts'

/** npm's word for an architecture. */
const NPM_NAME = { amd64: 'x64', arm64: 'arm64' } as const satisfies Record<Architecture, string>

/** The same compiled files on every machine that builds: Node from npm, libraries from Debian, all pinned. Works for any architecture on any other. */
export async function ensureRuntime(architecture: Architecture): Promise<Runtime> {
  const arch = NPM_NAME[architecture]
  const node = join(ensureNpmPackage(`node-linux-${arch}`).folder, 'bin/node')
  const nativeModule = ensureNpmPackage(`@node-rs/argon2-linux-${arch}-gnu`).folder
  const programs = [node, join(nativeModule, `argon2.linux-${arch}-gnu.node`)]
  const packages = await ensurePackages(architecture, RUNTIME_PACKAGES)
  return { architecture, node, nativeModule, libraries: debianLibraries(architecture, programs, packages) }
}
