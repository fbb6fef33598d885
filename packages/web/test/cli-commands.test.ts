import { expect, test } from 'vitest'
import { createProgram } from '../../cli/src/create-program.ts'
import type { App } from '../../cli/src/session/app.ts'
import { auditCommands } from '../src/features/audit/audit-commands.ts'
import { clusterCommands } from '../src/features/clusters/cluster-commands.ts'
import { clusterLabelCommands, confirmPruneCommands } from '../src/features/clusters/cluster-label-commands.ts'
import { createClusterCommands } from '../src/features/enrolment/create-cluster-commands.ts'
import { compareCommands } from '../src/features/compare/compare-commands.ts'
import { nodeListCommands } from '../src/features/clusters/node-list-commands.ts'
import { nodeCommands } from '../src/features/clusters/node-order.ts'
import { firstCommands, loginCommand, type EmptyPlace } from '../src/features/first-steps/first-commands.ts'
import { orgCommands } from '../src/features/org/org-commands.ts'
import { poolCommands } from '../src/features/pools/pool-commands.ts'
import {
  decisionCommands,
  moveCommands,
  pendingCommands,
  queueCommands,
} from '../src/features/queues/queue-commands.ts'
import { tokenCommands, userCommands } from '../src/features/settings/settings-commands.ts'
import { splitWords } from '../src/features/submit/split-words.ts'
import { cloneCommands } from '../src/features/submit/clone-commands.ts'
import { submitCommands } from '../src/features/submit/submit-commands.ts'
import { EMPTY_FORM } from '../src/features/submit/submit-form.ts'
import { connectionCommands } from '../src/features/connections/connection-commands.ts'
import { sizeCommands } from '../src/features/settings/size-commands.ts'
import { templateCommands } from '../src/features/settings/template-commands.ts'
import { PHASES } from '../src/features/workloads/phases.ts'
import { SINCE } from '../src/features/workloads/workload-search.ts'
import { priceCommands } from '../src/features/usage/price-commands.ts'
import { idleCommands, monthCommands, usageCommands } from '../src/features/usage/usage-commands.ts'
import {
  listCommands,
  logCommands,
  orderCommands,
  viewCommands,
  whyCommands,
} from '../src/features/workloads/workload-commands.ts'
import { removeViewCommands, renameViewCommands } from '../src/features/views/view-commands.ts'
import type { Commands } from '../src/components/command/command-box.tsx'

const NODE = { id: '019a2f6e-0000-7000-8000-000000000002', name: 'gpu-07', cluster: { name: 'oslo' } }
const workload = { id: '01a20042-1a99-769a-9f1e-3d1e91ec32ea', name: 'train-a' }
const quota = {
  queue: { kind: 'project' as const, id: workload.id, name: 'vision' },
  nodePool: { id: workload.id, name: 'h100' },
  rank: 0,
  resources: {},
  minRuntimeSeconds: null,
  userLimits: {},
  updatedAt: null,
}
const waiting = {
  id: workload.id,
  name: 'train-a',
  project: { id: workload.id, name: 'vision' },
  nodePool: { id: workload.id, name: 'h100' },
  priority: 40,
  place: 3,
  of: 9,
}

const PLACES: readonly EmptyPlace[] = [
  'clusters',
  'departments',
  'workloads',
  'connections',
  'templates',
  'tokens',
  'prices',
]

