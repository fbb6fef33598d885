import { createHash } from 'node:crypto'
import type { RunRequest } from '../../driver.ts'
import { KINDS, type Kind, type KubeObject } from '../api/kinds.ts'
import { ANNOTATION, runLabels } from '../labels.ts'
import { objectName } from './object-name.ts'
import type { RenderContext } from './render-context.ts'

/** The object that makes the pods of a run. Its digest tells whether it was made from the same request. */
export function mainObject(kind: Kind, request: RunRequest, context: RenderContext, fields: object): KubeObject {
  return objectOf(kind, request, context, fields, { annotations: { [ANNOTATION.digest]: digestOf(request) } })
}

/** Any other object of a run. */
export function objectOf(
  kind: Kind,
  request: RunRequest,
  context: RenderContext,
  fields: object,
  metadata: { name?: string; annotations?: Record<string, string> } = {},
): KubeObject {
  return {
    apiVersion: KINDS[kind].apiVersion,
    kind,
    metadata: {
      name: objectName(request),
      namespace: request.spec.project.namespace,
      labels: runLabels(context.settings.clusterId, request),
      ...metadata,
    },
    ...fields,
  }
}

export function serviceOf(request: RunRequest, context: RenderContext, spec: object): KubeObject {
  return objectOf('Service', request, context, { spec })
}

/** Files that a run reads, by name. */
export function filesOf(request: RunRequest, context: RenderContext, data: Record<string, string>): KubeObject {
  return objectOf('ConfigMap', request, context, { data }, { name: `${objectName(request)}-files` })
}

export function digestOf(request: RunRequest): string {
  return createHash('sha256').update(JSON.stringify(request.spec)).digest('hex').slice(0, 32)
}
