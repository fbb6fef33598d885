import { readFileSync } from 'node:fs'
import { PROTOCOL_VERSION } from '@fairlead/protocol'
import semver from 'semver'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { CHANGELOG } from './changelog.gen.ts'
import { ReleaseEntry, type Release } from './schemas.ts'

export interface ReadReleases {
  /** Newest first; none is newer than this control plane, which goes first. */
  releases: Release[]
  /** What is wrong with the file, or null. */
  problem: string | null
}

/**
 * The releases of the agent that this control plane may offer: its own, and those of the file that the site names. An entry with the control plane's own
 * version says more of that one. Never throws: what cannot be read is a sentence. No network is asked.
 */
export function readReleases(app: Pick<App, 'config' | 'version'>): ReadReleases {
  const { config, version } = app
  const { entries, problem } = readEntries(config.agentReleasesFile)
  const mine = entries.find((entry) => entry.version === version)
  const own: Release = {
    version,
    channel: mine?.channel ?? channelOf(version),
    digest: config.agentDigest || (mine?.digest ?? null),
    protocol: PROTOCOL_VERSION,
    changes: changesOf(version),
  }
  const others = entries
    .filter((entry) => entry.version !== version && semver.lt(entry.version, version))
    .map((entry) => ({
      version: entry.version,
      channel: entry.channel ?? channelOf(entry.version),
      digest: entry.digest,
      protocol: entry.protocol ?? null,
      changes: changesOf(entry.version),
    }))
  return { releases: [own, ...others.toSorted((a, b) => semver.rcompare(a.version, b.version))], problem }
}

function readEntries(file: string): { entries: z.infer<typeof ReleaseEntry>[]; problem: string | null } {
  if (file === '') return { entries: [], problem: null }
  try {
    return { entries: z.array(ReleaseEntry).parse(JSON.parse(readFileSync(file, 'utf8'))), problem: null }
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    return { entries: [], problem: `the releases in ${file} cannot be read, so only ours is offered: ${why}` }
  }
}

function channelOf(version: string): Release['channel'] {
  return semver.prerelease(version) === null ? 'stable' : 'beta'
}

function changesOf(version: string): Release['changes'] {
  return CHANGELOG.find((release) => release.version === version)?.changes.map((change) => ({ ...change })) ?? []
}
