import semver from 'semver'
import type { Skew } from '../common/schemas.ts'
import type { Release } from './schemas.ts'

/** What decides which release is offered to the agent of a cluster. */
export interface OfferedTo {
  channel: 'stable' | 'beta' | 'pinned'
  pinnedVersion: string | null
  agentVersion: string | null
  agentImage: string | null
}

/**
 * The release that the channel of a cluster holds and its agent is not: the newest of the channel, or exactly the pinned one, also when that is older.
 * The same version by another digest is another build, and is offered. `changes` are all since the agent's version.
 * @param releases Newest first.
 */
export function offerRelease(to: OfferedTo, releases: readonly Release[]): Release | null {
  const { agentVersion, agentImage } = to
  if (agentVersion === null) return null
  const found = ofChannel(to, releases)
  if (found === undefined || isRunning(found, { agentVersion, agentImage })) return null
  const isOlder = semver.valid(agentVersion) !== null && semver.lt(found.version, agentVersion)
  // A channel never leads back; only a pin does.
  if (isOlder && to.channel !== 'pinned') return null
  const since = releases.filter(
    ({ version }) =>
      semver.lte(version, found.version) && (semver.valid(agentVersion) === null || semver.gt(version, agentVersion)),
  )
  return { ...found, changes: (since.length === 0 ? [found] : since).flatMap(({ changes }) => changes) }
}

/** The release of a channel, whether or not the agent is that already. */
export function ofChannel(to: OfferedTo, releases: readonly Release[]): Release | undefined {
  if (to.channel === 'pinned') return releases.find(({ version }) => version === to.pinnedVersion)
  return releases.find(({ channel }) => to.channel === 'beta' || channel === 'stable')
}

function isRunning(release: Release, agent: { agentVersion: string; agentImage: string | null }): boolean {
  if (release.version !== agent.agentVersion) return false
  const digest = digestOf(agent.agentImage)
  return digest === null || release.digest === null || digest === release.digest
}

/** `sha256:…` of an image reference by digest. */
export function digestOf(image: string | null): string | null {
  return /@(sha256:[0-9a-f]{64})$/.exec(image ?? '')?.[1] ?? null
}

/** An image reference without tag and digest. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
}

/** How far the version of an agent is from ours. */
export function skewOf(agentVersion: string | null, refusal: string | null, ours: string): Skew {
  if (refusal !== null) return 'refused'
  if (agentVersion === null || semver.valid(agentVersion) === null) return 'unknown'
  const order = semver.compare(agentVersion, ours)
  return order === 0 ? 'same' : order < 0 ? 'behind' : 'ahead'
}
