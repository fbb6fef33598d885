import { AirgapError } from '../cli/airgap-error.ts'
import type { Digest } from '../oci/digest.ts'
import { deleteManifest, listRepository, readReference } from '../registry/list-repository.ts'
import { planPrune, signedWithoutTag, type KeptTag, type PruneItem } from '../registry/plan-prune.ts'
import type { RegistryClient } from '../registry/registry-client.ts'
import { RegistryError } from '../registry/registry-error.ts'

export interface PrunePlan {
  /** With its project. */
  repository: string
  items: PruneItem[]
  kept: KeptTag[]
}

/** Looks through repositories for what is of older releases than `running` and not needed. Changes nothing. Throws with exit class `registry`. */
export async function listPrune(
  client: RegistryClient,
  repositories: readonly { repository: string; running: string }[],
  needed: readonly Digest[],
): Promise<PrunePlan[]> {
  return await asRegistry(async () => {
    const plans: PrunePlan[] = []
    for (const { repository, running } of repositories) {
      const all = new Set(needed)
      // What an image that is needed is made of is needed, also where no tag leads to it.
      for (const digest of needed)
        for (const child of (await readReference(client, repository, digest))?.children ?? []) all.add(child)
      const tagged = await listRepository(client, repository)
      const absent: Digest[] = []
      for (const digest of signedWithoutTag(tagged))
        if ((await readReference(client, repository, digest)) === undefined) absent.push(digest)
      plans.push({ repository, ...planPrune(tagged, [...all], running, absent) })
    }
    return plans
  })
}

/** Removes what was listed, one by one. Answers what went; what was gone already is not in it. Throws with exit class `registry`, and then what follows is there still. */
export async function pruneRegistry(client: RegistryClient, plans: readonly PrunePlan[]): Promise<string[]> {
  const gone: string[] = []
  return await asRegistry(async () => {
    for (const { repository, items } of plans)
      for (const { digest } of items)
        if (await deleteManifest(client, repository, digest)) gone.push(`${repository}@${digest}`)
    return gone
  }, gone)
}

async function asRegistry<T>(work: () => Promise<T>, gone: readonly string[] = []): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RegistryError)
      throw new AirgapError('registry', error.message, {
        cause: error,
        hint:
          gone.length === 0
            ? 'nothing was removed'
            : `${gone.length} were removed before; run the same command again for the rest`,
      })
    throw error
  }
}
