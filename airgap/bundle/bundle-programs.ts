import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureProgram } from '../../e2e/kubernetes/programs/ensure-program.ts'
import { ROOT } from '../../tools/processes/child.ts'
import { PROGRAMS, programOf } from '../images/programs.ts'
import { sha256Of } from '../release/checksums.ts'
import type { Architecture, Release } from '../release/release.ts'
import { PROGRAMS_FOLDER } from './programs-folder.ts'
import { launchersOf } from './write-launchers.ts'

const LAUNCHED: Readonly<Record<string, string>> = {
  'airgap.js': 'starts the installer: ./airgap --help',
  'fairlead.js': 'starts the command line of the product: ./fairlead --help',
  'terraform-provider-fairlead.js': 'what Terraform and OpenTofu start',
}
const ABOUT: Readonly<Record<string, string>> = {
  [`${PROGRAMS_FOLDER}/airgap.js`]: 'the installer',
  [`${PROGRAMS_FOLDER}/fairlead.js`]: 'the command line of the product',
  [`${PROGRAMS_FOLDER}/terraform-provider-fairlead.js`]: 'the provider for Terraform and OpenTofu',
  'bin/helm': 'Helm, for people who want to use the charts by themselves',
}

/** Puts the programs of a bundle where its launchers look for them. */
export async function bundlePrograms(
  bundle: string,
  architecture: Architecture,
  say: (line: string) => void,
): Promise<void> {
  const { own, npm } = await programOf('bundle')
  for (const [file, text] of [...own, ...npm]) write(join(bundle, PROGRAMS_FOLDER, file), text)
  const { name, version } = JSON.parse(readFileSync(join(ROOT, PROGRAMS.cli.home, 'package.json'), 'utf8')) as {
    name: string
    version: string
  }
  write(join(bundle, PROGRAMS_FOLDER, '../package.json'), JSON.stringify({ name, version, type: 'module' }))
  mkdirSync(join(bundle, 'bin'), { recursive: true })
  const helm = await ensureProgram('helm', 'newest', say, architecture === 'amd64' ? 'x64' : 'arm64')
  copyFileSync(helm, join(bundle, 'bin/helm'))
  chmodSync(join(bundle, 'bin/helm'), 0o755)
}

/** The programs of a finished bundle, for its release. */
export async function listPrograms(
  bundle: string,
  release: Pick<Release, 'version' | 'architecture'>,
): Promise<Release['files']> {
  const { own, npm } = await programOf('bundle')
  const pieces = [...own.keys(), ...npm.keys()].toSorted().map((file) => `${PROGRAMS_FOLDER}/${file}`)
  const files: Release['files'] = []
  const launchers = launchersOf(release)
  for (const path of new Set([...Object.keys(launchers), ...Object.keys(ABOUT), ...pieces]))
    files.push({
      path,
      size: statSync(join(bundle, path)).size,
      digest: `sha256:${await sha256Of(join(bundle, path))}`,
      about: ABOUT[path] ?? LAUNCHED[launchers[path] ?? ''] ?? pieceOf(path),
    })
  return files

  function pieceOf(path: string): string {
    return npm.has(path.slice(PROGRAMS_FOLDER.length + 1)) ? 'npm packages of all' : 'part of all'
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
