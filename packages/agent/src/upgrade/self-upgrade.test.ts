import type { CheckLine, UpgradeReport } from '@fairlead/protocol'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testLogger } from '../../test/in-process-agent.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import { KubeError } from '../drivers/kubernetes/api/kube-error.ts'
import type { KubeApi, KubeRequest } from '../drivers/kubernetes/api/kube-api.ts'
import { OwnDeployment, type RawDeployment } from './own-deployment.ts'
import { SelfUpgrade } from './self-upgrade.ts'
import { NOTE_ANNOTATION, readNote } from './upgrade-note.ts'

const REPOSITORY = 'registry.example:5000/fairlead-agent'
const OLD = `${REPOSITORY}@sha256:${'a'.repeat(64)}`
const NEW = `${REPOSITORY}@sha256:${'b'.repeat(64)}`
const STRATEGY = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }

/** One Deployment as an API server keeps it: merge patches, refused when they are of an older version. */
class DeploymentServer {
  #version = 1
  raw: RawDeployment
  /** The next writes are refused as if somebody else had been quicker. */
  conflicts = 0

  constructor(change: Partial<RawDeployment['metadata']> = {}) {
    const container = {
      name: 'agent',
      image: OLD,
      env: [
        { name: 'FAIRLEAD_AGENT_IMAGE', value: OLD },
        { name: 'A', value: 'b' },
      ],
    }
    this.raw = {
      metadata: { name: 'agent', resourceVersion: '1', ...change },
      spec: { strategy: STRATEGY, template: { spec: { containers: [container] } } },
    }
  }

  get image(): string | undefined {
    return this.raw.spec.template.spec.containers[0]?.image
  }

  get note() {
    return readNote(this.raw.metadata.annotations)
  }

  readonly api = {
    send: ({ method, query, body }: KubeRequest) => {
      if (method === 'GET') return Promise.resolve(structuredClone(this.raw))
      if (query?.['dryRun'] === 'All') return Promise.resolve({})
      const { metadata, spec } = body as RawDeployment
      this.conflicts -= 1
      if (metadata.resourceVersion !== this.raw.metadata.resourceVersion || this.conflicts >= 0) {
        return Promise.reject(new KubeError(409, '', 'somebody was quicker'))
      }
      this.#version += 1
      this.raw = {
        metadata: {
          ...this.raw.metadata,
          resourceVersion: String(this.#version),
          annotations: { ...this.raw.metadata.annotations, ...metadata.annotations },
        },
        spec: {
          strategy: spec?.strategy ?? this.raw.spec.strategy,
          template: spec?.template ?? this.raw.spec.template,
        },
      }
      return Promise.resolve(this.raw)
    },
  } as unknown as KubeApi
}

const good: CheckLine[] = [{ name: 'control plane', ok: true, detail: 'there' }]
const storage: CheckLine = { name: 'storage', ok: false, detail: 'no class' }

/** A pod of one image, with what it can be made to say. */
async function pod(server: DeploymentServer, clock: ManualClock, image: string, more: { isAllowed?: boolean } = {}) {
  const state = {
    lines: [...good, storage],
    first: good,
    isConnected: true,
    madeWay: 0,
    reports: [] as UpgradeReport[],
  }
  const upgrade = new SelfUpgrade({
    deployment: new OwnDeployment({ api: server.api, namespace: 'home', name: 'agent' }),
    image,
    podName: image === OLD ? 'pod-old' : 'pod-new',
    isAllowed: more.isAllowed ?? true,
    firstCheck: () => Promise.resolve(state.first),
    clock,
    random: () => 0.5,
    log: testLogger(),
  })
  upgrade.onMakeWay = () => {
    state.madeWay += 1
    upgrade.rest()
  }
  await upgrade.open()
  const lead = (): void =>
    upgrade.lead({
      check: () => Promise.resolve(state.lines),
      isConnected: () => state.isConnected,
      report: (report) => state.reports.push(report),
    })
  return { upgrade, state, lead }
}

const order = (image = NEW, gateMs = 600_000) => ({ upgradeId: randomUUID(), version: '2.0.0', image, gateMs })

async function begun() {
  const clock = new ManualClock()
  const server = new DeploymentServer()
  const old = await pod(server, clock, OLD)
  old.lead()
  await old.upgrade.begin(order())
  return { clock, server, old }
}

test('the new image is put beside the old one, and every variable that names it follows', async () => {
  const { server, old } = await begun()
  expect(server.image).toBe(NEW)
  expect(server.raw.spec.template.spec.containers[0]?.env).toEqual([
    { name: 'FAIRLEAD_AGENT_IMAGE', value: NEW },
    { name: 'A', value: 'b' },
  ])
  expect(server.raw.spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } })
  expect(server.note).toMatchObject({ state: 'running', from: OLD, to: NEW, badBefore: ['storage'] })
  expect(old.upgrade.mayLead).toBe(true)
})

test('the old agent makes way once the new one waits, and the new one is ready only when it has proved itself', async () => {
  const { clock, server, old } = await begun()
  const next = await pod(server, clock, NEW)
  expect(next.upgrade.isProven).toBe(false)
  await clock.advance(10_000)
  expect(old.state.madeWay).toBe(1)
  expect(old.upgrade.mayLead).toBe(false)
  expect(next.upgrade.mayLead).toBe(true)
  next.lead()
  await clock.advance(5_000)
  expect(server.note).toMatchObject({ state: 'succeeded', candidate: 'pod-new' })
  expect(server.raw.spec.strategy).toEqual(STRATEGY)
  expect(server.image).toBe(NEW)
  expect(next.upgrade.isProven).toBe(true)
  expect(next.state.reports.at(-1)).toMatchObject({ state: 'succeeded' })
})

