import type { RunBody } from '@fairlead/protocol'
import type { StoredSpec } from '../workloads/stored-spec.ts'

/** A run as its workload, its project and its place make it. */
export interface RunOf {
  id: string
  name: string
  kind: string
  project_id: string
  project_name: string
  namespace: string
  generation: number
  spec: StoredSpec
}

/** What an agent is told of a run: to run it, on these nodes, one for each replica. */
export function runBody(row: RunOf, nodeNames: string[]): RunBody {
  const { spec } = row
  return {
    state: 'running',
    spec: {
      workload: { id: row.id, name: row.name, kind: row.kind, labels: spec.labels },
      project: { id: row.project_id, name: row.project_name, namespace: row.namespace },
      attempt: row.generation,
      ...(spec.image === undefined ? {} : { image: spec.image }),
      command: spec.command,
      args: spec.args,
      env: Object.entries(spec.env).map(([name, value]) =>
        typeof value === 'string' ? { name, value } : { name, secretRef: value.secretRef },
      ),
      ...(spec.workingDir === undefined ? {} : { workingDir: spec.workingDir }),
      resources: spec.resources,
      replicas: nodeNames.length,
      nodes: nodeNames,
      ...(spec.timeout === null ? {} : { timeoutSeconds: spec.timeout }),
      stopGraceSeconds: spec.stopGrace,
      annotations: spec.annotations,
      ...(spec.template === undefined ? {} : { jobType: spec.template }),
      ...(spec.pod ? { pod: spec.pod } : {}),
    },
  }
}
