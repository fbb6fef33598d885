import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { readSeen, type LinkSeen } from '../preflight/probe/seen.ts'
import { LOADERS } from '../release/loaders.ts'
import { imageOf } from '../release/read-release.ts'
import type { LinuxCluster, LinuxSite } from '../site/linux-site.ts'
import { folderOf, type Place } from './place.ts'
import { describeImage, unpackImage } from './unpack-image.ts'

/** Without the silence. */
const LATE_MS = 60_000

export interface HostProbe {
  bundle: OpenBundle
  site: LinuxSite
  cluster: LinuxCluster
  place: Place
  host: Pick<Host, 'env' | 'signal'>
  /** Shown, and not spent. */
  token: string | undefined
  /** How long a socket is left silent, in milliseconds; 0: not tried. */
  idleMs: number
}

/**
 * Looks at the way to the control plane from this host, by the agent's own program, which is unpacked for it where it is not installed. Nothing stays. `at` is when it looked, in
 * milliseconds. Rejects where the program does not start.
 */
export async function probeFromHost(probe: HostProbe): Promise<{ link: LinkSeen; at: number }> {
  const { bundle, site, cluster, place, host, token, idleMs } = probe
  const { release, layout } = bundle
  const image = imageOf(release, 'agent')
  // Where programs may run: the launcher has found it for the installer.
  const runtime = host.env['FAIRLEAD_AIRGAP_RUNTIME']
  const work = mkdtempSync(join(runtime === undefined ? tmpdir() : dirname(runtime), 'fairlead-probe-'))
  try {
    const installed = place.on(folderOf(release, 'agent'))
    const root = existsSync(installed) ? installed : join(work, 'agent')
    if (root !== installed) await unpackImage({ layout, image, to: root, shared: new Map() })
    const result = join(work, 'seen.json')
    const write = (name: string, text: string) => {
      writeFileSync(join(work, name), text, { mode: 0o600 })
      return join(work, name)
    }
    const authorities = site.ca.map((file) => readFileSync(file, 'utf8')).join('\n')
    const { loader, triplet } = LOADERS[release.architecture]
    await promisify(execFile)(
      join(root, loader),
      [
        '--library-path',
        `${root}/lib/${triplet}:${root}/usr/lib/${triplet}`,
        join(root, 'usr/local/bin/node'),
        join(root, 'app/dist/server/probe.js'),
      ],
      {
        env: {
          ...describeImage(layout, image).env,
          FAIRLEAD_PROBE_URL: cluster.controlPlane,
          FAIRLEAD_PROBE_IDLE_MS: String(idleMs),
          FAIRLEAD_PROBE_RESULT_FILE: result,
          ...(token === undefined ? {} : { FAIRLEAD_PROBE_TOKEN_FILE: write('token', token) }),
          ...(authorities === '' ? {} : { FAIRLEAD_AGENT_CA_FILE: write('ca.crt', authorities) }),
        },
        signal: host.signal,
        timeout: LATE_MS + idleMs,
      },
    )
    const seen = readSeen(readFileSync(result, 'utf8'))
    if (seen?.link === undefined) throw new Error('it has written down nothing that can be read')
    return { link: seen.link, at: seen.at }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
