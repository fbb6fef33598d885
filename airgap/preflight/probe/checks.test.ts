import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Release } from '../../release/release.ts'
import { parseSite } from '../../site/read-site.ts'
import type { Site } from '../../site/site.ts'
import { checkLink, type LinkAsked } from './check-link.ts'
import { checkPulls } from './check-pulls.ts'
import { checkVolume } from './check-volume.ts'
import { probePod } from './probe-objects.ts'
import { readSeen, type LinkSeen } from './seen.ts'

const HOST = 'registry.site:5000'

test.each([
  [
    'pull',
    'ErrImagePull: tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'authority',
  ],
  ['pull', 'ErrImagePull: failed to authorize: unexpected status: 401 Unauthorized', 'registry.pullAuthFile'],
  ['pull', 'ErrImagePull: pull access denied, repository does not exist or may require authorization', 'login'],
  ['pull', 'ErrImagePull: dial tcp 192.0.2.1:5000: connect: no route to host', 'does not reach registry.site:5000'],
  ['pull', 'ErrImagePull: dial tcp: lookup registry.site: no such host', 'finds no address'],
  ['pull', 'ErrImagePull: http: server gave HTTP response to HTTPS client', 'give the registry a certificate'],
  ['pull', 'ErrImagePull: registry.site:5000/a@sha256:0: not found', 'does not have the image'],
  ['pull', 'ErrImagePull: no space left on device', 'the disk of the node'],
  ['pull', 'ErrImagePull: something else', 'the log of the container runtime'],
  ['refused', 'violates PodSecurity "restricted:latest"', 'does not let a pod'],
  ['no node', '0/3 nodes are available: 3 node(s) had untolerated taint', 'take the taint away'],
  ['start', 'ended with 1: exec format error', 'another architecture'],
  ['late', 'not started after 120 s', 'nothing has happened'],
] as const)('a pod that does not start (%s: %s) is a failure that says what to do', (kind, text, sentence) => {
  const [check] = checkPulls([{ architecture: 'amd64', node: 'one', trouble: { kind, text } }], HOST)
  expect(check).toMatchObject({
    id: 'R8',
    result: 'fail',
    seen: `one: ${text}`,
    fix: expect.stringContaining(sentence),
  })
})

test('each architecture has its own line', () => {
  const seen = { architecture: 'arm64', at: 0 }
  const checks = checkPulls(
    [
      { architecture: 'amd64', trouble: { kind: 'late', text: '' } },
      { architecture: 'arm64', node: 'two', seen },
    ],
    HOST,
  )
  expect(checks.map(({ what, result }) => [what, result])).toEqual([
    ['nodes pull (amd64)', 'fail'],
    ['nodes pull (arm64)', 'pass'],
  ])
})

const ANSWER = {
  version: '1.4.0',
  protocols: ['1.1'],
  token: 'good',
  cluster: { name: 'east', isEnrolled: false, isElsewhere: false },
  enrolledAs: [],
} as const
const GOOD = {
  name: { address: '10.0.0.1' },
  reach: { status: 200 },
  socket: { answer: { ...ANSWER, protocols: ['1.1'], enrolledAs: [] }, skew: { theirs: 'same', speaks: '1.1' } },
  idle: { ms: 70_000 },
} satisfies LinkSeen
const ASKED: LinkAsked = {
  url: 'https://fairlead.site',
  from: 'pods',
  isQuick: false,
  isEnrolled: false,
  version: '1.4.0',
}

function told(link: Partial<LinkSeen>, asked: Partial<LinkAsked> = {}): Record<string, string> {
  const checks = checkLink({ ...GOOD, ...link }, { ...ASKED, ...asked })
  return Object.fromEntries(checks.map(({ id, result, seen, fix = '' }) => [id, `${result}: ${seen}: ${fix}`]))
}

function answering(answer: object): Partial<LinkSeen> {
  return { socket: { ...GOOD.socket, answer: { ...GOOD.socket.answer, ...answer } } }
}

