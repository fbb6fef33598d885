import { mkdirSync, rmSync } from 'node:fs'
import type { Host } from '../cli/host.ts'
import type { Admin, Tools } from '../life/life-place.ts'
import { signalFor } from '../life/signal-for.ts'
import { siteFiles } from '../life/site-files.ts'
import { ADMIN } from '../life/tool-objects.ts'
import type { Release } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { inControlPlane } from './control-plane-unit.ts'
import { databaseUrlHere } from './linux-plan.ts'
import { folderOf, type Place } from './place.ts'
import { runInUnit } from './run-in-unit.ts'
import { withScratchServer } from './scratch-server.ts'
import { systemctl } from './systemctl.ts'
import { variables } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'
import { writeIfOther } from './write-if-other.ts'

/** Gone with the run, and with the next start of the host at the latest. */
export const WORK = '/run/fairlead-airgap'

/** systemd puts the folder in its place: it is another one for each service. */
const SITE_FOLDER = '${CREDENTIALS_DIRECTORY}'

export interface HostTools {
  site: LinuxSite
  host: Host
  place: Place
  release: Release
  /** Of the release whose programs do the work. */
  counter: number
  images: { controlPlane: UnpackedImage; postgresql: UnpackedImage }
}

/**
 * Works with the programs for backups: each command is a service of its own, in the root of the control plane's image, with what a service of ours may do. It gets the address of the database and the files
 * of the site from systemd, and no command line shows them. One that an earlier run left behind goes first.
 */
export async function withHostTools<T>(
  options: HostTools,
  scratch: boolean,
  work: (tools: Tools) => Promise<T>,
): Promise<T> {
  const { site, host, place, release, counter, images } = options
  systemctl(['stop', 'fairlead-tools-*.service'], { mayFail: true })
  rmSync(WORK, { recursive: true, force: true })
  mkdirSync(WORK, { mode: 0o700 })
  const files = siteFiles(site, release)
  for (const [name, bytes] of Object.entries(files)) writeIfOther(`${WORK}/site/${name}`, bytes.toString(), 0o600)
  let count = 0
  const withDatabases = async (env: Readonly<Record<string, string>>) => {
    writeIfOther(`${WORK}/environment`, variables({ DATABASE_URL: databaseUrlHere(site, place), ...env }), 0o600)
    const section = {
      ...inControlPlane(counter, images.controlPlane, { ca: site.ca.length > 0, env: {} }),
      EnvironmentFile: `${WORK}/environment`,
      LoadCredential: Object.keys(files).map((file) => `${file}:${WORK}/site/${file}`),
    }
    const admin: Admin = (args, streams) => {
      count += 1
      const name = `fairlead-tools-${count}.service`
      return runInUnit(name, section, [...ADMIN, ...args], {
        ...streams,
        signal: signalFor(host.signal, streams),
      })
    }
    return await work({ admin, siteFolder: SITE_FOLDER })
  }
  try {
    if (!scratch) return await withDatabases({})
    return await withScratchServer(
      { host, root: folderOf(release, 'postgresql'), image: images.postgresql, work: WORK },
      (url) => withDatabases({ FAIRLEAD_SCRATCH_DATABASE_URL: url }),
    )
  } finally {
    rmSync(WORK, { recursive: true, force: true })
  }
}
