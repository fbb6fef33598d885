import { beforeAll, expect, test } from 'vitest'
import { useControlPlane, type Call } from '../../test/harness.ts'
import { ROLE_TABLE, type Permission, type Role, type ScopeKind } from '../identity/permissions.ts'
import { newId } from '../lib/ids.ts'
import { allActions, pathFields, takesQuery } from './rest.ts'

const plane = useControlPlane()

/** Where an action happens in these tests: a role reaches it if it is bound there or above. */
type Place = 'organization' | 'department' | 'project' | 'anywhere' | 'self'

interface Case {
  at: Place
  input?: () => Record<string, unknown>
}

let ids: { department: string; project: string; otherProject: string }
const unique = () => `n-${newId().slice(-12)}`

/** Every action, with a request that would work for an admin. A new action does not pass until it stands here. */
const CASES: Record<string, Case> = {
  'session.create': { at: 'self', input: () => ({ email: 'nobody@example.org', password: 'x' }) },
  'session.end': { at: 'self' },
  'session.whoami': { at: 'self' },
  'setup-link.inspect': { at: 'self', input: () => ({ link: 'flu_does-not-exist-at-all' }) },
  'setup-link.redeem': {
    at: 'self',
    input: () => ({ link: 'flu_does-not-exist-at-all', password: 'a long enough one' }),
  },
  'token.create': { at: 'self', input: () => ({ name: 'mine' }) },
  'token.list': { at: 'self' },
  'token.revoke': { at: 'self', input: () => ({ tokenId: newId() }) },
  'user.invite': {
    at: 'organization',
    input: () => ({ email: `${unique()}@example.org`, name: 'New', role: 'viewer' }),
  },
  'user.list': { at: 'anywhere' },
  'user.get': { at: 'anywhere', input: () => ({ user: 'admin@localhost.localdomain' }) },
  'user.disable': { at: 'organization', input: () => ({ user: 'not-there' }) },
  'user.enable': { at: 'organization', input: () => ({ user: 'not-there' }) },
  'user.remove': { at: 'organization', input: () => ({ user: 'not-there' }) },
  'user.set-role': {
    at: 'organization',
    input: () => ({ user: 'not-there', scope: 'organization', role: 'viewer' }),
  },
  'user.remove-role': { at: 'organization', input: () => ({ user: 'not-there', scope: 'organization' }) },
  'user.setup-link': { at: 'organization', input: () => ({ user: 'not-there' }) },
  'user.sign-out': { at: 'organization', input: () => ({ user: 'not-there' }) },
  'organization.overview': { at: 'anywhere' },
  'download.list': { at: 'anywhere' },
  'licence.get': { at: 'anywhere' },
  'department.create': { at: 'organization', input: () => ({ name: unique() }) },
  'department.delete': { at: 'organization', input: () => ({ department: 'research' }) },
  'department.list': { at: 'anywhere' },
  'project.archive': { at: 'department', input: () => ({ project: ids.otherProject }) },
  'project.create': { at: 'department', input: () => ({ name: unique(), department: 'research' }) },
  'project.get': { at: 'project', input: () => ({ project: ids.project }) },
  'project.list': { at: 'anywhere' },
  'project.move': { at: 'department', input: () => ({ project: ids.project, department: 'not-there' }) },
  'project.update': { at: 'department', input: () => ({ project: ids.project, description: 'x' }) },
  'node-pool.create': { at: 'organization', input: () => ({ name: unique(), selector: { a: 'b' } }) },
  'node-pool.delete': { at: 'organization', input: () => ({ nodePool: 'default' }) },
  'node-pool.list': { at: 'anywhere' },
  'node-pool.update': { at: 'organization', input: () => ({ nodePool: 'default', strategy: 'binpack' }) },
  'quota.list': { at: 'project', input: () => ({ project: ids.project }) },
  'quota.set': { at: 'department', input: () => ({ project: ids.project, gpu: { deserved: 1 } }) },
  'queue.list': { at: 'anywhere' },
  'queue.pending': { at: 'anywhere' },
  'queue.move': { at: 'project', input: () => ({ workload: 'sample', project: ids.project, to: 'first' }) },
  'queue.decisions': { at: 'anywhere' },
  'cluster.check': { at: 'organization', input: () => ({ cluster: 'not-there' }) },
  'cluster.confirm-prune': { at: 'organization', input: () => ({ cluster: 'not-there' }) },
  'cluster.create': { at: 'organization', input: () => ({ name: unique() }) },
  'cluster.join-token': { at: 'organization', input: () => ({ cluster: 'atlas' }) },
  'cluster.upgrades': { at: 'anywhere', input: () => ({ cluster: 'atlas' }) },
  'cluster.set-upgrades': { at: 'organization', input: () => ({ cluster: 'atlas', channel: 'beta' }) },
  'cluster.approve-upgrade': { at: 'organization', input: () => ({ cluster: 'atlas' }) },
  'cluster.cancel-upgrade': { at: 'organization', input: () => ({ cluster: 'atlas' }) },
  'release.list': { at: 'anywhere' },
  'cluster.enrolment': { at: 'anywhere', input: () => ({ cluster: 'atlas' }) },
  'cluster.get': { at: 'anywhere', input: () => ({ cluster: 'atlas' }) },
  'cluster.list': { at: 'anywhere' },
  'cluster.revoke': { at: 'organization', input: () => ({ cluster: 'spare' }) },
  'cluster.update': { at: 'organization', input: () => ({ cluster: 'atlas', paused: false }) },
  'node.cordon': { at: 'organization', input: () => ({ node: 'not-there' }) },
  'node.drain': { at: 'organization', input: () => ({ node: 'not-there' }) },
  'node.list': { at: 'anywhere' },
  'node.uncordon': { at: 'organization', input: () => ({ node: 'not-there' }) },
  'size.delete': { at: 'organization', input: () => ({ size: 'not-there' }) },
  'size.list': { at: 'anywhere' },
  'size.set': { at: 'organization', input: () => ({ size: unique(), requests: { cpu: 1, memory: '1Gi' } }) },
  'template.delete': { at: 'organization', input: () => ({ template: 'not-there' }) },
  'template.list': { at: 'anywhere' },
  'template.set': { at: 'organization', input: () => ({ template: unique(), spec: { timeout: '1h' } }) },
  'connection.create': {
    at: 'project',
    input: () => ({ project: ids.project, name: unique(), type: 'uri', settings: { url: 'https://example.org' } }),
  },
  'connection.delete': { at: 'project', input: () => ({ project: ids.project, connection: 'not-there' }) },
  'connection.get': { at: 'project', input: () => ({ project: ids.project, connection: 'sample' }) },
  'connection.list': { at: 'project', input: () => ({ project: ids.project }) },
  'connection.test': { at: 'project', input: () => ({ project: ids.project, connection: 'not-there' }) },
  'connection.update': {
    at: 'project',
    input: () => ({ project: ids.project, connection: 'sample', description: 'x' }),
  },
  'workload.cancel': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'workload.change': {
    at: 'project',
    input: () => ({ workload: 'sample', project: ids.project, spec: { priority: 'low' } }),
  },
  'workload.compare': { at: 'anywhere', input: () => ({ workloads: ['sample', 'not-there'] }) },
  'workload.get': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'workload.list': { at: 'anywhere' },
  'workload.preview': { at: 'project', input: () => ({ project: ids.project, spec: { command: ['true'] } }) },
  'workload.request': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'workload.resume': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'run.list': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'workload.stop': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'workload.submit': { at: 'project', input: () => ({ project: ids.project, spec: { command: ['true'] } }) },
  'workload.submit-batch': {
    at: 'project',
    input: () => ({ workloads: [{ project: ids.project, spec: { command: ['true'] } }] }),
  },
  'workload.tally': { at: 'anywhere' },
  'workload.timeline': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'workload.why': { at: 'project', input: () => ({ workload: 'sample', project: ids.project }) },
  'metrics.query': { at: 'project', input: () => ({ workload: 'sample' }) },
  'metrics.top': { at: 'anywhere', input: () => ({ by: 'workload' }) },
  'token.rotate': { at: 'self', input: () => ({ tokenId: newId() }) },
  'view.create': { at: 'anywhere', input: () => ({ name: unique(), search: { q: 'a' } }) },
  'view.list': { at: 'anywhere' },
  'view.update': { at: 'anywhere', input: () => ({ viewId: newId(), name: 'x' }) },
  'view.delete': { at: 'anywhere', input: () => ({ viewId: newId() }) },
  'usage.get': { at: 'anywhere' },
  'usage.idle': { at: 'anywhere' },
  'price.list': { at: 'anywhere' },
  'price.set': { at: 'organization', input: () => ({ amount: 2, currency: 'EUR' }) },
  'audit.list': { at: 'organization' },
  'forecast.calibration': { at: 'anywhere' },
  'what-if.run': {
    at: 'organization',
    input: () => ({ changes: [{ kind: 'quota', project: 'vision', gpu: { deserved: 1 } }] }),
  },
  'offer.get': { at: 'project', input: () => ({ project: ids.project, gpu: 1 }) },
  'decision.list': { at: 'organization' },
  'demo.seed': { at: 'organization' },
  'demo.remove': { at: 'organization' },
}

