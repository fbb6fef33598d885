import { existsSync, lstatSync, readdirSync, statfsSync } from 'node:fs'
import { arch, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { lookup } from 'node:dns/promises'
import { formatBytes } from '../cli/progress.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Site } from '../site/site.ts'
import { fail, pass, warn, type Check } from './check.ts'
import { judgeMachine, judgeUnpacking } from './judge-bundle.ts'

const WARN_SKEW_MS = 5000

/** B1, B3 and B4: the bundle, which was checked before anything else, and the machine that it lies on. */
export function checkHost(
  { release, files, bytes, trustedBy, fingerprint }: OpenBundle,
  { env }: Pick<Host, 'env'>,
): Check[] {
  const seen = `${release.version}, ${files} files, ${formatBytes(bytes)}`
  const runtime = env['FAIRLEAD_AIRGAP_RUNTIME']
  return [
    trustedBy === 'this bundle alone'
      ? warn(
          'B1',
          'bundle as signed',
          seen,
          `compare the fingerprint of its keys with what your vendor has told you by another way: ${fingerprint}`,
        )
      : pass('B1', 'bundle as signed', seen),
    judgeMachine(arch(), release),
    // Without a launcher nothing was unpacked; the whole bundle is more than its programs.
    judgeUnpacking(runtime === undefined ? bytes : bytesIn(runtime), workPlaces(env).map(freeAt)),
  ]
}

/** Where this run was unpacked, and where the next one will be. */
function workPlaces(env: Host['env']): string[] {
  const own = env['FAIRLEAD_AIRGAP_RUNTIME']
  const next = env['FAIRLEAD_AIRGAP_WORK'] ?? env['TMPDIR'] ?? tmpdir()
  return [...new Set([...(own === undefined ? [] : [dirname(own)]), next])].filter((place) => existsSync(place))
}

function freeAt(at: string): { at: string; free: number } {
  const { bavail, bsize } = statfsSync(at)
  return { at, free: bavail * bsize }
}

/** Links count as what they are. */
function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0)
}

/** K7, as far as it shows from here: the name that people and agents use. */
export async function checkDomain(site: Site): Promise<Check[]> {
  const domain = site.backend?.domain
  if (domain === undefined) return []
  try {
    const { address } = await lookup(domain)
    return [pass('K7', 'name of the control plane', `${domain} is ${address}`)]
  } catch {
    return [
      warn(
        'K7',
        'name of the control plane',
        `${domain} has no address here`,
        'enter it in the DNS of the site before anybody uses the link that apply prints',
      ),
    ]
  }
}

/** T1: the clocks of all parties against the one of this machine. Times of HTTP are whole seconds. */
export function checkClocks(
  clocks: readonly { of: string; at: Date | undefined; seenAt: number }[],
  site: Pick<Site, 'time'>,
): Check {
  const known = clocks.flatMap(({ of, at, seenAt }) =>
    at === undefined ? [] : [{ of, skewMs: at.valueOf() - seenAt }],
  )
  const text = known.map(({ of, skewMs }) => `${of} ${(skewMs / 1000).toFixed(0)} s`).join(', ') || 'no clock was seen'
  const worst = Math.max(0, ...known.map(({ skewMs }) => Math.abs(skewMs)))
  const fix = 'set the clocks of the site by one source: certificates and sign-ins depend on them'
  if (worst > site.time.maxSkewSeconds * 1000) return fail('T1', 'clocks', text, fix)
  return worst > WARN_SKEW_MS ? warn('T1', 'clocks', text, fix) : pass('T1', 'clocks', text)
}