test('a way that is open passes, with what was seen', () => {
  expect(told({})).toEqual({
    A1: expect.stringContaining('pass: https://fairlead.site at 10.0.0.1'),
    A2: expect.stringContaining('pass: 70 s of silence'),
    A3: expect.stringContaining('pass: good for "east", and unspent'),
    A4: expect.stringContaining('pass: agent 1.4.0, control plane 1.4.0, both speak AP/1 1.1'),
  })
})

test.each([
  [
    { name: { error: 'getaddrinfo ENOTFOUND' }, reach: { error: 'getaddrinfo ENOTFOUND fairlead.site' } },
    'no address for fairlead.site',
  ],
  [{ reach: { error: 'self-signed certificate in certificate chain' } }, 'name its authority in ca'],
  [{ reach: { error: 'connect ECONNREFUSED 10.0.0.1:443' } }, 'a firewall, a network policy or cluster.proxy'],
  [{ reach: { status: 502 } }, 'something else than a control plane'],
] as [Partial<LinkSeen>, string][])(
  'A1 fails and nothing else is said where pods do not get there: %j',
  (link, sentence) => {
    const { A1, ...rest } = told(link)
    expect(A1).toMatch(/^fail/)
    expect(A1).toContain(sentence)
    expect(rest).toEqual({})
  },
)

test.each([
  [{ name: { error: 'EAI_AGAIN' }, reach: { error: 'getaddrinfo EAI_AGAIN fairlead.site' } }, '/etc/hosts'],
  [{ reach: { error: 'unable to verify the first certificate' } }, 'this host does not trust'],
  [{ reach: { error: 'connect ECONNREFUSED 10.0.0.1:443' } }, 'let this host connect'],
  [{ reach: { status: 502 } }, 'check cluster.controlPlane'],
] as [Partial<LinkSeen>, string][])(
  'a host that is a cluster by itself is told of itself, and of no pods and no proxy: %j',
  (link, sentence) => {
    const { A1 } = told(link, { from: 'host' })
    expect(A1).toMatch(/^fail/)
    expect(A1).toContain(sentence)
    expect(A1).not.toMatch(/pods|cluster\.proxy|the cluster/)
  },
)

test.each([
  [{ socket: { error: 'socket hang up' } }, 'fail', 'pass the upgrade'],
  [{ socket: { status: 400 } }, 'fail', 'answered with 400'],
  [{ socket: { status: 404 } }, 'warn', 'upgrade the control plane first'],
  [{ socket: { status: 503 } }, 'warn', 'in a minute'],
  [{ idle: { cutMs: 60_010, error: 'the connection was closed' } }, 'warn', 'cut after 60 s'],
  [{ idle: { cutMs: 5_000, error: 'the connection was closed' } }, 'fail', 'proxy_read_timeout'],
  [{ idle: undefined }, 'warn', '--quick'],
] as [Partial<LinkSeen>, string, string][])('A2 of %j is a %s', (link, result, sentence) => {
  const { A2 } = told(link, { isQuick: 'idle' in link && link.idle === undefined })
  expect(A2?.startsWith(result)).toBe(true)
  expect(A2).toContain(sentence)
})

test.each([
  [{ token: 'none', cluster: undefined }, 'warn', 'cluster.joinTokenFile'],
  [{ token: 'bad', cluster: undefined }, 'fail', 'fairlead cluster token'],
  [{ cluster: { name: 'east', isEnrolled: true, isElsewhere: true } }, 'fail', 'under a name of its own'],
  [{ enrolledAs: ['west'] }, 'fail', 'enrolled as "west"'],
  [{ cluster: { name: 'east', isEnrolled: true, isElsewhere: false } }, 'warn', 'takes over'],
])('A3 of %j is a %s', (answer, result, sentence) => {
  const { A3 } = told(answering(answer))
  expect(A3?.startsWith(result)).toBe(true)
  expect(A3).toContain(sentence)
  // Once it has enrolled, nobody asks for the token any more.
  expect(told(answering(answer), { isEnrolled: true })['A3']).toMatch(/^pass/)
})