const SAID: Record<string, Commands> = {
  ...Object.fromEntries(
    ['vision', undefined].flatMap((project) =>
      PLACES.flatMap((place) =>
        firstCommands(place, project).map(({ title, command }): [string, Commands] => [
          `${place}, ${project === undefined ? 'no project yet' : 'a project'}: ${title}`,
          [{ name: 'CLI', text: command }],
        ]),
      ),
    ),
  ),
  'list of workloads': listCommands({}),
  'list of nodes': nodeListCommands({}),
  'nodes of a pool of a cluster': nodeListCommands({ cluster: 'oslo', pool: 'h100' }),
  'rotate token': tokenCommands.rotate(workload.id, 24),
  'create token for networks': tokenCommands.create({
    name: 'ci',
    expiresInDays: 30,
    allowedCidrs: ['10.0.0.0/8', 'fd00::/8'],
  }),
  usage: usageCommands({}, { from: 0, to: 3_600_000 }),
  'filtered usage': usageCommands(
    { by: 'user', project: 'vision', department: 'research', cluster: 'oslo', pool: 'h100', user: 'kim@example.com' },
    { from: 0, to: 3_600_000 },
  ),
  'idle GPUs': idleCommands('vision'),
  'idle GPUs of a department': idleCommands(undefined, 'research'),
  'what waits in a department': pendingCommands({ department: 'research' }),
  'filtered list of workloads': listCommands({
    q: 'train',
    phase: [...PHASES],
    project: 'vision',
    department: 'research',
    cluster: 'oslo',
    pool: 'h100',
    since: SINCE[0],
  }),
  'saved view': viewCommands('Failed today'),
  'another name of a view': renameViewCommands({ id: workload.id, name: 'Failed today' }, 'Failed since "yesterday"'),
  'a view that goes': removeViewCommands({ id: workload.id, name: 'Failed today' }),
  'search of logs': logCommands(workload, { follow: false, replica: undefined, run: undefined, search: 'CUDA error' }),
  prices: priceCommands.list(),
  'set price': priceCommands.set({
    amount: 2.4,
    gpuModel: 'NVIDIA H100',
    nodePool: 'h100',
    currency: 'EUR',
    validFrom: '2027-01-01T00:00:00.000Z',
  }),
  'end price': priceCommands.set({ amount: null, gpuModel: 'A100' }),
  months: monthCommands({ project: 'vision', user: 'kim@example.com' }, 6),
  clone: cloneCommands(
    { id: workload.id, request: { project: 'vision', spec: { command: ['a'], env: { A: '1' } } } },
    { project: 'vision', name: 'b', spec: { command: ['a', 'two words'], resources: { gpu: 2 } } },
  ),
  compare: compareCommands([workload.id, 'train-b', 'train-c'], true),
  cancel: orderCommands('cancel', [workload, workload]),
  stop: orderCommands('stop', [workload]),
  resume: orderCommands('resume', [workload]),
  why: whyCommands(workload),
  logs: logCommands(workload, { follow: true, replica: 2, run: workload.id }),
  submit: submitCommands({
    ...EMPTY_FORM,
    kind: 'distributed',
    project: 'vision',
    name: 'a',
    image: 'r/x:1',
    command: "python train.py --note 'two words'",
    cpu: '2',
    memory: '4Gi',
    gpu: '0.5',
    replicas: '3',
    pool: 'h100',
    clusters: ['oslo', 'lab'],
    priority: 'high',
    preemptible: 'no',
    timeout: 'none',
    retries: '2',
    env: 'A=1',
    labels: 'a=b',
  }),
  'submit with defaults': submitCommands({ ...EMPTY_FORM, project: 'vision', command: 'echo', preemptible: 'yes' }),
  clusters: clusterCommands.list(),
  cluster: clusterCommands.get('oslo'),
  pause: clusterCommands.pause('oslo', true),
  'open for work': clusterCommands.pause('oslo', false),
  'join token': clusterCommands.token('oslo'),
  check: clusterCommands.check('oslo'),
  cordon: nodeCommands('cordon', NODE),
  drain: nodeCommands('drain', NODE),
  uncordon: nodeCommands('uncordon', NODE),
  revoke: clusterCommands.revoke('oslo'),
  'add cluster': createClusterCommands('oslo', 'redact', {}),
  'add a labelled cluster': createClusterCommands('oslo', 'stream', { region: 'eu', tier: 'gold' }),
  'labels of a cluster': clusterLabelCommands('oslo', { region: 'eu', tier: 'gold' }, { region: 'us' }),
  'let a cluster remove': confirmPruneCommands('oslo'),
  projects: orgCommands.list(),
  'add department': orgCommands.addDepartment('research'),
  'remove department': orgCommands.removeDepartment('research'),
  'add project': orgCommands.addProject({
    name: 'vision',
    department: 'research',
    description: 'what it is',
    lostAfter: '1h',
  }),
  'change project': orgCommands.setProject('vision', { description: 'x', lostAfter: '30m' }),
  'archive project': orgCommands.archiveProject('vision'),
  'quota of a project': orgCommands.setQuota(quota, {
    gpu: { deserved: 8, limit: 'unlimited', weight: 2 },
    cpu: { limit: 16 },
    memory: { deserved: '64Mi' },
    rank: 1,
  }),
  'quota with what is lent': orgCommands.setQuota(quota, {
    gpu: { borrowLimit: 4, lendLimit: 0, userLimit: 'unlimited' },
    memory: { borrowLimit: '1Gi', userLimit: '64Mi' },
    minRuntime: '30m',
  }),
  'quota of what few clusters have': orgCommands.setQuota(quota, {
    extended: { 'nvidia.com/mig-1g.10gb': { deserved: 4, limit: 'unlimited', lendLimit: 0 } },
  }),
  'quota with the time of the queue above': orgCommands.setQuota(quota, { minRuntime: null }),
  'regions of a project': orgCommands.setProject('vision', {
    clusterRules: [{ key: 'region', operator: 'In', values: ['eu', 'uk'] }],
  }),
  'any region for a project': orgCommands.setProject('vision', { clusterRules: [] }),
  'quota of a department': orgCommands.setQuota(
    { ...quota, queue: { ...quota.queue, kind: 'department' } },
    { gpu: { deserved: 0.5 } },
  ),
  queues: queueCommands('h100'),
  'what waits': pendingCommands({ nodePool: 'h100', project: 'vision', reason: 'NO_CAPACITY', search: 'a' }),
  'move to the front': moveCommands(waiting, 'first', ''),
  'move to the back': moveCommands(waiting, 'last', ''),
  'move before': moveCommands(waiting, 'before', 'other'),
  'move after': moveCommands(waiting, 'after', 'other'),
  decisions: decisionCommands(),
  pools: poolCommands.list(),
  'add pool': poolCommands.add({
    name: 'h100',
    selector: { 'fairlead.dev/gpu': 'h100' },
    clusters: ['oslo'],
    strategy: 'spread',
    minRuntime: '10m',
  }),
  'change pool': poolCommands.set('h100', {
    selector: { a: 'b' },
    clusters: [],
    strategy: 'binpack',
    minRuntime: '0s',
  }),
  audit: auditCommands({ action: 'quota.set', actor: 'a@b.c', object: 'vision', since: '24h' }, 0),
  'what one request did': auditCommands({ request: workload.id }, 0),
  tokens: tokenCommands.list(),
  'new token': tokenCommands.create({
    name: 'ci',
    expiresInDays: 30,
    permissions: ['workload:read', 'workload:submit'],
  }),
  'revoke token': tokenCommands.revoke(workload.id),
  users: userCommands.list(),
  user: userCommands.get('a@b.c'),
  'role for a time': userCommands.setRole('a@b.c', 'viewer', { kind: 'project', id: workload.id, name: 'vision' }, 30),
  'role everywhere': userCommands.setRole('a@b.c', 'admin', { kind: 'organization' }),
  'no role any more': userCommands.removeRole('a@b.c', { kind: 'department', id: workload.id, name: 'research' }),
  'disable user': userCommands.order('disable', 'a@b.c'),
  'enable user': userCommands.order('enable', 'a@b.c'),
  'remove user': userCommands.order('remove', 'a@b.c'),
  'sign user out': userCommands.order('sign-out', 'a@b.c', true),
  'new set-up link': userCommands.order('setup-link', 'a@b.c'),
  invite: userCommands.invite(
    { email: 'a@b.c', name: 'Ada L', role: 'researcher', scope: { kind: 'project', id: workload.id } },
    'vision',
  ),
  'rules of a pool': poolCommands.set('h100', {
    topology: ['topology.kubernetes.io/zone', 'rack'],
    maxWait: '12h',
    preemptionsPerHour: 60,
    timeBasedK: 1.5,
    timeBasedHalfLife: '2d',
  }),
  'a pool without rules': poolCommands.set('h100', {
    clusters: [],
    topology: [],
    maxWait: null,
    preemptionsPerHour: null,
    timeBasedK: null,
    timeBasedHalfLife: null,
  }),
  'remove pool': poolCommands.remove('h100'),
  connections: connectionCommands.list('vision'),
  'add connection': connectionCommands.create({
    project: 'vision',
    name: 'lake',
    type: 's3',
    settings: { bucket: 'data', endpoint: 'https://s3.example.com' },
    secret: 'lake-keys',
    description: 'all of it',
    readOnly: true,
  }),
  'test connection': connectionCommands.test('vision', 'lake', 'oslo'),
  'remove connection': connectionCommands.remove('vision', 'lake'),
  sizes: sizeCommands.list(),
  'set size': sizeCommands.set({ size: 'huge', requests: { cpu: '8', memory: '64Gi' }, limits: { cpu: '16' } }),
  'remove size': sizeCommands.remove('huge'),
  templates: templateCommands.list(),
  'set template': templateCommands.set({ template: 'nightly_run', kind: 'job', about: 'the nightly run', spec: {} }),
  'remove template': templateCommands.remove('nightly_run'),
}

