import type { RunBody } from '@fairlead/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../test/scene.ts'

const plane = useControlPlane()
let eu: SceneCluster
let us: SceneCluster

const rack = (name: string, at: string) => ({ name, gpus: 4, labels: { zone: 'z', rack: at } })

beforeAll(async () => {
  await addProjects(plane, { vision: 8, speech: 8, other: 16 })
  eu = await addCluster(plane, [rack('eu-1', 'a'), rack('eu-2', 'a'), rack('eu-3', 'b'), rack('eu-4', 'b')])
  us = await addCluster(plane, [rack('us-1', 'c'), rack('us-2', 'c'), rack('us-3', 'd'), rack('us-4', 'd')])
  for (const [cluster, region] of [
    [eu, 'eu'],
    [us, 'us'],
  ] as const) {
    const { status } = await plane.api('PATCH', `/clusters/${cluster.id}`, { labels: { region } })
    expect(status).toBe(200)
  }
})

const api = () => plane.api
const onOne = { resources: { gpu: 1, cpu: 1 }, image: 'r/x:1' }

async function why(id: string) {
  return await eventually('it is told why', async () => {
    const { body } = await plane.api<{ headline: string; gates: { gate: string; state: string }[] }>(
      'GET',
      `/workloads/${id}/why`,
    )
    return body.gates.length > 0 ? body : undefined
  })
}

async function end(...ids: string[]): Promise<void> {
  for (const id of ids) {
    const { body } = await plane.api<{ status: { phase: string } }>('POST', `/workloads/${id}/cancel`)
    if (body.status.phase !== 'CANCELLING') continue
    for (const { agent } of [eu, us]) {
      const item = [...agent.items.values()].find((one) => JSON.stringify(one.body).includes(id))
      if (item) agent.reportRun(item, 'CANCELLED', { reason: 'USER_CANCEL' })
    }
    await inPhase(plane.api, id, 'CANCELLED')
  }
}