test.each([
  [{ theirs: 'older', speaks: '1.0' }, 'warn', 'upgrade the control plane first'],
  [{ theirs: 'older' }, 'fail', 'upgrade the control plane first'],
  [{ theirs: 'newer', speaks: '1.1' }, 'pass', 'both speak AP/1 1.1'],
  [{ theirs: 'newer' }, 'fail', 'install the agent of 1.4.0'],
] as const)('A4 of %j is a %s', (skew, result, sentence) => {
  const { A4 } = told({ socket: { ...GOOD.socket, skew } })
  expect(A4?.startsWith(result)).toBe(true)
  expect(A4).toContain(sentence)
})

test('a control plane that could not be asked leaves the token and the versions open', () => {
  const { A3, A4 } = told({ socket: { status: 404 } })
  expect([A3, A4].map((line) => line?.slice(0, 4))).toEqual(['warn', 'warn'])
})

test('what a pod writes down is read as it is, and anything else as nothing', () => {
  const text = JSON.stringify({ architecture: 'x64', at: 1, link: { ...GOOD, reach: { status: 200, date: 'now' } } })
  expect(readSeen(text)?.link?.idle).toEqual({ ms: 70_000 })
  for (const other of [undefined, '', 'Error: no', '{}']) expect(readSeen(other)).toBeUndefined()
})

test.each([
  [{ freeBytes: 9e9, bytes: 10e9, writeMs: 1.5 }, ['D6 pass', 'D5 pass']],
  [{ freeBytes: 1e9, bytes: 10e9, writeMs: 25 }, ['D6 warn', 'D5 warn']],
  [{ freeBytes: 1e8, bytes: 10e9, writeMs: 1.5 }, ['D6 fail', 'D5 pass']],
  [{ freeBytes: 0, bytes: 10e9 }, ['D6 fail']],
  [{ error: 'EACCES: permission denied' }, ['D6 warn']],
])('the volume of a database that runs: %j', (volume, results) => {
  const read = readSeen(JSON.stringify({ architecture: 'x64', at: 1, volume }))
  const checks = checkVolume(read!.volume!, 'data-fairlead-postgresql-0')
  expect(checks.map(({ id, result }) => `${id} ${result}`)).toEqual(results)
  for (const { result, fix } of checks) expect(fix === undefined).toBe(result === 'pass')
})

test('a probe beside the database looks at its volume, one on another architecture does not, and what it runs works', () => {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-probe-'))
  const { value } = parseSite(
    `registry: {url: "https://127.0.0.1:5000"}\nbackend: {domain: localhost, expose: {nodePort: 30080}, database: {bundled: {}}}\n`,
    '/',
  )
  const image = { role: 'control-plane', repository: 'fairlead', digest: `sha256:${'0'.repeat(64)}` }
  const place = {
    phase: 'backend',
    site: value as Site,
    release: { images: [image] } as Release,
    namespace: 'fairlead',
    isOwnNamespace: false,
    isOpenShift: false,
    token: undefined,
    clusterUid: undefined,
    idleMs: 0,
    database: { claim: 'data', architecture: 'amd64' },
  } as const
  const specOf = (architecture: string) =>
    probePod(place, architecture)['spec'] as {
      volumes: object[]
      affinity?: object
      containers: [{ command: string[]; env: { name: string; value: string }[] }]
    }
  expect(specOf('arm64').volumes).toEqual([])
  expect(specOf('arm64').affinity).toBeUndefined()
  const { volumes, affinity, containers } = specOf('amd64')
  expect(volumes).toEqual([{ name: 'database', persistentVolumeClaim: { claimName: 'data' } }])
  expect(affinity).toBeDefined()
  const [, , script = ''] = containers[0].command
  const log = join(home, 'log')
  const env = { FAIRLEAD_PROBE_NAME: 'localhost', FAIRLEAD_PROBE_VOLUME: home }
  execFileSync(process.execPath, ['--eval', script.replace('/dev/termination-log', log)], { env })
  const seen = readSeen(readFileSync(log, 'utf8'))
  expect(seen?.volume).toMatchObject({ freeBytes: expect.any(Number), writeMs: expect.any(Number) })
  expect(readdirSync(home)).toEqual(['log'])
  rmSync(home, { recursive: true })
})
