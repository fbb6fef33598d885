import { ChangeWorkload } from '@fairlead/control-plane/schemas/workloads'
import { expect, test } from 'vitest'
import { createProgram } from '../../cli/src/create-program.ts'
import type { App } from '../../cli/src/session/app.ts'
import { changeFrom } from '../src/features/explain/steps-of.ts'
import { splitWords } from '../src/features/submit/split-words.ts'
import { EMPTY_FORM, type SubmitForm } from '../src/features/submit/submit-form.ts'
import { changeCommands, changeOf } from '../src/features/workloads/change.ts'

const workload = { id: '01a20042-1a99-769a-9f1e-3d1e91ec32ea', name: 'train-a' }
const before: SubmitForm = {
  ...EMPTY_FORM,
  kind: 'distributed',
  project: 'vision',
  command: 'a',
  cpu: '2',
  memory: '4Gi',
  gpu: '8',
  replicas: '4',
  pool: 'h100',
  clusters: ['oslo'],
  nodeRules: '!spot',
  together: 'rack',
  labels: 'team=a',
  timeout: '1h',
}

const CHANGES: Record<string, Partial<SubmitForm>> = {
  'less of everything': { replicas: '2', replicasMin: '1', gpu: '4', cpu: '500m', memory: '2Gi', timeout: '30m' },
  'no GPU and no time limit': { gpu: '', timeout: 'none' },
  'another rank': { priority: 'high', preemptible: 'yes' },
  'another place': {
    pool: 'a100',
    fallbackPools: ['default'],
    clusters: ['lab', 'desk'],
    clusterRules: 'region in (eu,uk)',
    nodeRules: 'cores>32\nzone!=c',
    preferTogether: 'zone',
    apartBy: 'node',
    near: 'zone:app=cache',
    apart: 'node:app=web,tier=front',
  },
  'anywhere again': { clusters: [], nodeRules: '', together: '', labels: '' },
  'other labels': { labels: 'team=b' },
}

/** What the CLI would send. */
async function fromCli(text: string): Promise<unknown> {
  const sent: unknown[] = []
  const app = {
    configure: () => undefined,
    host: { stdout: process.stdout, stderr: process.stderr },
    client: {
      jobs: {
        change: (_name: string, change: unknown) => {
          sent.push(change)
          throw new Error('this is all')
        },
      },
    },
  } as unknown as App
  const [first, ...words] = splitWords(text).words
  expect(first).toBe('fairlead')
  await createProgram(app)
    .parseAsync(words, { from: 'user' })
    .catch((error: unknown) => expect((error as Error).message).toBe('this is all'))
  return sent[0]
}

const read = (change: unknown) => ChangeWorkload.parse({ workload: workload.id, ...(change as object) })

test.each(Object.entries(CHANGES))('the command and the request of %s are the same change', async (_what, fields) => {
  const change = changeOf(before, { ...before, ...fields })
  expect(Object.keys(change)).not.toEqual([])
  const [cli] = changeCommands(workload, change)
  expect(cli?.name).toBe('CLI')
  expect(read(await fromCli(cli?.text ?? ''))).toEqual(read(change))
})

test('what was not touched is not asked for, and what was emptied is lifted', () => {
  expect(changeOf(before, before)).toEqual({})
  expect(changeOf(before, { ...before, clusters: [], nodeRules: '', together: '' })).toEqual({
    spec: { placement: { clusters: [], nodeRules: [], topology: null } },
  })
  expect(changeOf(before, { ...before, nodePreferences: '50 nvlink' }).spec?.placement).toEqual({
    nodePreferences: [{ weight: 50, rules: [{ key: 'nvlink', operator: 'Exists', values: [] }] }],
  })
})

test('what the engine tried becomes a request, and rules of the project stay with the project', () => {
  const eu = { key: 'region', operator: 'In', values: ['eu'] }
  const own = { key: 'gpu', operator: 'Exists', values: [] }
  const change = changeFrom(
    {
      replicas: 2,
      requests: { gpu: 2500, cpu: 500, memory: 1024, 'nvidia.com/mig-1g.10gb': 1 },
      timeLimitMs: 900_000,
      clusterRules: [eu, own],
      topology: null,
    },
    [{ ...eu }],
  )
  expect(read(change)).toMatchObject({
    spec: {
      replicas: 2,
      timeout: 900,
      resources: { gpu: 2500, cpu: 500, memory: 1024, extended: { 'nvidia.com/mig-1g.10gb': 1 } },
      placement: { topology: null, clusterRules: [own] },
    },
  })
})