describe('where work may be', () => {
  test('a rule on clusters is kept, and that of a project stands above what a workload says', async () => {
    const rule = (value: string) => [{ key: 'region', operator: 'In', values: [value] }]
    const there = await submit(api(), 'vision', 'by-rule', { ...onOne, placement: { clusterRules: rule('us') } })
    expect((await inPhase(api(), there.id, 'ASSIGNED')).cluster?.id).toBe(us.id)
    expect((await plane.api('PATCH', '/projects/vision', { clusterRules: rule('eu') })).status).toBe(200)
    const ofProject = await submit(api(), 'vision', 'of-project', onOne)
    expect((await inPhase(api(), ofProject.id, 'ASSIGNED')).cluster?.id).toBe(eu.id)
    const against = await submit(api(), 'vision', 'against', { ...onOne, placement: { clusterRules: rule('us') } })
    expect((await why(against.id)).headline).toMatch(/region/)
    expect((await inPhase(api(), there.id, 'ASSIGNED')).cluster?.id).toBe(us.id)
    expect((await plane.api('PATCH', '/projects/vision', { clusterRules: [] })).status).toBe(200)
    expect((await inPhase(api(), against.id, 'ASSIGNED')).cluster?.id).toBe(us.id)
    await end(there.id, ofProject.id, against.id)
  })

  test('a gang stands in one rack of the pool’s topology, and its replicas on nodes of their own', async () => {
    expect((await plane.api('PATCH', '/node-pools/default', { topology: ['zone', 'rack'] })).body).toMatchObject({
      topology: ['zone', 'rack'],
    })
    const placement = { topology: { required: 'rack' }, apartBy: 'node' }
    const gang = await submit(api(), 'vision', 'gang', { ...onOne, replicas: 2, placement })
    const { nodes } = await inPhase(api(), gang.id, 'ASSIGNED')
    expect(['eu-1,eu-2', 'eu-3,eu-4', 'us-1,us-2', 'us-3,us-4']).toContain(nodes.toSorted().join())
    await end(gang.id)
  })

  test('work stays away from what carries a label, also from what came before anybody looked for it', async () => {
    const clusters = [eu.name]
    const first = await plane.api<{ id: string }>('POST', '/workloads', {
      project: 'vision',
      name: 'first',
      labels: { app: 'web' },
      spec: { ...onOne, placement: { clusters, nodeSelector: { rack: 'a' } } },
    })
    await inPhase(api(), first.body.id, 'ASSIGNED')
    const apart = [{ level: 'rack', labels: { app: 'web' } }]
    const second = await submit(api(), 'vision', 'second', { ...onOne, placement: { clusters, apart } })
    expect((await inPhase(api(), second.id, 'ASSIGNED')).nodes[0]).toMatch(/eu-[34]/)
    await end(first.body.id, second.id)
  })

  test('an elastic gang starts with as many replicas as there is room for, and its run says how many', async () => {
    const placement = { clusters: [us.name], nodeSelector: { rack: 'd' } }
    const spec = { image: 'r/x:1', resources: { gpu: 3, cpu: 1 }, replicas: 8, replicasMin: 2, placement }
    const gang = await submit(api(), 'other', 'elastic', spec)
    const { nodes } = await inPhase(api(), gang.id, 'ASSIGNED')
    expect(nodes.toSorted()).toEqual(['us-3', 'us-4'])
    const item = await itemOf(us.agent, gang.id)
    expect((item.body as RunBody).spec).toMatchObject({ replicas: 2, nodes: expect.arrayContaining(['us-3', 'us-4']) })
    const runs = await plane.api<{ items: { replicas: unknown[] | number }[] }>('GET', `/workloads/${gang.id}/runs`)
    expect(JSON.stringify(runs.body.items[0])).toContain('us-4')
    await end(gang.id)
  })

  test('a pool without room is followed by the next that the work names', async () => {
    for (const [name, at] of [
      ['small', 'a'],
      ['large', 'b'],
    ]) {
      const made = await plane.api('POST', '/node-pools', { name, selector: { rack: at }, clusters: [eu.name] })
      expect(made.status).toBe(201)
    }
    for (const nodePool of ['small', 'large']) {
      await plane.api('PUT', '/quotas', { project: 'vision', nodePool, gpu: { deserved: 8 } })
    }
    const placement = { nodePool: 'small', fallbackPools: ['large'] }
    const ids: string[] = []
    for (let index = 0; index < 3; index += 1) {
      const spec = { image: 'r/x:1', resources: { gpu: 4, cpu: 1 }, placement }
      ids.push((await submit(api(), 'vision', `fall-${index}`, spec)).id)
    }
    const nodes = await Promise.all(ids.map(async (id) => (await inPhase(api(), id, 'ASSIGNED')).nodes[0]))
    expect(nodes.filter((node) => node === 'eu-1' || node === 'eu-2')).toHaveLength(2)
    expect(nodes.filter((node) => node === 'eu-3' || node === 'eu-4')).toHaveLength(1)
    await end(...ids)
    const twice = { ...onOne, placement: { nodePool: 'small', fallbackPools: ['large', 'large'] } }
    const refused = await plane.api('POST', '/workloads', { project: 'vision', spec: twice })
    expect(refused.status).toBe(400)
    expect(JSON.stringify(refused.body)).toContain('spec.placement.fallbackPools.1')
  })

  test('a rule that cannot be is refused with its field', async () => {
    const { status, body } = await plane.api('POST', '/workloads', {
      project: 'vision',
      spec: { ...onOne, placement: { nodeRules: [{ key: 'cores', operator: 'Gt', values: ['many'] }] } },
    })
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain('spec.placement.nodeRules.0.values')
  })
})

