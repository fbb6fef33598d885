import { spawnSync } from 'node:child_process'
import { globSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildBundle, type BundleOptions } from '@fairlead/airgap/bundle/build-bundle'
import { blobPath } from '@fairlead/airgap/oci/blobs'
import { readLayout } from '@fairlead/airgap/oci/read-layout'
import { isForArm64, QEMU, runForeign } from '../../e2e/airgap/support/foreign.ts'

/**
 * Builds the whole bundle for arm64 twice on a machine that is none, and looks whether that is one: both have the same bytes, every program in every layer is for arm64, no
 * package in an SBOM is for another kind of machine, and programs of each image start under an emulator, as do the launchers, the installer with all its checks of the bundle among them.
 */
export async function measureForeignBundle(options: Omit<BundleOptions, 'architecture'>) {
  const home = mkdtempSync(join(options.out, '.foreign-'))
  const started = performance.now()
  const first = await buildBundle({ ...options, architecture: 'arm64', out: join(home, 'first') })
  const buildMs = Math.round(performance.now() - started)
  const second = await buildBundle({ ...options, architecture: 'arm64', out: join(home, 'second') })
  if (first.sha256 !== second.sha256) throw new Error(`two builds differ: ${first.file} and ${second.file}`)
  must('tar', ['-xzf', first.file, '-C', home])
  const bundle = join(home, `fairlead-airgap-${options.source.version}-arm64`)
  const roots = unpackImages(bundle, join(home, 'roots'))
  const root = (name: string) => roots.find((each) => each.includes(name))!
  const files = [...roots, bundle].flatMap((folder) =>
    globSync('**', { cwd: folder }).map((path) => join(folder, path)),
  )
  const programs = files
    .filter((file) => lstatSync(file).isFile())
    .map((file) => ({ file, is: isForArm64(file) }))
    .filter(({ is }) => is !== undefined)
  const others = programs.filter(({ is }) => is === false)
  if (others.length > 0 || programs.length < 100)
    throw new Error(`${programs.length} programs, of which ${others.length} are not for arm64: ${others[0]?.file}`)
  const names = globSync(join(bundle, 'sbom/*.json')).flatMap(
    (file) => readFileSync(file, 'utf8').match(/arch=amd64|linux-x64|linux_amd64/g) ?? [],
  )
  if (names.length > 0) throw new Error(`an SBOM names packages of another kind: ${names[0]}`)
  const verifying = performance.now()
  const says = {
    node: started64(root('agent'), 'usr/local/bin/node', ['-p', 'process.arch + " " + process.version']),
    postgres: started64(root('postgresql'), 'usr/lib/postgresql/15/bin/postgres', ['--version']),
    shell: started64(root('postgresql'), 'bin/sh', ['-c', 'echo $((6 * 7))']),
    helm: started64('/', join(bundle, 'bin/helm'), ['version', '--short']),
    fairlead: launched(bundle, 'fairlead', ['--version']),
    airgap: launched(bundle, 'airgap', ['verify']),
  }
  const emulatedMs = Math.round(performance.now() - verifying)
  return { bundleBytes: first.size, sha256: first.sha256, buildMs, programs: programs.length, emulatedMs, says }
}

/** Each image as a folder. */
function unpackImages(bundle: string, home: string): string[] {
  return readLayout(join(bundle, 'images')).map(({ name, manifests }) => {
    const root = join(home, name!.replaceAll(/[^a-z0-9-]+/g, '_'))
    mkdirSync(root, { recursive: true })
    for (const { digest } of manifests[0]!.manifest.layers)
      must('tar', ['-xzf', blobPath(join(bundle, 'images'), digest), '-C', root])
    return root
  })
}

function started64(root: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = runForeign(root, program, args)
  if (status !== 0) throw new Error(`${program} ends with ${status}: ${stderr}`)
  return stdout
}

/** By a copy of the launcher beside it that starts everything by way of the emulator, for which this machine's kernel would need root. */
function launched(bundle: string, name: string, args: readonly string[]): string {
  const copy = join(bundle, `${name}-emulated`)
  const text = readFileSync(join(bundle, name), 'utf8').replaceAll('"$work/lib/ld-', `${QEMU} "$work/lib/ld-`)
  writeFileSync(copy, text, { mode: 0o755 })
  return must(copy, args).split('\n').at(-1)!
}

function must(command: string, args: readonly string[]): string {
  const env = { PATH: '/usr/bin:/bin', HOME: '/tmp' }
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env, maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${command} ends with ${status}: ${stderr}`)
  return `${stderr}${stdout}`.trim()
}
