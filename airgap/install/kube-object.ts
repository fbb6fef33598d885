/** Any object of Kubernetes, as far as installing looks into it. */
export interface KubeObject {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
    resourceVersion?: string
    uid?: string
  }
  [field: string]: unknown
}

/** On everything that the installer makes by itself; what Helm makes is Helm's. */
export const OWNER_LABEL = 'fairlead.dev/airgap'
/** As which the installer's fields are known to the API server. */
export const FIELD_MANAGER = 'fairlead-airgap'

export type Phase = 'backend' | 'cluster'

/** Labels of an object that belongs to one phase. */
export function ownLabels(phase: Phase, component: string): Record<string, string> {
  return {
    [OWNER_LABEL]: phase,
    'app.kubernetes.io/part-of': 'fairlead',
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/managed-by': FIELD_MANAGER,
  }
}

/** As people name an object: `secret fairlead/database`. */
export function nameOf({ kind, metadata }: KubeObject): string {
  const place = metadata.namespace === undefined ? '' : `${metadata.namespace}/`
  return `${kind.toLowerCase()} ${place}${metadata.name}`
}
