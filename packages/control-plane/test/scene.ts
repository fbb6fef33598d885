import type { DesiredItem, RunBody } from '@fairlead/protocol'
import { eventually, type Call, type Harness } from './harness.ts'
import { TestAgent, enrol, newKey, type AgentKey } from './test-agent.ts'

export interface WorkloadView {
  id: string
  name: string
  status: {
    phase: string
    reason: string | null
    message: string | null
    exitCode: number | null
    generation: number
    connected: boolean | null
  }
  cluster: { id: string; name: string } | null
  nodes: string[]
  runId: string | null
  preemptions: number
}

export interface SceneCluster {
  id: string
  name: string
  key: AgentKey
  agent: TestAgent
}

let count = 0

/** A new enrolled and connected cluster with the given nodes. */
export async function addCluster(
  plane: Harness,
  nodes: Parameters<TestAgent['reportNodes']>[0],
  url = plane.url(),
): Promise<SceneCluster> {
  const name = `scene-${(count += 1)}`
  const { body } = await plane.api<{ cluster: { id: string }; join: { token: string } }>('POST', '/clusters', { name })
  const key = await newKey()
  await enrol(plane.url(), body.join.token, key)
  const agent = await TestAgent.connect(url, body.cluster.id, key)
  agent.reportNodes(nodes)
  await eventually(`nodes of ${name} are known`, async () => {
    const found = await plane.api<{ items: unknown[] }>('GET', `/nodes?cluster=${name}`)
    return found.body.items.length === nodes.length ? true : undefined
  })
  return { id: body.cluster.id, name, key, agent }
}

/** A department with projects; each project with a GPU quota. Answers names. */
export async function addProjects(plane: Harness, deserved: Record<string, number>): Promise<void> {
  const department = `department-${(count += 1)}`
  await plane.api('POST', '/departments', { name: department })
  const total = Object.values(deserved).reduce((sum, gpus) => sum + gpus, 0)
  await plane.api('PUT', '/quotas', { department, gpu: { deserved: total } })
  for (const [name, gpus] of Object.entries(deserved)) {
    await plane.api('POST', '/projects', { name, department })
    await plane.api('PUT', '/quotas', { project: name, gpu: { deserved: gpus } })
  }
}

/** Submits a job and answers its view. */
export async function submit(
  api: Call,
  project: string,
  name: string,
  spec: Record<string, unknown> = {},
): Promise<WorkloadView> {
  const { status, body } = await api<WorkloadView>('POST', '/workloads', {
    project,
    name,
    spec: { command: ['true'], ...spec },
  })
  if (status !== 201) throw new Error(`submit answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** The workload, once it is in that phase. */
export async function inPhase(api: Call, id: string, phase: string): Promise<WorkloadView> {
  let last = ''
  return await eventually(`workload in ${phase}`, async () => {
    const { body } = await api<WorkloadView>('GET', `/workloads/${id}`)
    last = body.status.phase
    return last === phase ? body : undefined
  }).catch((error: unknown) => {
    throw new Error(`${(error as Error).message}; it is ${last}`)
  })
}

/** The desired item of a workload's run, once the agent has it in that state. */
export async function itemOf(
  agent: TestAgent,
  workloadId: string,
  state: 'running' | 'stopped' = 'running',
): Promise<DesiredItem> {
  return await agent.until(`an item of ${workloadId} in ${state}`, () =>
    [...agent.items.values()].find((item) => {
      const body = item.body as RunBody
      return body.spec.workload.id === workloadId && body.state === state
    }),
  )
}
