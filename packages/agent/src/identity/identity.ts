import { v4 as uuidv4 } from 'uuid'
import { z } from 'zod'
import { StartupError } from '../lib/startup-error.ts'
import type { IdentityStore } from './identity-store.ts'

/** Who this agent is to the control plane. */
export const Identity = z.object({
  clusterId: z.uuid(),
  clusterName: z.string(),
  /** Origin of the control plane that gave the identity. */
  controlPlane: z.string(),
  thumbprint: z.string(),
})
export type Identity = z.infer<typeof Identity>

/** The identity of an earlier start, if it was given by this control plane, here or where it was before, to this key. */
export async function readIdentity(
  store: IdentityStore,
  expected: { controlPlane: string; formerly: string | undefined; thumbprint: string },
): Promise<Identity | undefined> {
  const path = `identity.json in ${store.place}`
  const text = await store.read('identity.json')
  if (text === undefined) return undefined
  const parsed = Identity.safeParse(parseJson(text))
  if (!parsed.success) throw new StartupError(`${path} is damaged. Delete it and enrol again with a new join token.`)
  const identity = parsed.data
  if (identity.controlPlane !== expected.controlPlane && identity.controlPlane !== expected.formerly) {
    throw new StartupError(
      `${store.place} belongs to the cluster ${identity.clusterName} of ${identity.controlPlane}, but the setting names ` +
        `${expected.controlPlane}. Correct controlPlaneUrl, use another stateDir for another control plane, or, if this one has moved, name its old address in ` +
        `controlPlaneFormerUrl.`,
    )
  }
  if (identity.thumbprint !== expected.thumbprint) {
    throw new StartupError(`${path} was given to another key. Restore agent-key.json, or delete both and enrol again.`)
  }
  return { ...identity, controlPlane: expected.controlPlane }
}

export function writeIdentity(store: IdentityStore, identity: Identity): Promise<void> {
  return store.write('identity.json', `${JSON.stringify(identity, null, 2)}\n`)
}

/** An id of this host that does not change while the store lives. */
export async function hostUid(store: IdentityStore): Promise<string> {
  const stored = (await store.read('host-uid'))?.trim()
  if (stored !== undefined && stored !== '') return stored
  const uid = uuidv4()
  await store.write('host-uid', `${uid}\n`)
  return uid
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
