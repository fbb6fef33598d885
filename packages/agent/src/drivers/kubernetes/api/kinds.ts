/** The kinds of objects that runs are made of, and where the API has them. */
export const KINDS = {
  Pod: { apiVersion: 'v1', plural: 'pods' },
  Service: { apiVersion: 'v1', plural: 'services' },
  ServiceAccount: { apiVersion: 'v1', plural: 'serviceaccounts' },
  ConfigMap: { apiVersion: 'v1', plural: 'configmaps' },
  PersistentVolumeClaim: { apiVersion: 'v1', plural: 'persistentvolumeclaims' },
  Job: { apiVersion: 'batch/v1', plural: 'jobs' },
  StatefulSet: { apiVersion: 'apps/v1', plural: 'statefulsets' },
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments' },
  HorizontalPodAutoscaler: { apiVersion: 'autoscaling/v2', plural: 'horizontalpodautoscalers' },
  JobSet: { apiVersion: 'jobset.x-k8s.io/v1alpha2', plural: 'jobsets' },
  TrainJob: { apiVersion: 'trainer.kubeflow.org/v1alpha1', plural: 'trainjobs' },
  RayJob: { apiVersion: 'ray.io/v1', plural: 'rayjobs' },
  InferenceService: { apiVersion: 'serving.kserve.io/v1beta1', plural: 'inferenceservices' },
} as const

export type Kind = keyof typeof KINDS

/** An object as it is sent. */
export type KubeObject = {
  apiVersion: string
  kind: Kind
  metadata: {
    name: string
    namespace: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
  }
  [field: string]: unknown
}

/** Of one object, or of all of a kind when `name` is left out; in all namespaces when `namespace` is. */
export function pathOf(kind: Kind, namespace?: string, name?: string): string {
  const { apiVersion, plural } = KINDS[kind]
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  return `${root}${place}/${plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`
}

/** The name of the resource in rights and in the list of CRDs: `jobsets.jobset.x-k8s.io`, `batch/jobs` is `jobs.batch`. */
export function resourceOf(kind: Kind): { group: string; resource: string } {
  const { apiVersion, plural } = KINDS[kind]
  const [group, version] = apiVersion.split('/')
  return { group: version === undefined ? '' : (group ?? ''), resource: plural }
}
