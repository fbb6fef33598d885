import { createWriteStream, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Command, Option } from 'commander'
import { pack } from 'tar-stream'
import { openKube } from '../../install/kube.ts'
import { clusterSupport, supportFiles } from '../../life/support-files.ts'
import { hostSupport } from '../../linux/host-support.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { formatBytes } from '../progress.ts'
import { trailOf } from '../state.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap support-bundle`: what a supporter asks for, listed before it is written. */
export function supportBundleCommand(app: App): Command {
  return new Command('support-bundle')
    .description('list what a supporter asks for, and with --yes write it into one file; secrets are not in it')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--out <file>', 'the file to write').default('fairlead-support.tar.gz'))
    .addOption(new Option('--yes', 'write what is listed'))
    .action(async ({ file, out, yes }: { file: string; out: string; yes?: boolean }) => {
      const bundle = await app.bundle()
      const { host } = app
      const site = readAnySite(resolve(host.cwd, file))
      const path = resolve(host.cwd, out)
      if (existsSync(path))
        throw new AirgapError('usage', `${path} is there already`, { hint: 'name another with --out' })
      const files = await supportFiles(bundle, trailOf(host), async (add) => {
        if (site.platform === 'linux') return hostSupport(add)
        const namespaces = [site.backend?.namespace, site.cluster?.namespace].filter((name) => name !== undefined)
        await clusterSupport(openKube(site), namespaces, add)
      })
      const listed = [...files].map(([name, text]) => ({ path: name, bytes: Buffer.byteLength(text) }))
      if (app.globals.json !== true)
        tellStep(app, listed.map(({ path: name, bytes }) => `  ${formatBytes(bytes).padStart(9)}  ${name}`).join('\n'))
      const isForReal = yes === true && app.globals.dryRun !== true
      if (isForReal) {
        await writeFiles(files, path, new Date(host.now()))
        app.audit('support-bundle', { file: path, files: listed.length })
      }
      app.tell(
        { ok: true, files: listed, ...(isForReal ? { file: path } : {}) },
        isForReal
          ? `wrote ${path}: look through it before you hand it on`
          : 'nothing was written: say --yes to write what is listed',
      )
    })
}

async function writeFiles(files: ReadonlyMap<string, string>, path: string, mtime: Date): Promise<void> {
  const archive = pack()
  for (const [name, text] of files) archive.entry({ name: `fairlead-support/${name}`, mode: 0o600, mtime }, text)
  archive.finalize()
  await pipeline(
    archive as AsyncIterable<Uint8Array>,
    createGzip(),
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
  )
}
