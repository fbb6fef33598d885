import type { Volume } from '@fairlead/protocol'
import type { Volume as PodVolume, VolumeMount } from './kube-types.ts'
import type { RunRequest } from '../../driver.ts'
import type { KubeObject } from '../api/kinds.ts'
import { LABEL, MANAGER } from '../labels.ts'
import { dnsName, workloadObjectName } from './object-name.ts'
import { RenderRefusal, type RenderContext } from './render-context.ts'

export type Storage = { volumes: PodVolume[]; mounts: VolumeMount[]; claims: KubeObject[] }

/** The storage of a run: what a pod mounts, and the claims that have to exist. */
export function storageOf(request: RunRequest, context: RenderContext): Storage {
  const storage: Storage = { volumes: [], mounts: [], claims: [] }
  for (const volume of request.spec.pod?.volumes ?? []) {
    const name = `volume-${dnsName(volume.name, 50)}`
    storage.mounts.push({
      name,
      mountPath: volume.mountPath,
      ...(volume.type === 'claim' && volume.subPath !== undefined ? { subPath: volume.subPath } : {}),
      ...(volume.type === 'claim' && volume.readOnly ? { readOnly: true } : {}),
    })
    storage.volumes.push({ name, ...sourceOf(volume, request, context, storage.claims) })
  }
  return storage
}

function sourceOf(
  volume: Volume,
  request: RunRequest,
  context: RenderContext,
  claims: KubeObject[],
): Omit<PodVolume, 'name'> {
  switch (volume.type) {
    case 'scratch':
      return {
        emptyDir: {
          ...(volume.sizeMib === undefined ? {} : { sizeLimit: `${volume.sizeMib}Mi` }),
          ...(volume.inMemory ? { medium: 'Memory' } : {}),
        },
      }
    case 'claim':
      return { persistentVolumeClaim: { claimName: volume.claim, ...(volume.readOnly ? { readOnly: true } : {}) } }
    case 'own': {
      const { replicas } = request.spec
      const isShared = context.isSharedClass(volume.storageClass) === true
      if (replicas > 1 && !isShared) {
        throw new RenderRefusal(
          'STORAGE_NOT_SHARED',
          `volume ${volume.name} would be one claim for ${replicas} replicas, and ${className(volume)} is not known to be writable by several nodes: name a class that is, or run one replica`,
        )
      }
      const labels = {
        ...ownerLabels(request, context),
        [LABEL.workloadId]: request.spec.workload.id,
        [LABEL.keep]: String(volume.keep),
      }
      return addClaim(claims, claimOf(workloadObjectName(request, volume.name), request, volume, isShared, labels))
    }
    case 'modelCache':
      return modelCache(volume, request, context, claims)
  }
}

/**
 * One claim for the whole namespace where its class lets several nodes write. Where it does not, a claim for each node: it binds when the first pod on that
 * node asks for it, so that it lies where it is read, and a run finds it only if all its replicas are on that one node.
 */
function modelCache(
  volume: Extract<Volume, { type: 'modelCache' }>,
  request: RunRequest,
  context: RenderContext,
  claims: KubeObject[],
): Omit<PodVolume, 'name'> {
  const base = `model-cache-${dnsName(volume.name, 20)}`
  const labels = { ...ownerLabels(request, context), [LABEL.keep]: 'true' }
  if (context.isSharedClass(volume.storageClass) === true) {
    return addClaim(claims, claimOf(base, request, volume, true, labels))
  }
  const nodes = [...new Set(request.spec.nodes)]
  const [node] = nodes
  if (node === undefined || nodes.length > 1) {
    const where = node === undefined ? 'nodes that are not chosen yet' : `${nodes.length} nodes`
    throw new RenderRefusal(
      'STORAGE_NOT_SHARED',
      `the model cache ${volume.name} is for ${where}, and ${className(volume)} is not known to be writable by several nodes: name a class that is (ReadWriteMany), or run on one node`,
    )
  }
  return addClaim(claims, claimOf(`${base}-${dnsName(node, 30)}`, request, volume, false, labels))
}

function addClaim(claims: KubeObject[], claim: KubeObject): Omit<PodVolume, 'name'> {
  claims.push(claim)
  return { persistentVolumeClaim: { claimName: claim.metadata.name } }
}

function claimOf(
  name: string,
  request: RunRequest,
  volume: { sizeMib: number; storageClass?: string | undefined },
  isShared: boolean,
  labels: Record<string, string>,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: request.spec.project.namespace, labels },
    spec: {
      accessModes: [isShared ? 'ReadWriteMany' : 'ReadWriteOnce'],
      ...(volume.storageClass === undefined ? {} : { storageClassName: volume.storageClass }),
      resources: { requests: { storage: `${volume.sizeMib}Mi` } },
    },
  }
}

/** A claim outlives runs, so it names none. */
function ownerLabels({ spec }: RunRequest, { settings }: RenderContext): Record<string, string> {
  return {
    [LABEL.managedBy]: MANAGER,
    [LABEL.cluster]: settings.clusterId,
    [LABEL.project]: dnsName(spec.project.name, 63),
  }
}

function className({ storageClass }: { storageClass?: string | undefined }): string {
  return storageClass === undefined ? 'the default storage class' : `the storage class ${storageClass}`
}