/** Actions that name a missing thing on purpose, so that an allowed caller changes nothing: for them NOT_FOUND is not a refusal. */
const MISSING_ON_PURPOSE = new Set([
  'cluster.check',
  'cluster.confirm-prune',
  'demo.remove',
  'node.cordon',
  'node.drain',
  'node.uncordon',
  'project.move',
  'token.revoke',
  'token.rotate',
  'view.update',
  'view.delete',
  'setup-link.inspect',
  'setup-link.redeem',
  'cluster.revoke',
  'size.delete',
  'template.delete',
  'connection.delete',
  'connection.test',
  'user.disable',
  'user.enable',
  'user.remove',
  'user.set-role',
  'user.remove-role',
  'user.setup-link',
  'user.sign-out',
])

const SUBJECTS: { role: Role; scope: ScopeKind; where: 'here' | 'elsewhere' }[] = [
  { role: 'admin', scope: 'organization', where: 'here' },
  { role: 'department-admin', scope: 'department', where: 'here' },
  { role: 'researcher', scope: 'organization', where: 'here' },
  { role: 'researcher', scope: 'project', where: 'here' },
  { role: 'researcher', scope: 'project', where: 'elsewhere' },
  { role: 'viewer', scope: 'organization', where: 'here' },
  { role: 'viewer', scope: 'project', where: 'here' },
]