type Command = ReturnType<typeof createProgram>

/** The command that the words lead to, and what is left for it. */
function find(program: Command, words: readonly string[]): { command: Command; rest: string[] } {
  let command = program
  let at = 0
  for (; at < words.length; at += 1) {
    const next = command.commands.find(
      (candidate) => candidate.name() === words[at] || candidate.aliases().includes(words[at] ?? ''),
    )
    if (!next) break
    command = next
  }
  return { command, rest: words.slice(at) }
}

test.each(Object.entries(SAID))('the CLI reads what the console says for: %s', (_what, commands) => {
  const line = commands.find(({ name }) => name === 'CLI')?.text ?? ''
  const [program, ...words] = splitWords(line).words
  expect(program).toBe('fairlead')
  const { command, rest } = find(
    createProgram({ host: { stdout: process.stdout, stderr: process.stderr } } as unknown as App),
    words,
  )
  expect(command.commands, `${line} names a command`).toEqual([])
  const { operands, unknown } = command.parseOptions(rest)
  const after = unknown[0] === '--' ? unknown.slice(1) : []
  expect(
    unknown.filter((word) => word !== '--' && !after.includes(word)),
    line,
  ).toEqual([])
  const given = [...operands, ...after]
  const wanted = command.registeredArguments
  expect(given.length, line).toBeGreaterThanOrEqual(wanted.filter(({ required }) => required).length)
  if (!wanted.some(({ variadic }) => variadic)) expect(given.length, line).toBeLessThanOrEqual(wanted.length)
})

test('the CLI reads how one signs in to this control plane', () => {
  const [program, ...words] = splitWords(loginCommand('https://fairlead.example.com:8443')).words
  expect(program).toBe('fairlead')
  const whole = createProgram({ host: { stdout: process.stdout, stderr: process.stderr } } as unknown as App)
  const { command, rest } = find(whole, words)
  expect(command.name()).toBe('login')
  const { unknown } = command.parseOptions(rest)
  // Which control plane is an option of every command.
  expect(whole.parseOptions(unknown)).toEqual({ operands: [], unknown: [] })
  expect(whole.opts()['url']).toBe('https://fairlead.example.com:8443')
})
