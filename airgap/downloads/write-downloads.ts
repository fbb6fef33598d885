import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { bundleCharts } from '../bundle/bundle-charts.ts'
import { writeArchive } from '../bundle/write-archive.ts'
import { programOf } from '../images/programs.ts'
import { describeDownload, INDEX } from './describe-download.ts'
import { filesOfBundle } from './files-of-bundle.ts'

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
    const items = [await describeDownload(work, cli, 'cli', 'Command line, for Node 24: npm install -g')]
    for (const chart of await bundleCharts(work, 'site')) {
      renameSync(join(work, chart.file), join(work, basename(chart.file)))
      items.push(await describeDownload(work, basename(chart.file), 'chart', `Helm chart ${chart.name}`))
    }
    for (const bundle of bundles)
      for (const [file, title] of filesOfBundle(bundle, version)) {
        linkOrCopy(file, join(work, basename(file)))
        items.push(await describeDownload(work, basename(file), 'bundle', title))
      }
    writeFileSync(join(work, INDEX), `${JSON.stringify({ version, items }, null, 2)}\n`)
    const names = [...items.map(({ name }) => name), INDEX]
    for (const name of names) renameSync(join(work, name), join(folder, name))
    for (const old of readdirSync(folder).filter((name) => !names.includes(name))) rmSync(join(folder, old))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
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
