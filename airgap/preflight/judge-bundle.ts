import { formatBytes } from '../cli/progress.ts'
import { compareVersions } from '../life/upgrade-release.ts'
import type { Release } from '../release/release.ts'
import { fail, pass, type Check } from './check.ts'

/** As Node calls them. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** B2: whether this release may take the place of what is installed. `installed` is undefined where nothing is, or where it cannot be seen. */
export function judgeRelease(
  { version, counter, upgradeFrom }: Pick<Release, 'version' | 'counter' | 'upgradeFrom'>,
  installed: { version: string; counter: number } | undefined,
): Check {
  const what = 'release number, and the way to it'
  if (installed === undefined) return pass('B2', what, `${counter}; nothing is installed`)
  const seen = `${counter} (${version}) over ${installed.counter} (${installed.version})`
  if (installed.counter > counter)
    return fail('B2', what, seen, 'take the bundle of what runs, or a newer one; to go back, use ./airgap rollback')
  const { oldest, newest } = upgradeFrom
  if (compareVersions(installed.version, oldest) < 0)
    return fail('B2', what, seen, `upgrade to ${oldest} first: ${version} takes over from ${oldest} to ${newest}`)
  return pass('B2', what, counter === installed.counter ? `${counter}, which runs` : seen)
}

/** B3: `machine` is the architecture of this program, as Node calls it. */
export function judgeMachine(machine: string, { architecture }: Pick<Release, 'architecture'>): Check {
  const what = 'this machine'
  const own = ARCHITECTURES[machine] ?? machine
  return own === architecture
    ? pass('B3', what, own)
    : fail('B3', what, own, `the bundle is for ${architecture}, and so are its programs: take the one for ${own}`)
}

/** B4: room for one more start of a program of this bundle in each folder that launchers may unpack into; in bytes. */
export function judgeUnpacking(needed: number, places: readonly { at: string; free: number }[]): Check {
  const what = 'free disk'
  const tight = places.find(({ free }) => free < needed)
  if (tight !== undefined)
    return fail(
      'B4',
      what,
      `${formatBytes(tight.free)} under ${tight.at}`,
      `make ${formatBytes(needed)} free there, which each program of this bundle unpacks for as long as it runs, or name another folder in FAIRLEAD_AIRGAP_WORK`,
    )
  return pass('B4', what, places.map(({ at, free }) => `${formatBytes(free)} under ${at}`).join(', '))
}
