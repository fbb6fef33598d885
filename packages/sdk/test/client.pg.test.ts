import { beforeAll, describe, expect, test } from 'vitest'
import { tokenFor, useControlPlane } from '../../control-plane/test/harness.ts'
import { users } from '../../control-plane/src/db/schema/users.ts'
import { AuthError, Client, ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../src/index.ts'

const harness = useControlPlane()
let client: Client

beforeAll(async () => {
  const [admin] = await harness.plane().app.database.system.db.select().from(users)
  if (!admin) throw new Error('a new control plane has a first admin')
  client = new Client({ url: harness.url(), token: await tokenFor(harness.plane(), admin) })
  await client.departments.create({ name: 'research' })
  await client.projects.create({ name: 'vision', department: 'research', lostAfter: '1h' })
})

const spec = { command: ['true'], resources: { gpu: 0.5, memory: '2Gi' }, timeout: null }

describe('against a real control plane', () => {
  test('a job is submitted, found, explained, stopped, resumed and cancelled', async () => {
    const job = await client.jobs.submit({ project: 'vision', name: 'train-a', spec, labels: { team: 'x' } })
    expect(job.status.phase).toBe('QUEUED')
    expect(job.data.requests).toMatchObject({ gpu: 500, memory: 2048 })
    expect((await client.jobs.describe('train-a', { project: 'vision' })).labels).toEqual({ team: 'x' })
    expect((await job.why()).headline).not.toBe('')
    expect((await job.stop()).status.phase).toBe('SUSPENDED')
    expect((await job.resume()).status.phase).toBe('QUEUED')
    expect((await job.cancel()).status.phase).toBe('CANCELLED')
    expect((await job.wait()).status.phase).toBe('CANCELLED')
    expect((await job.timeline()).map((event) => event.phase)).toEqual(['QUEUED', 'SUSPENDED', 'QUEUED', 'CANCELLED'])
    expect(await job.runs()).toEqual([])
    await expect(job.resume()).rejects.toThrow(ConflictError)
  })

  test('the same key answers the same job, and a batch is all or nothing', async () => {
    const once = { project: 'vision', spec, idempotencyKey: 'once' }
    const [a, b] = [await client.jobs.submit(once), await client.jobs.submit(once)]
    expect(b.id).toBe(a.id)
    await expect(client.jobs.submit({ ...once, spec: { command: ['false'] } })).rejects.toThrow(ConflictError)
    const before = (await client.jobs.tally())[0]?.phases.QUEUED
    const bad = [
      { project: 'vision', spec },
      { project: 'vision', spec: { command: [] } },
    ]
    await expect(client.jobs.submitBatch(bad)).rejects.toMatchObject({
      issues: [{ path: 'workloads.1.spec.command', message: expect.any(String) }],
    })
    expect((await client.jobs.tally())[0]?.phases.QUEUED).toBe(before)
    expect(await client.jobs.submitBatch([{ project: 'vision', spec }, once])).toEqual([expect.any(String), a.id])
  })

  test('templates, sizes and connections are parts of jobs, and a preview shows what comes of them', async () => {
    await client.sizes.set('tiny', { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: 1 } })
    expect((await client.sizes.list())[0]).toMatchObject({ name: 'tiny', builtIn: false })
    await client.templates.set('nightly', { spec: { image: 'r/x:1', size: 'tiny', connections: ['lake'] } })
    await client.connections.create({ project: 'vision', name: 'lake', type: 's3', settings: { bucket: 'b' } })
    const preview = await client.jobs.preview({ project: 'vision', spec: { template: 'nightly' } })
    expect(preview).toMatchObject({
      kind: 'job',
      requests: { cpu: 250, memory: 256 },
      spec: { limits: { cpu: '1000m', memory: '256Mi' }, connections: [{ name: 'lake', readOnly: false }] },
      warnings: [],
    })
    await client.connections.update('vision', 'lake', { readOnly: true })
    expect(await client.connections.get('vision', 'lake')).toMatchObject({ readOnly: true })
    await expect(client.connections.test('vision', 'lake')).rejects.toMatchObject({ code: 'CLUSTER_OFFLINE' })
    await client.connections.delete('vision', 'lake')
    expect(await client.connections.list('vision')).toEqual([])
    await client.templates.delete('nightly')
    await client.sizes.delete('tiny')
    await expect(client.sizes.delete('tiny')).rejects.toThrow(NotFoundError)
  })

  test('lists go over pages in the order of the API', async () => {
    await client.jobs.submitBatch(Array.from({ length: 5 }, (_, n) => ({ project: 'vision', name: `page-${n}`, spec })))
    const names: string[] = []
    for await (const job of client.jobs.list({ search: 'page-', pageSize: 2 })) names.push(job.name)
    expect(names).toEqual(['page-4', 'page-3', 'page-2', 'page-1', 'page-0'])
    const actions: string[] = []
    for await (const entry of client.audit.list({ pageSize: 3 })) actions.push(entry.action)
    expect(actions.length).toBeGreaterThan(5)
    expect(actions).toContain('project.create')
  })

  test('every noun answers', async () => {
    const { cluster, join } = await client.clusters.create({ name: 'east', labels: { region: 'eu' } })
    expect(join.token.length).toBeGreaterThan(20)
    expect((await client.clusters.joinToken('east', { tokenTtl: '1h' })).token).not.toBe(join.token)
    expect((await client.clusters.update('east', { paused: true })).paused).toBe(true)
    expect((await client.clusters.get(cluster.id)).health).toBe('enrolling')
    expect((await client.clusters.enrolment('east')).steps[0]?.state).toBe('done')
    expect((await client.clusters.list()).map(({ name }) => name)).toEqual(['east'])
    expect(await client.nodes.list({ cluster: 'east' })).toEqual([])
    const pool = await client.nodePools.create({ name: 'a100', selector: { gpu: 'a100' }, clusters: ['east'] })
    expect((await client.nodePools.update('a100', { strategy: 'spread' })).strategy).toBe('spread')
    expect((await client.nodePools.list()).map(({ name }) => name)).toContain('a100')
    expect((await client.nodePools.delete(pool.id)).name).toBe('a100')
    expect((await client.clusters.revoke('east')).state).toBe('revoked')
    const quota = await client.quotas.set({ project: 'vision', gpu: { deserved: 4, limit: 'unlimited' }, rank: 2 })
    expect(quota.resources['gpu']).toMatchObject({ deserved: 4000, limit: null })
    expect((await client.quotas.get({ project: 'vision' }))[0]?.rank).toBe(2)
    expect((await client.queues.list()).map(({ queue }) => queue.name)).toContain('vision')
    expect((await client.projects.update('vision', { description: 'seeing' })).description).toBe('seeing')
    expect((await client.projects.list({ department: 'research' }))[0]?.lostAfterSeconds).toBe(3600)
    expect((await client.departments.list()).map(({ name }) => name)).toContain('research')
    expect((await client.metrics.top('project')).lines).toEqual([])
    expect((await client.metrics.overview()).workloads).toBeDefined()
    expect(await client.metrics.query({ workload: 'train-a' })).toEqual([])
    expect((await client.users.invite({ email: 'a@example.org', name: 'A', role: 'viewer' })).link).toContain('http')
    expect((await client.users.list()).map(({ email }) => email)).toContain('a@example.org')
    expect((await client.whoami()).via).toBe('token')
  })

  test('a token works until it is revoked', async () => {
    const { token, info } = await client.tokens.create({ name: 'short', permissions: ['workload:read'] })
    const other = new Client({ url: harness.url(), token, retries: 0 })
    expect(await other.projects.list().catch((error: unknown) => error)).toBeInstanceOf(ForbiddenError)
    await client.tokens.revoke(info.id)
    expect((await client.tokens.list()).find(({ id }) => id === info.id)?.revokedAt).not.toBeNull()
  })

  test('refusals are errors of their class', async () => {
    await expect(client.jobs.get('nothing')).rejects.toThrow(NotFoundError)
    await expect(client.jobs.submit({ project: 'vision', spec: { command: [] } })).rejects.toThrow(ValidationError)
    await expect(new Client({ url: harness.url() }).whoami()).rejects.toThrow(AuthError)
    const logs = client.jobs.logs('page-1').next()
    await expect(logs).rejects.toMatchObject({ code: 'LOGS_NOT_AVAILABLE' })
  })
})
