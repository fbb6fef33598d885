import type { SubmitForm } from './submit-form.ts'

const FIELDS: readonly [path: string, field: keyof SubmitForm][] = [
  ['spec.template', 'template'],
  ['spec.size', 'size'],
  ['spec.resources.cpu', 'cpu'],
  ['spec.resources.memory', 'memory'],
  ['spec.resources.gpu', 'gpu'],
  ['spec.limits.cpu', 'cpuLimit'],
  ['spec.limits.memory', 'memoryLimit'],
  ['spec.placement.nodePool', 'pool'],
  ['spec.placement.clusters', 'clusters'],
  ['spec.replicas', 'replicas'],
  ['spec.priority', 'priority'],
  ['spec.timeout', 'timeout'],
  ['spec.retry', 'retries'],
  ['spec.command', 'command'],
  ['spec.image', 'image'],
  ['spec.imagePullSecrets', 'pullSecrets'],
  ['spec.env', 'env'],
  ['spec.ports', 'ports'],
  ['spec.volumes', 'volumes'],
  ['spec.connections', 'connections'],
  ['spec.engine', 'engine'],
  ['spec.serving.minReplicas', 'minReplicas'],
  ['spec.serving.targetCpuPercent', 'targetCpu'],
  ['spec.serving.healthPath', 'healthPath'],
  ['spec.serving', 'ports'],
  ['spec.config', 'config'],
  ['spec.build.context', 'context'],
  ['spec.build.inline', 'inline'],
  ['spec.build.pushSecret', 'pushSecret'],
  ['spec.build', 'destination'],
  ['labels', 'labels'],
  ['project', 'project'],
  ['name', 'name'],
]

/** Which field of the form a path of the API's refusal belongs to. */
export function fieldOf(path: string): keyof SubmitForm | undefined {
  return FIELDS.find(([start]) => path === start || path.startsWith(`${start}.`))?.[1]
}
