import { compareVersions } from '../life/upgrade-release.ts'
import type { Digest } from '../oci/digest.ts'
import { signatureTag } from '../signing/image-signatures.ts'
import type { Tagged } from './list-repository.ts'

/** As releases are tagged; another tag is somebody else's. */
const RELEASE_TAG = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/
const SIGNATURE_TAG = /^sha256-[0-9a-f]{64}\.sig$/

export interface PruneItem {
  digest: Digest
  /** Tags that go with it. */
  tags: string[]
  what: 'image' | 'part of an image' | 'signature'
}

export interface KeptTag {
  tag: string
  digest: Digest
  why: 'in use' | 'the one before' | 'not older' | 'not ours'
}

/**
 * What of one repository is of older releases and nobody needs any more, in the order in which it goes: an image before its signature, so that a run that was broken off leaves nothing unsigned.
 * `needed` are digests that something runs or that there is a way back to, `running` is the version that runs: newer ones stay, and so does the newest one before it. `absent` are digests that the repository does not have: their signatures go. What a tag that is none of ours
 * leads to stays, too.
 */
export function planPrune(
  tagged: readonly Tagged[],
  needed: readonly Digest[],
  running: string,
  absent: readonly Digest[] = [],
): { items: PruneItem[]; kept: KeptTag[] } {
  const images = tagged.filter(({ tag }) => !SIGNATURE_TAG.test(tag))
  const older = images.map(({ tag }) => tag).filter((tag) => RELEASE_TAG.test(tag) && compareVersions(tag, running) < 0)
  const before = older.toSorted(compareVersions).at(-1)
  const reasons = images.map((each) => ({ ...each, why: reasonOf(each, needed, { running, before }) }))
  const kept = reasons.flatMap(({ tag, digest, why }) => (why === undefined ? [] : [{ tag, digest, why }]))
  const keptDigests = new Set<Digest>(needed)
  for (const { digest, children, why } of reasons)
    if (why !== undefined || keptDigests.has(digest)) for (const each of [digest, ...children]) keptDigests.add(each)
  const going = images.filter(({ digest }) => !keptDigests.has(digest))
  const items = new Map<Digest, PruneItem>()
  const add = (digest: Digest, what: PruneItem['what'], tag?: string) => {
    if (keptDigests.has(digest)) return
    const item = items.get(digest) ?? { digest, tags: [], what }
    if (tag !== undefined) item.tags.push(tag)
    items.set(digest, item)
  }
  for (const { digest, tag } of going) add(digest, 'image', tag)
  // A part that has a tag of its own is an image, and is there already.
  for (const { children } of going) for (const child of children) if (!items.has(child)) add(child, 'part of an image')
  // An image that has lost its tag is there still, and nobody knows how old it is: its signature stays with it.
  const gone = new Set([...going.map(({ digest }) => digest), ...absent].map(signatureTag))
  for (const { tag, digest } of tagged) if (gone.has(tag)) add(digest, 'signature', tag)
  return { items: [...items.values()], kept }
}

function reasonOf(
  { tag, digest }: Tagged,
  needed: readonly Digest[],
  { running, before }: { running: string; before: string | undefined },
): KeptTag['why'] | undefined {
  if (needed.includes(digest)) return 'in use'
  if (tag === before) return 'the one before'
  if (!RELEASE_TAG.test(tag)) return 'not ours'
  return compareVersions(tag, running) < 0 ? undefined : 'not older'
}

/** What signatures of a repository are of, as far as no tag leads there. */
export function signedWithoutTag(tagged: readonly Tagged[]): Digest[] {
  const images = new Set<string>(tagged.map(({ digest }) => digest))
  return tagged.flatMap(({ tag }) => {
    const digest = `sha256:${tag.slice('sha256-'.length, -'.sig'.length)}` as Digest
    return SIGNATURE_TAG.test(tag) && !images.has(digest) ? [digest] : []
  })
}