beforeAll(async () => {
  const { api } = plane
  const department = await api<{ id: string }>('POST', '/departments', { name: 'research' })
  const project = await api<{ id: string }>('POST', '/projects', { name: 'vision', department: 'research' })
  const otherProject = await api<{ id: string }>('POST', '/projects', { name: 'speech', department: 'research' })
  ids = { department: department.body.id, project: project.body.id, otherProject: otherProject.body.id }
  await api('POST', '/clusters', { name: 'atlas' })
  await api('POST', '/workloads', { project: 'vision', name: 'sample', spec: { command: ['true'] } })
  const settings = { url: 'https://example.org' }
  await api('POST', '/projects/vision/connections', { name: 'sample', type: 'uri', settings })
})

test('the table covers every action, and nothing that is none', () => {
  expect(Object.keys(CASES).toSorted()).toEqual(
    allActions()
      .map((action) => action.name)
      .toSorted(),
  )
})

test.each(SUBJECTS)(
  '$role of a $scope ($where) may do exactly what the table of roles says',
  async ({ role, scope, where }) => {
    const scopeId = {
      organization: plane.organizationId(),
      department: ids.department,
      project: where === 'here' ? ids.project : ids.otherProject,
    }[scope]
    const call = await plane.as(role, { kind: scope, id: scopeId })
    const wrong: string[] = []
    for (const action of allActions()) {
      const known = CASES[action.name]
      if (!known) continue
      const isAllowed = expected(action.allow, known.at, role, scope, where)
      const { status, body } = await send(call, action, known.input?.() ?? {})
      const isRefused = status === 403 || (status === 404 && !(isAllowed && MISSING_ON_PURPOSE.has(action.name)))
      if (isAllowed === isRefused && action.allow !== 'anyone') {
        wrong.push(
          `${action.name}: ${isAllowed ? 'should be allowed' : 'should be refused'}, answered ${status} ${JSON.stringify(body).slice(0, 120)}`,
        )
      }
    }
    expect(wrong).toEqual([])
  },
)

test('nobody does anything without signing in, but what anybody may', async () => {
  const nobody: Call = async (method, path, body) => {
    const response = await fetch(`${plane.url()}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as never, headers: response.headers }
  }
  for (const action of allActions()) {
    const { status } = await send(nobody, action, CASES[action.name]?.input?.() ?? {})
    if (action.allow === 'anyone') expect([200, 201, 401, 404, 429], action.name).toContain(status)
    else expect(status, action.name).toBe(401)
  }
})

function expected(
  allow: Permission | 'signed-in' | 'anyone',
  at: Place,
  role: Role,
  scope: ScopeKind,
  where: 'here' | 'elsewhere',
): boolean {
  if (allow === 'anyone' || allow === 'signed-in') return true
  if (!ROLE_TABLE[role].permissions.includes(allow)) return false
  if (at === 'anywhere' || scope === 'organization') return true
  if (at === 'organization') return allow.startsWith('cluster:read')
  if (at === 'department') return scope === 'department'
  // Without the right place: a list answers less, and a single thing does not exist.
  return where === 'here'
}

async function send(call: Call, action: ReturnType<typeof allActions>[number], input: Record<string, unknown>) {
  const fields = { ...input }
  let path = action.rest.path
  for (const name of pathFields(action)) {
    path = path.replace(`{${name}}`, encodeURIComponent(String(fields[name])))
    delete fields[name]
  }
  const method = action.rest.method.toUpperCase()
  if (!takesQuery(action)) return await call(method, path, fields)
  const query = new URLSearchParams(
    Object.entries(fields).flatMap(([key, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [key, String(one)]),
    ),
  ).toString()
  return await call(method, query === '' ? path : `${path}?${query}`)
}
