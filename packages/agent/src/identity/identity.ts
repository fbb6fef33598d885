import { join } from 'node:path'
import { v4 as uuidv4 } from 'uuid'
import { z } from 'zod'
import { readIfThere, writeFileAtomic } from '../lib/files.ts'
import { StartupError } from '../lib/startup-error.ts'

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
export function readIdentity(
  stateDir: string,
  expected: { controlPlane: string; formerly: string | undefined; thumbprint: string },
): Identity | undefined {
  const path = join(stateDir, 'identity.json')
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const parsed = Identity.safeParse(parseJson(text))
  if (!parsed.success) throw new StartupError(`${path} is damaged. Delete it and enrol again with a new join token.`)
  const identity = parsed.data
  if (identity.controlPlane !== expected.controlPlane && identity.controlPlane !== expected.formerly) {
    throw new StartupError(
      `${stateDir} belongs to the cluster ${identity.clusterName} of ${identity.controlPlane}, but the setting names ` +
        `${expected.controlPlane}. Correct controlPlaneUrl, use another stateDir for another control plane, or, if this one has moved, name its old address in ` +
        `controlPlaneFormerUrl.`,
    )
  }
  if (identity.thumbprint !== expected.thumbprint) {
    throw new StartupError(`${path} was given to another key. Restore agent-key.json, or delete both and enrol again.`)
  }
  return { ...identity, controlPlane: expected.controlPlane }
}

export function writeIdentity(stateDir: string, identity: Identity): Promise<void> {
  return writeFileAtomic(join(stateDir, 'identity.json'), `${JSON.stringify(identity, null, 2)}\n`)
}

/** An id of this host that does not change while the state folder lives. */
export async function hostUid(stateDir: string): Promise<string> {
  const path = join(stateDir, 'host-uid')
  const stored = readIfThere(path)?.trim()
  if (stored !== undefined && stored !== '') return stored
  const uid = uuidv4()
  await writeFileAtomic(path, `${uid}\n`)
  return uid
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
