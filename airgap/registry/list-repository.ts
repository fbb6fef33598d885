import { z } from 'zod'
import { isDigest, type Digest } from '../oci/digest.ts'
import { MEDIA } from '../oci/documents.ts'
import type { Answer } from './exchange.ts'
import { describeRefusal } from './describe-refusal.ts'
import type { RegistryClient } from './registry-client.ts'
import { RegistryError } from './registry-error.ts'
import { withRetries } from './with-retries.ts'

const PAGE = 200
/** Somebody else may have put anything there. */
const ANY = [
  MEDIA.index,
  MEDIA.manifest,
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const tagList = z.object({ tags: z.array(z.string()).nullish() })
const anyManifest = z.object({ manifests: z.array(z.object({ digest: z.string() })).optional() })

export interface Tagged {
  tag: string
  digest: Digest
  /** Of an index: what it leads to. */
  children: Digest[]
}

/** Every tag of a repository with what it names, sorted by tag; none for a repository that is not there. Throws {@link RegistryError}. */
export async function listRepository(client: RegistryClient, repository: string): Promise<Tagged[]> {
  const found: Tagged[] = []
  for (const tag of await listTags(client, repository)) {
    const named = await readReference(client, repository, tag)
    // Taken away since.
    if (named !== undefined) found.push({ tag, ...named })
  }
  return found
}

/** What a tag or a digest names; undefined for nothing. */
export async function readReference(
  client: RegistryClient,
  repository: string,
  reference: string,
): Promise<Omit<Tagged, 'tag'> | undefined> {
  const answer = await get(client, repository, `/v2/${repository}/manifests/${reference}`, { accept: ANY })
  if (answer.status === 404) return undefined
  const digest = answer.headers['docker-content-digest']
  const parsed = parse(anyManifest, answer.text)
  if (answer.status !== 200 || typeof digest !== 'string' || !isDigest(digest) || parsed === undefined)
    throw describeRefusal(client.host, `the look for ${repository}:${reference}`, answer)
  return { digest, children: (parsed.manifests ?? []).flatMap(({ digest: child }) => (isDigest(child) ? [child] : [])) }
}

async function listTags(client: RegistryClient, repository: string): Promise<string[]> {
  const tags = new Set<string>()
  let path: string | undefined = `/v2/${repository}/tags/list?n=${PAGE}`
  while (path !== undefined) {
    const answer: Answer = await get(client, repository, path)
    if (answer.status === 404) break
    const found = parse(tagList, answer.text)
    if (answer.status !== 200 || found === undefined)
      throw describeRefusal(client.host, `the list of tags of ${repository}`, answer)
    const before = tags.size
    for (const tag of found.tags ?? []) tags.add(tag)
    // A registry that leads in circles has told all.
    path = tags.size === before ? undefined : nextOf(answer)
  }
  return [...tags].toSorted()
}

/** The address of the next page stands in a header, as in RFC 8288. */
function nextOf({ headers }: Answer): string | undefined {
  const link = [headers.link].flat().join(',')
  return /<([^>]+)>\s*;\s*rel="?next"?/.exec(link)?.[1]
}

async function get(client: RegistryClient, repository: string, path: string, headers = {}): Promise<Answer> {
  return await withRetries(client.host, () => client.send({ method: 'GET', path, headers, repository }))
}

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Removes what a digest names, and with it every tag that leads there. Answers whether it was there. Throws {@link RegistryError}. */
export async function deleteManifest(client: RegistryClient, repository: string, digest: Digest): Promise<boolean> {
  const answer = await withRetries(client.host, () =>
    client.send({ method: 'DELETE', path: `/v2/${repository}/manifests/${digest}`, repository, access: 'delete' }),
  )
  if (answer.status === 404) return false
  if (answer.status === 202 || answer.status === 200 || answer.status === 204) return true
  if (answer.status === 405 || answer.text.includes('UNSUPPORTED'))
    throw new RegistryError(
      'read-only',
      `${client.host} lets nobody delete images by its protocol: let its owner allow that (distribution: storage.delete.enabled: true), or delete what is listed by its own console`,
    )
  if (answer.status === 403 || answer.status === 401)
    throw new RegistryError(
      'denied',
      `the login has no right to delete from ${repository} on ${client.host}: give it that right, or name another login in registry.authFile`,
    )
  throw describeRefusal(client.host, `the removal of ${repository}@${digest}`, answer)
}
