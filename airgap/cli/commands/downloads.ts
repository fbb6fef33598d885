import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { addDownload } from '../../downloads/add-download.ts'
import { DOWNLOADS } from '../../linux/control-plane-unit.ts'
import { parsePublicKeys } from '../../signing/public-keys.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { KEYS_FILE } from '../open-bundle.ts'
import { formatBytes } from '../progress.ts'

/** `airgap downloads add`: what the control plane hands out to enclaves that have a cluster and no bundle. */
export function downloadsCommand(app: App): Command {
  return new Command('downloads')
    .description('what the control plane hands out: add the bundle for clusters of other enclaves')
    .addCommand(addCommand(app))
}

function addCommand(app: App): Command {
  return new Command('add')
    .description('check the signatures of a bundle for clusters, and lay it where the control plane hands it out')
    .addArgument(new Argument('<bundle.tar.gz>', 'of this very release, with its hash and signatures beside it'))
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(
      new Option('--into <folder>', 'where the storage of backend.downloads.claim is reached from here; not on a host'),
    )
    .action(async (name: string, { file, into }: { file: string; into?: string }) => {
      const { host, globals } = app
      const bundle = await app.bundle()
      const folder = into === undefined ? folderOf(resolve(host.cwd, file)) : resolve(host.cwd, into)
      const dryRun = globals.dryRun === true
      const { version } = bundle.release
      const keys = parsePublicKeys(readFileSync(join(bundle.folder, KEYS_FILE), 'utf8'))
      const added = await addDownload({ archive: resolve(host.cwd, name), folder, keys, version, dryRun })
      if (!dryRun) app.audit('downloads add', { folder, added: added.map((item) => item.name) })
      app.tell(
        { ok: true, folder, added },
        dryRun
          ? `dry run: its signatures are good; nothing was written to ${folder}`
          : [
              ...added.map((item) => `added ${item.name} (${formatBytes(item.bytes)}): ${item.title}`),
              'the console shows them under Settings, Installation',
            ].join('\n'),
      )
    })
}

/** Of the host that the site file is for. */
function folderOf(siteFile: string): string {
  const site = readAnySite(siteFile)
  if (site.platform !== 'linux')
    throw new AirgapError('usage', 'it has to be said where the folder is', {
      hint: 'mount the storage of backend.downloads.claim on this machine, and name its folder with --into',
    })
  if (!existsSync(DOWNLOADS))
    throw new AirgapError('preflight', `there is no control plane here to hand it out: ${DOWNLOADS} is missing`, {
      hint: 'install it with ./airgap apply backend',
    })
  return DOWNLOADS
}
