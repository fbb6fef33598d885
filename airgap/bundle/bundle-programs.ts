import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { ensureProgram } from '../../e2e/kubernetes/programs/ensure-program.ts'
import { ROOT } from '../../tools/processes/child.ts'
import { bundleProgram } from '../images/bundle-program.ts'
import { sha256Of } from '../release/checksums.ts'
import type { Architecture, Release } from '../release/release.ts'

const ABOUT = {
  airgap: 'starts the installer: ./airgap --help',
  'cli.cjs': 'the installer',
  fairlead: 'starts the command line of the product: ./fairlead --help',
  'cli/server/main.js': 'the command line of the product',
  'bin/helm': 'Helm, for people who want to use the charts by themselves',
} as const

/** Puts the programs of a bundle where its launchers look for them. */
export async function bundlePrograms(
  bundle: string,
  architecture: Architecture,
  say: (line: string) => void,
): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'airgap/cli/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifyWhitespace: true,
    legalComments: 'eof',
    write: false,
    logLevel: 'silent',
  })
  writeFileSync(join(bundle, 'cli.cjs'), outputFiles[0]!.text)
  const cli = await bundleProgram(join(ROOT, 'airgap/bundle/fairlead-entry.ts'))
  write(join(bundle, 'cli/server/main.js'), cli.get('fairlead-entry.js')!)
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'packages/cli/package.json'), 'utf8')) as {
    name: string
    version: string
  }
  write(join(bundle, 'cli/package.json'), JSON.stringify({ name, version, type: 'module' }))
  mkdirSync(join(bundle, 'bin'), { recursive: true })
  const helm = await ensureProgram('helm', 'newest', say, architecture === 'amd64' ? 'x64' : 'arm64')
  copyFileSync(helm, join(bundle, 'bin/helm'))
  chmodSync(join(bundle, 'bin/helm'), 0o755)
}

/** The programs of a finished bundle, for its release. */
export async function listPrograms(bundle: string): Promise<Release['files']> {
  const files: Release['files'] = []
  for (const [path, about] of Object.entries(ABOUT))
    files.push({
      path,
      size: statSync(join(bundle, path)).size,
      digest: `sha256:${await sha256Of(join(bundle, path))}`,
      about,
    })
  return files
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
