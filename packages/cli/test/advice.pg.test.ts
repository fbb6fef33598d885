import { beforeAll, expect, test } from 'vitest'
import { users } from '../../control-plane/src/db/schema/users.ts'
import { eventually, tokenFor, useControlPlane } from '../../control-plane/test/harness.ts'
import { addCluster, addProjects, inPhase, itemOf, submit, type SceneCluster } from '../../control-plane/test/scene.ts'
import type { Suggestion, Why } from '../../control-plane/src/workloads/schemas.ts'
import { fairlead } from './fake-host.ts'

const plane = useControlPlane()
const clusters: SceneCluster[] = []
let env: Record<string, string>

/** As a shell does it: one command after the other, each of which must do. */
async function run(line: string): Promise<void> {
  for (const command of line.split(' && ')) {
    const [program, ...argv] = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, inQuotes, plain]) => inQuotes ?? plain ?? '',
    )
    expect(program).toBe('fairlead')
    const ran = await fairlead(argv, { env, now: Date.now() })
    expect([command, ran.code, ran.code === 0 ? '' : ran.err]).toEqual([command, 0, ''])
  }
}

/** Two racks of zone a with a node of eight GPUs each; and in another cluster a tainted node, in a pool of its own. */
beforeAll(async () => {
  const [admin] = await plane.plane().app.database.system.db.select().from(users)
  env = {
    FAIRLEAD_URL: plane.url(),
    FAIRLEAD_TOKEN: await tokenFor(plane.plane(), admin ?? { id: '', organizationId: '' }),
    XDG_CONFIG_HOME: '/nonexistent',
  }
  await addProjects(plane, { vision: 4, speech: 4 })
  const spot = [{ key: 'spot', value: 'yes', effect: 'NoSchedule' as const }]
  clusters.push(
    await addCluster(
      plane,
      ['1', '2'].map((i) => ({ name: `gpu-${i}`, gpus: 8, labels: { zone: 'a', rack: `r${i}`, cores: '64' } })),
    ),
    await addCluster(plane, [{ name: 'gpu-3', gpus: 8, labels: { pool: 'tainted' }, taints: spot }]),
  )
  await run('fairlead pool add tainted --selector pool=tainted')
  await run('fairlead pool set default --topology zone,rack')
})

const few = { cpu: '10m', gpu: 1 }

/** What is in the way, what is proposed for it, and by which command. */
const CASES: { code: string; spec: object; before?: string; after?: string; command: RegExp }[] = [
  {
    code: 'CHANGE_LABELS',
    spec: { resources: few, placement: { nodeSelector: { zone: 'c' } } },
    command: /^fairlead change it --node-selector zone=a --project vision$/,
  },
  {
    code: 'RELAX_RULES',
    spec: { resources: few, placement: { nodeRules: [{ key: 'cores', operator: 'Gt', values: ['96'] }] } },
    command: /^fairlead change it --clear node-rule/,
  },
  {
    code: 'RELAX_RULES',
    before: 'project set vision --cluster-rule region=eu',
    spec: { resources: few },
    command: /^fairlead project set vision --no-cluster-rules$/,
  },
  {
    code: 'TOLERATE_TAINT',
    spec: { resources: few, placement: { nodePool: 'tainted' } },
    command: /^fairlead change it --toleration spot=yes:NoSchedule/,
  },
  {
    code: 'USE_POOL',
    spec: { resources: few, placement: { nodePool: 'tainted' } },
    command: /^fairlead change it --pool default/,
  },
  {
    code: 'RELAX_NEIGHBOURS',
    spec: { resources: few, replicas: 3, placement: { apartBy: 'node' } },
    command: /^fairlead change it --clear apart-by/,
  },
  {
    code: 'RELAX_TOPOLOGY',
    spec: { resources: { cpu: '10m', gpu: 8 }, replicas: 2, placement: { topology: { required: 'rack' } } },
    command: /^fairlead change it --together zone --prefer-together rack/,
  },
  {
    code: 'MAKE_PREEMPTIBLE',
    spec: { resources: { cpu: '10m', gpu: 6 }, preemptible: false },
    command: /^fairlead change it --preemptible/,
  },
  {
    code: 'FEWER_REPLICAS',
    spec: { resources: { cpu: '10m', gpu: 2 }, replicas: 10 },
    command: /^fairlead change it --replicas 8/,
  },
  {
    code: 'FEWER_REPLICAS',
    spec: { resources: { cpu: '10m', gpu: 2 }, replicas: 10, replicasMin: 9 },
    command: /^fairlead change it --replicas-min 8/,
  },
  {
    code: 'SMALLER_REPLICAS',
    spec: { resources: { cpu: '10m', gpu: 12 } },
    command: /^fairlead change it --gpu 8 --project/,
  },
  {
    code: 'RAISE_LIMIT',
    before: 'quota set vision --gpu 1 --gpu-limit 1',
    spec: { resources: { cpu: '10m', gpu: 2 } },
    after: 'quota set vision --gpu 4 --gpu-limit unlimited',
    command: /^fairlead quota set vision --pool default --gpu-limit 2$/,
  },
  {
    code: 'RAISE_USER_LIMIT',
    before: 'quota set vision --gpu-user 1',
    spec: { resources: { cpu: '10m', gpu: 2 } },
    after: 'quota set vision --gpu-user unlimited',
    command: /^fairlead quota set vision --pool default --gpu-user 2$/,
  },
  {
    code: 'RAISE_BORROW_LIMIT',
    before: 'quota set vision --gpu-borrow 0',
    spec: { resources: { cpu: '10m', gpu: 6 } },
    after: 'quota set vision --gpu-borrow unlimited',
    command: /^fairlead quota set vision --pool default --gpu-borrow 2$/,
  },
  {
    code: 'RAISE_LEND_LIMIT',
    before: 'quota set speech --gpu-lend 0',
    spec: { resources: { cpu: '10m', gpu: 7 }, replicas: 2 },
    after: 'quota set speech --gpu-lend unlimited',
    command: /^fairlead quota set speech --pool default --gpu-lend 2$/,
  },
  {
    code: 'RAISE_DESERVED',
    spec: { resources: { cpu: '10m', gpu: 6 }, preemptible: false },
    after: 'quota set vision --gpu 4',
    command: /^fairlead quota set vision --pool default --gpu 6$/,
  },
]

test.each(CASES)('$code is done by its command: $command', async ({ code, spec, before, after, command }) => {
  if (before !== undefined) await run(`fairlead ${before}`)
  const { id } = await submit(plane.api, 'vision', 'it', spec as Record<string, unknown>)
  let told: Suggestion[] = []
  const suggestion = await eventually(`${code} is suggested`, async () => {
    const { body } = await plane.api<Why>('GET', `/workloads/${id}/why`)
    told = body.suggestions ?? []
    return told.find((one) => one.code === code && command.test(one.command ?? ''))
  }).catch((error: unknown) => {
    throw new Error(`${(error as Error).message}; it is told ${JSON.stringify(told)}`)
  })
  await run(suggestion.command ?? '')
  const { cluster } = await inPhase(plane.api, id, 'ASSIGNED')
  const { agent } = clusters.find(({ name }) => name === cluster?.name)!
  await plane.api('POST', `/workloads/${id}/cancel`)
  agent.reportRun(await itemOf(agent, id, 'stopped'), 'CANCELLED')
  await inPhase(plane.api, id, 'CANCELLED')
  if (after !== undefined) await run(`fairlead ${after}`)
})
