import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { bundleCharts } from '../bundle/bundle-charts.ts'
import { writeArchive } from '../bundle/write-archive.ts'
import { programOf } from '../images/programs.ts'
import { sha256Of } from '../release/checksums.ts'
import { parseRelease } from '../release/read-release.ts'

const INDEX = 'index.json'
const LAUNCHER = "#!/usr/bin/env node\nimport '../dist/main.js'\n"

/**
 * Writes what a control plane hands out into `folder`: the command line as a package for npm, the charts, `bundles` with their hashes and signatures, and `index.json`. The same source gives the same
 * bytes, and each file gets its name when it is whole, so that several builds may write at once.
 */
export async function writeDownloads(folder: string, bundles: readonly string[] = []): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/control-plane/package.json'), 'utf8')) as {
    version: string
  }
  const work = mkdtempSync(join(dirname(folder), '.downloads-'))
  try {
    const cli = await packCommandLine(work)
    const items = [await describe(work, cli, 'cli', 'Command line, for Node 24: npm install -g')]
    for (const chart of await bundleCharts(work, 'site')) {
      renameSync(join(work, chart.file), join(work, basename(chart.file)))
      items.push(await describe(work, basename(chart.file), 'chart', `Helm chart ${chart.name}`))
    }
    for (const bundle of bundles)
      for (const [file, title] of filesOfBundle(bundle, version)) {
        linkOrCopy(file, join(work, basename(file)))
        items.push(await describe(work, basename(file), 'bundle', title))
      }
    writeFileSync(join(work, INDEX), `${JSON.stringify({ version, items }, null, 2)}\n`)
    const names = [...items.map(({ name }) => name), INDEX]
    for (const name of names) renameSync(join(work, name), join(folder, name))
    for (const old of readdirSync(folder).filter((name) => !names.includes(name))) rmSync(join(folder, old))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** A finished bundle and what lies beside it, each with its title. Throws for one of another version: agents are installed with the control plane's own. */
function filesOfBundle(archive: string, version: string): [file: string, title: string][] {
  const top = basename(archive, '.tar.gz')
  const args = ['-xzOf', archive, `${top}/release.json`]
  const { status, stdout } = spawnSync('tar', args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
  if (status !== 0) throw new Error(`${archive} is no whole bundle: build one by \`pnpm airgap:bundle --for cluster\``)
  const release = parseRelease(stdout)
  if (release.version !== version)
    throw new Error(`${archive} is of version ${release.version}, and the control plane of ${version}`)
  const what = release.purpose === 'cluster' ? 'Agent for closed sites' : 'Everything for closed sites'
  const title = `${what}, ${release.architecture}, release ${release.counter}`
  const beside = readdirSync(dirname(archive)).filter((name) => name.startsWith(`${basename(archive)}.`))
  return [
    [archive, title],
    ...beside.toSorted().map((name): [string, string] => {
      const sign = name.slice(basename(archive).length + 1)
      return [join(dirname(archive), name), sign === 'sha256' ? 'its hash' : `its signature (${sign})`]
    }),
  ]
}

/** A bundle is large: where a second name will do, it is not written again. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

/** As npm packs a package: one folder `package` in an archive. Answers its name. */
async function packCommandLine(work: string): Promise<string> {
  const home = join(ROOT, 'packages/cli')
  const { name, version, description, license } = JSON.parse(
    readFileSync(join(home, 'package.json'), 'utf8'),
  ) as Record<string, string>
  const packed = join(work, 'cli')
  mkdirSync(join(packed, 'bin'), { recursive: true })
  mkdirSync(join(packed, 'dist'))
  const manifest = { name, version, description, license, type: 'module', bin: { fairlead: './bin/fairlead.mjs' } }
  writeFileSync(
    join(packed, 'package.json'),
    `${JSON.stringify({ ...manifest, engines: { node: '>=24' } }, null, 2)}\n`,
  )
  writeFileSync(join(packed, 'bin/fairlead.mjs'), LAUNCHER, { mode: 0o755 })
  const { own, npm } = await programOf('cli')
  for (const [file, text] of [...own, ...npm]) writeFileSync(join(packed, 'dist', file), text)
  const archive = `fairlead-cli-${version}.tgz`
  await writeArchive(packed, 'package', join(work, archive), 9)
  return archive
}

async function describe(folder: string, name: string, kind: 'cli' | 'chart' | 'bundle', title: string) {
  const path = join(folder, name)
  return { name, kind, title, bytes: statSync(path).size, sha256: await sha256Of(path) }
}
