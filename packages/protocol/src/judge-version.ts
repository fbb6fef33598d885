import { PROTOCOL_VERSIONS, PROTOCOL_VERSIONS_BACK, SINCE } from './protocol-version.ts'

/**
 * What a side makes of the version that its peer speaks. `speaks` is what both understand. `older` and `newer` are refusals, seen from the side
 * that judges; `unreadable` is no version at all.
 */
export type VersionJudgement = { kind: 'speaks'; version: string } | { kind: 'older' | 'newer' | 'unreadable' }

/** Judges a peer's version against the versions that this side knows, oldest first. The newest four are understood: N to N-3. */
export function judgeVersion(theirs: string, known: readonly string[] = PROTOCOL_VERSIONS): VersionJudgement {
  const at = known.indexOf(theirs)
  if (at >= Math.max(0, known.length - 1 - PROTOCOL_VERSIONS_BACK)) return { kind: 'speaks', version: theirs }
  if (at !== -1) return { kind: 'older' }
  const place = placeOf(theirs)
  if (place === undefined) return { kind: 'unreadable' }
  return { kind: place > (placeOf(known.at(-1) ?? '') ?? 0) ? 'newer' : 'older' }
}

/**
 * What an agent says in its hello to a control plane of that version: its own newest, or the control plane's where that is older. A control
 * plane that is too old for this agent hears the agent's own newest, and refuses it with a sentence.
 */
export function versionToSpeak(theirs: string, known: readonly string[] = PROTOCOL_VERSIONS): string {
  const judged = judgeVersion(theirs, known)
  return judged.kind === 'speaks' ? judged.version : (known.at(-1) ?? theirs)
}

/** True when a peer that speaks `version` knows the message type. */
export function isKnownTo(version: string, type: string): boolean {
  const since = SINCE[type]
  return since === undefined || (placeOf(version) ?? 0) >= (placeOf(since) ?? 0)
}

/** Oldest and newest version that is understood, for sentences. */
export function understoodVersions(known: readonly string[] = PROTOCOL_VERSIONS): { oldest: string; newest: string } {
  const newest = known.at(-1) ?? ''
  return { oldest: known.at(-1 - PROTOCOL_VERSIONS_BACK) ?? known[0] ?? newest, newest }
}

/** Major and minor as one number that can be compared. */
function placeOf(version: string): number | undefined {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})$/.exec(version) ?? []
  return major === undefined || minor === undefined ? undefined : Number(major) * 10_000 + Number(minor)
}
