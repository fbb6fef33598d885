import { pathOf, type KubeObject } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { KubeError } from './api/kube-error.ts'
import { LABEL } from './labels.ts'
import type { Raw } from './observe/raw.ts'

/** Somebody else's object has the name that ours would have. */
export class NameTaken extends Error {}

/** What has to be the same in an object that is there already for it to be this one. */
const IDENTITY = [LABEL.managedBy, LABEL.cluster, LABEL.run, LABEL.generation]

/**
 * Makes an object, or finds it made by an earlier attempt, and answers it as it is. Throws {@link NameTaken} when something else has its name: what is not
 * ours is never touched.
 */
export async function createObject<T extends Raw>(api: KubeApi, object: KubeObject): Promise<T> {
  const { name, namespace, labels = {} } = object.metadata
  try {
    return await api.send<T>({ method: 'POST', path: pathOf(object.kind, namespace), body: object })
  } catch (error) {
    if (!(error instanceof KubeError) || error.reason !== 'AlreadyExists') throw error
  }
  const there = await api.send<T>({ method: 'GET', path: pathOf(object.kind, namespace, name) })
  const isSame = IDENTITY.every((label) => there.metadata.labels?.[label] === labels[label])
  if (!isSame) throw new NameTaken(`there is a ${object.kind} ${namespace}/${name} already, and it is not of this run`)
  return there
}