describe('how much somebody may hold', () => {
  test('what one user may hold, and what is never lent, are quotas of their own', async () => {
    const set = await plane.api('PUT', '/quotas', {
      project: 'speech',
      gpu: { userLimit: 2, lendLimit: 4, borrowLimit: 1 },
      minRuntime: '10m',
    })
    expect(set.body).toMatchObject({
      minRuntimeSeconds: 600,
      userLimits: { gpu: 2000 },
      resources: { gpu: { deserved: 8000, lendLimit: 4000, borrowLimit: 1000 } },
    })
    const ids: string[] = []
    for (const name of ['u1', 'u2', 'u3']) ids.push((await submit(api(), 'speech', name, onOne)).id)
    await inPhase(api(), ids[0] ?? '', 'ASSIGNED')
    await inPhase(api(), ids[1] ?? '', 'ASSIGNED')
    expect((await why(ids[2] ?? '')).headline).toMatch(/user/)
    await plane.api('PUT', '/quotas', { project: 'speech', gpu: { userLimit: 'unlimited' } })
    await inPhase(api(), ids[2] ?? '', 'ASSIGNED')
    await end(...ids)
  })

  test('more than the department deserves is refused with its field, and promises that add up to more are told', async () => {
    const over = await plane.api<{ error: { message: string; issues: { path: string }[] } }>('PUT', '/quotas', {
      project: 'speech',
      gpu: { deserved: 64 },
    })
    expect(over.status).toBe(400)
    expect(over.body.error.issues[0]?.path).toBe('gpu.deserved')
    expect(over.body.error.message).toMatch(/deserves .*64 GPUs.*pool "default"/)
    const kept = await plane.api<{ items: { resources: { gpu: { deserved: number } } }[] }>(
      'GET',
      '/quotas?project=speech&nodePool=default',
    )
    expect(kept.body.items[0]?.resources.gpu.deserved).toBe(8000)
    const sum = await plane.api<{ warnings: string[] }>('PUT', '/quotas', { project: 'speech', gpu: { deserved: 12 } })
    expect(sum.body.warnings[0]).toMatch(/raise that, or lower what "speech" deserves/)
    await plane.api('PUT', '/quotas', { project: 'speech', gpu: { deserved: 8 } })
  })

  test('a pool preempts no more runs in an hour than it may', async () => {
    await plane.api('PATCH', '/node-pools/default', { preemptionsPerHour: 1 })
    await plane.api('PUT', '/quotas', { project: 'other', gpu: { deserved: 0 } })
    await plane.api('PUT', '/quotas', { project: 'speech', gpu: { borrowLimit: 'unlimited', lendLimit: 'unlimited' } })
    const borrowed: string[] = []
    for (let index = 0; index < 4; index += 1) {
      const spec = { ...onOne, resources: { gpu: 4, cpu: 1 } }
      borrowed.push((await submit(api(), 'other', `fill-${index}`, spec)).id)
    }
    for (const id of borrowed) await inPhase(api(), id, 'ASSIGNED')
    for (const id of borrowed) {
      const agent = [eu, us].map((one) => one.agent)
      const item = await Promise.any(agent.map((one) => itemOf(one, id)))
      for (const one of agent) if (one.items.has(item.key)) one.reportRun(item, 'RUNNING')
    }
    const claims: string[] = []
    for (const name of ['claim-1', 'claim-2']) {
      claims.push((await submit(api(), 'vision', name, { ...onOne, resources: { gpu: 4, cpu: 1 } })).id)
    }
    let texts: string[] = []
    const told = await eventually('the other is told of the rate', async () => {
      const answers = claims.map((id) => plane.api<{ headline: string }>('GET', `/workloads/${id}/why`))
      texts = (await Promise.all(answers)).map(({ body }) => body.headline)
      return texts.find((text) => /stops only so many runs/.test(text))
    }).catch((error: unknown) => {
      throw new Error(`they are told: ${texts.join('; ')}`, { cause: error })
    })
    expect(told).toMatch(/pool default/)
  })
})