test('a new agent whose check is worse than before puts the old image back at once, with the line that is bad', async () => {
  const { clock, server, old } = await begun()
  const next = await pod(server, clock, NEW)
  next.state.lines = [{ name: 'control plane', ok: false, detail: 'answers 500' }, storage]
  await clock.advance(10_000)
  next.lead()
  await clock.advance(5_000)
  expect(server.image).toBe(OLD)
  expect(server.raw.spec.strategy).toEqual(STRATEGY)
  expect(server.note).toMatchObject({ state: 'failed', message: expect.stringContaining('control plane: answers 500') })
  await clock.advance(5_000)
  expect(old.upgrade.mayLead).toBe(true)
})

test('a new agent that took over and is dead or silent makes way again after two minutes', async () => {
  const { clock, server, old } = await begun()
  const next = await pod(server, clock, NEW)
  next.state.isConnected = false
  await clock.advance(10_000)
  next.lead()
  next.upgrade.close()
  await clock.advance(100_000)
  expect(old.upgrade.mayLead).toBe(false)
  await clock.advance(40_000)
  expect(server.image).toBe(OLD)
  expect(old.upgrade.mayLead).toBe(true)
  old.lead()
  expect(old.upgrade.report).toMatchObject({ state: 'failed', message: expect.stringContaining('did not come to') })
})

test('where no new pod comes to its feet, nobody makes way, and the old image is back in the end', async () => {
  const { clock, server, old } = await begun()
  await clock.advance(610_000)
  expect(old.state.madeWay).toBe(0)
  expect(server.image).toBe(OLD)
  expect(old.state.reports.at(-1)).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('no pod of 2.0.0 came to its feet within 600 s'),
  })
})

test('a new pod that reaches no control plane takes no turn, and says what it lacks', async () => {
  const { clock, server, old } = await begun()
  const next = await pod(server, clock, NEW)
  next.state.first = [{ name: 'control plane', ok: false, detail: 'no route' }]
  await clock.advance(60_000)
  expect(old.state.madeWay).toBe(0)
  expect(server.note?.message).toContain('control plane: no route')
  await clock.advance(600_000)
  expect(server.note).toMatchObject({ state: 'failed', message: expect.stringContaining('control plane: no route') })
})

test('a pod of the old image that was made anew finds the note: it leaves the lead alone, and ends what takes too long', async () => {
  const { clock, server, old } = await begun()
  const next = await pod(server, clock, NEW)
  await clock.advance(10_000)
  old.upgrade.close()
  next.upgrade.close()
  const again = await pod(server, clock, OLD)
  expect(again.upgrade.mayLead).toBe(false)
  await clock.advance(130_000)
  expect(server.image).toBe(OLD)
  expect(again.upgrade.mayLead).toBe(true)
})

test('what somebody else makes of the Deployment meanwhile is theirs', async () => {
  const { clock, server, old } = await begun()
  const other = `${REPOSITORY}:3.0.0`
  server.raw.spec.template.spec.containers = [{ name: 'agent', image: other }]
  await clock.advance(700_000)
  expect(server.image).toBe(other)
  expect(old.upgrade.mayLead).toBe(true)
})

test('a write that lost a race is tried again', async () => {
  const { clock, server, old } = await begun()
  await pod(server, clock, NEW)
  server.conflicts = 2
  await clock.advance(30_000)
  expect(old.state.madeWay).toBe(1)
})

test.each([
  [
    'of another repository',
    `registry.example:5000/other@sha256:${'b'.repeat(64)}`,
    'is not of registry.example:5000/fairlead-agent',
  ],
  ['by a tag', `${REPOSITORY}:2.0.0`, 'is not an image by its digest'],
])('an image %s is declined', async (_, image, sentence) => {
  const server = new DeploymentServer()
  const { upgrade, lead } = await pod(server, new ManualClock(), OLD)
  lead()
  await expect(upgrade.begin(order(image))).rejects.toThrow(sentence)
  expect(server.image).toBe(OLD)
})

test('the owner forbids it, and tools that keep the Deployment do', async () => {
  const forbidden = await pod(new DeploymentServer(), new ManualClock(), OLD, { isAllowed: false })
  expect(forbidden.upgrade.able).toMatchObject({ able: false, why: expect.stringContaining('selfUpgrade: false') })
  await expect(forbidden.upgrade.begin(order())).rejects.toThrow('selfUpgrade: false')
  const labels = { 'argocd.argoproj.io/instance': 'agents' }
  const kept = await pod(new DeploymentServer({ labels }), new ManualClock(), OLD)
  expect(kept.upgrade.able).toMatchObject({ able: false, why: expect.stringContaining('Argo CD') })
})

test('the same order twice begins once, and one for what it is already is done', async () => {
  const server = new DeploymentServer()
  const { upgrade, lead } = await pod(server, new ManualClock(), OLD)
  lead()
  const wanted = order()
  await upgrade.begin(wanted)
  const first = server.raw.metadata.resourceVersion
  expect(await upgrade.begin(wanted)).toBe('it is under way already')
  expect(server.raw.metadata.resourceVersion).toBe(first)
  expect(await upgrade.begin(order(OLD))).toBe('this agent is that image already')
})

test('a note that nobody can read is none', () => {
  expect(readNote({ [NOTE_ANNOTATION]: '{"state":"odd"' })).toBeUndefined()
  expect(readNote(undefined)).toBeUndefined()
})
