import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execInPod } from '@fairlead/rig/cluster/talk-to-pod'
import { Client } from '@fairlead/sdk'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { statedRights } from '../../charts/test/rights-table.ts'
import { ROOT, until } from '../../tools/processes/child.ts'
import { useSite } from './egress/use-site.ts'
import { describeLife } from './support/describe-life.ts'
import { documented } from './support/document.ts'
import { inventory, untilAsBefore } from './support/inventory.ts'
import { plantSecrets, removePlanted } from './support/plant-secrets.ts'
import { rightsOf } from './support/kube-audit.ts'
import {
  INSTALLER,
  NODE_PORT,
  openOfflineSite,
  SMALL_CLASS,
  STORAGE_CLASS,
  type OfflineSite,
  type Ran,
} from './support/offline-site.ts'

const SLOW_MS = 600_000
/** How long the site is used. */
const USE_MS = Number(process.env['FAIRLEAD_AIRGAP_MINUTES'] ?? 0.3) * 60_000
/** A site that is used for minutes has the time to be silent for 70 seconds, too. */
const SILENCE = USE_MS < 300_000 ? ['--quick'] : []
/** Addresses and a name that nobody has (RFC 5737 and 2606). */
const PLANTED = { installer: '192.0.2.1:443', pod: '198.51.100.1:443', name: 'telemetry.example.com' }

const { folder, keyFile } = inject('bundle')
let site: OfflineSite
let url: string
let adminLink: string
let client: Client
let token: string
let image: string
/** Every object of every kind before anything was installed. */
let found: string[]
/** Namespaces of people: their work, and a database that somebody else keeps. `uninstall` says that they stay. */
const isOfInstallation = (namespace: string) => namespace !== 'vision' && namespace !== 'databases'

beforeAll(async () => {
  site = await timed('site', () => openOfflineSite(folder, (line) => process.stdout.write(`${line}\n`)))
  url = `http://${site.address}:${NODE_PORT}`
  found = await inventory(site)
}, 1_800_000)
afterAll(() => site?.stop())

test(
  'the bundle is whole and signed',
  async () => {
    const { out } = await timed('verify', () => airgap('--json', 'verify', '--accept'))
    expect(JSON.parse(out)).toMatchObject({ ok: true })
  },
  SLOW_MS,
)

test(
  'init writes the site file from flags, and a wrong line in it stops everything',
  async () => {
    const flags = {
      registry: site.registry.url,
      'registry-ca': 'ca.crt',
      'registry-auth': 'auth.json',
      domain: site.address,
      expose: `nodePort:${NODE_PORT}`,
      'storage-class': STORAGE_CLASS,
      projects: 'vision',
    }
    const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value])
    writeFileSync(join(site.home, 'join-token'), '')
    expect(await airgap('init', ...args)).toMatchObject({ code: 0 })
    const file = join(site.home, 'site.yaml')
    const nightly = `nightly: { storageClass: ${SMALL_CLASS}, size: 32Mi, keep: 1 }`
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^( +)keyFile: backup.key$/m, `$&\n$1${nightly}`))
    const wrong = await site.airgap(['prepare', 'backend', '-f', 'none.yaml'])
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('none.yaml') })
    writeFileSync(join(site.home, 'wrong.yaml'), 'registry:\n  url: https://a\n  pasword: x\n')
    const misspelt = await site.airgap(['prepare', 'backend', '-f', 'wrong.yaml'])
    expect(misspelt).toMatchObject({ code: 2, err: expect.stringContaining('line 3: registry.pasword') })
  },
  SLOW_MS,
)

test(
  'prepare checks everything, pushes the images, and changes nothing in the cluster',
  async () => {
    const before = await namespaces()
    const tried = answer(await timed('prepare backend, dry', () => airgap('--json', '--dry-run', 'prepare', 'backend')))
    expect(tried).toMatchObject({ files: [] })
    expect(tried.pushed).toBeUndefined()
    expect(existsSync(join(site.home, 'out'))).toBe(false)
    const first = answer(
      await timed('prepare backend', () => airgap('--json', ...documented(folder, 'prepare backend'))),
    )
    expect(first.checks.filter(({ result }) => result === 'fail')).toEqual([])
    expect(first.checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['B1', 'B5', 'R1', 'R3', 'R5', 'R7', 'R8', 'R9', 'K1', 'K2', 'K5', 'K8', 'T1', 'T2']),
    )
    // All of it: the dry run has sent nothing.
    expect(first.pushed.sentBytes).toBeGreaterThan(50_000_000)
    // The agent as well: the control plane offers it to clusters that are there.
    expect(first.pushed.images.map(({ repository }) => repository)).toEqual([
      'fairlead/fairlead-control-plane',
      'fairlead/postgresql',
      'fairlead/fairlead-agent',
    ])
    expect(first.pushed.signatures.map(({ tag }) => tag)).toEqual(
      first.pushed.images.map(({ digest }) => `${digest.replace(':', '-')}.sig`),
    )
    print('  push', { ms: first.pushed.ms, bytes: first.pushed.sentBytes })
    const second = answer(await timed('prepare backend again', () => airgap('--json', 'prepare', 'backend')))
    expect(second.pushed.sentBytes).toBe(0)
    const dry = await timed('apply backend, dry', () => airgap('--dry-run', 'apply', 'backend'))
    expect(dry.out).toContain('nothing was changed')
    expect(await namespaces()).toEqual(before)
  },
  SLOW_MS,
)

test(
  'a login that may not push is found before anything is done',
  async () => {
    const auth = Buffer.from('pusher:wrong').toString('base64')
    writeFileSync(join(site.home, 'wrong.json'), JSON.stringify({ auths: { [site.registry.host]: { auth } } }))
    const text = site.inside('cat', [join(site.home, 'site.yaml')]).out.replace('auth.json', 'wrong.json')
    writeFileSync(join(site.home, 'wrong.yaml'), text)
    const ran = await site.airgap(['prepare', 'backend', '-f', 'wrong.yaml'])
    expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('does not accept the login of pusher') })
  },
  SLOW_MS,
)

test(
  'apply that is killed in the middle goes on when it is run again, and prints the link for the first admin',
  async () => {
    const killed = await timed('apply backend, killed', () =>
      site.airgap(['apply', 'backend'], { killWhen: /chart fairlead/ }),
    )
    expect(killed.code).toBeNull()
    const applied = answer(await timed('apply backend', () => airgap('--json', ...documented(folder, 'apply backend'))))
    for (const { step, ms } of applied.steps) print(`  ${step}`, { ms })
    expect(applied.url).toBe(url)
    expect(applied.adminLink).toMatch(new RegExp(`^${url}/setup#`))
    adminLink = applied.adminLink ?? ''
  },
  SLOW_MS,
)

test(
  'apply again changes nothing',
  async () => {
    const before = await generations('fairlead')
    const again = answer(await timed('apply backend again', () => airgap('--json', 'apply', 'backend')))
    expect(again.changes).toEqual([])
    expect(again.adminLink).toBeUndefined()
    expect(await generations('fairlead')).toEqual(before)
  },
  SLOW_MS,
)

test(
  'the link makes the first admin, once',
  async () => {
    expect(await redeem(adminLink)).toBe(true)
    expect(await redeem(adminLink)).toBe(false)
    token = await makeToken()
    client = new Client({ url, token })
    await client.departments.create({ name: 'research' })
    await client.projects.create({ name: 'vision', department: 'research' })
  },
  SLOW_MS,
)

test(
  'the cluster joins with two more commands',
  async () => {
    const { join: invitation } = await client.clusters.create({ name: 'first' })
    writeFileSync(join(site.home, 'join-token'), `${invitation.token}\n`, { mode: 0o600 })
    const inside = documented(folder, 'prepare cluster')
    const { checks } = answer(await timed('prepare cluster', () => airgap('--json', ...inside, ...SILENCE)))
    const looked = checks.filter(({ id }) => /^(A\d|R8)$/.test(id))
    expect(looked.filter(({ result }) => result === 'fail')).toEqual([])
    expect(looked.map(({ id }) => id)).toEqual(expect.arrayContaining(['R8', 'A1', 'A2', 'A3', 'A4', 'A5']))
    answer(await timed('apply cluster', () => airgap('--json', ...documented(folder, 'apply cluster'))))
    await timed('contact', () =>
      until(
        'the cluster is in contact with its node known',
        async () => {
          const found = await client.clusters.get('first')
          return found.connected && found.nodes.ready > 0 ? true : undefined
        },
        90_000,
      ),
    )
    const again = answer(await timed('apply cluster again', () => airgap('--json', 'apply', 'cluster')))
    expect(again.changes).toEqual([])
  },
  SLOW_MS,
)

test(
  'the first workload runs to its end, from the registry of the site',
  async () => {
    const agent = JSON.parse((await airgap('--json', 'inventory')).out) as {
      images: { role: string; repository: string; digest: string }[]
    }
    const { repository, digest } = agent.images.find(({ role }) => role === 'agent')!
    image = `${site.registry.host}/fairlead/${repository}@${digest}`
    const job = await client.jobs.submit({
      project: 'vision',
      name: 'first',
      spec: {
        image,
        command: ['node', '--eval', 'console.log(6 * 7)'],
        resources: { cpu: 0.1, memory: '128Mi' },
      },
    })
    await timed('first workload', () => job.wait({ until: 'finished', timeoutMs: 120_000 }))
    expect(job.status).toMatchObject({ phase: 'SUCCEEDED' })
  },
  SLOW_MS,
)

test(
  'doctor finds nothing that has to be mended',
  async () => {
    const { checks } = answer(
      await timed('doctor', () => airgap('--json', ...documented(folder, 'doctor'), ...SILENCE)),
    )
    expect(checks.filter(({ result }) => result === 'fail')).toEqual([])
    expect(checks.filter(({ id }) => id === 'I2').map(({ result }) => result)).toEqual(['pass', 'pass'])
    // Of the volume of the database, from beside it, and of the trail.
    expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['B2', 'D5', 'D6', 'I4']))
  },
  SLOW_MS,
)

test(
  'a bundle for supporters has objects, logs and the trail, and no secret, also where somebody has put one by mistake',
  async () => {
    const secrets = await plantSecrets(site)
    try {
      const listed = answer(
        await timed('support-bundle', () => airgap('--json', 'support-bundle', '--yes', '--out', 'support.tar.gz')),
      )
      const text = site.inside('tar', ['-xzOf', join(site.home, 'support.tar.gz')]).out
      expect(listed.files.map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          'audit.jsonl',
          'bundle.yaml',
          'fairlead/deployments.yaml',
          'fairlead/events.yaml',
          'fairlead/installed.yaml',
          'fairlead/logs/fairlead-postgresql-0.postgresql.log',
          'fairlead/secrets.yaml',
          'fairlead-agent/pods.yaml',
        ]),
      )
      expect(text).not.toContain('no log: ')
      expect(text).not.toContain('refused: ')
      // The name of a key, and what stands beside a secret.
      for (const known of ['fairlead-agent-identity', 'DATABASE_URL', 'db.site', 'port: 5432', 'apply backend'])
        expect(text, known).toContain(known)
      expect(secrets.filter((secret) => secret.length < 8 || text.includes(secret))).toEqual([])
      expect(text).not.toContain('PRIVATE KEY')
    } finally {
      await removePlanted(site)
    }
  },
  SLOW_MS,
)

test(
  'it can be used for a while, by API, command line and console',
  async () => {
    const use = await timed('use', () => useSite(site, { client, url, token }, image, Date.now() + USE_MS))
    print('used', { ...use })
  },
  USE_MS + SLOW_MS,
)

test('the agent asks for what its chart states, and is refused only what is an option there', () => {
  const agent = 'system:serviceaccount:fairlead-agent:fairlead-agent'
  const asked = site.asked().filter(({ user }) => user === agent)
  expect(asked.length).toBeGreaterThan(20)
  const stated = statedRights().map(({ group, resource, verb, option }) => ({
    line: `${resource}${group === '' ? '' : `.${group}`} ${verb}`,
    option,
  }))
  const lines = (rights: typeof stated) => new Set(rights.map(({ line }) => line))
  // What they may do, all users may ask.
  const own = (line: string) => !/^self\w+reviews\./.test(line)
  expect(rightsOf(asked, agent).filter((line) => own(line) && !lines(stated).has(line))).toEqual([])
  const optional = lines(stated.filter(({ option }) => option !== ''))
  const refused = asked.filter(({ code }) => code === 403)
  expect(rightsOf(refused, agent).filter((line) => !optional.has(line))).toEqual([])
})

describeLife(() => ({ site, client, url }))

test(
  'uninstall lists first, then removes what the installer has made and keeps the data, until it is named',
  async () => {
    const before = await generations('fairlead')
    const listed = answer(await airgap('--json', 'uninstall', 'backend'))
    expect(listed.removed).toEqual([])
    expect(listed.listed.data).toEqual(
      expect.arrayContaining([
        'persistentvolumeclaim fairlead/fairlead-backups',
        ...(keyFile === ''
          ? ['persistentvolumeclaim fairlead/data-fairlead-postgresql-0', 'secret fairlead/fairlead-postgresql']
          : ['secret fairlead/fairlead-database']),
      ]),
    )
    expect(await generations('fairlead')).toEqual(before)
    await timed('uninstall cluster', () =>
      airgap('--json', 'uninstall', 'cluster', '--yes', '--delete-data', 'fairlead-agent'),
    )
    await timed('uninstall backend', () => airgap('--json', 'uninstall', 'backend', '--yes'))
    // Its life ends with a database of the site.
    const ofData =
      keyFile === ''
        ? ['persistentvolumeclaims fairlead/data-fairlead-postgresql-0', 'secrets fairlead/fairlead-postgresql']
        : []
    const kept = [
      'configmaps fairlead/kube-root-ca.crt',
      'namespaces fairlead',
      'persistentvolumeclaims fairlead/fairlead-backups',
      'secrets fairlead/fairlead-database',
      'serviceaccounts fairlead/default',
      ...ofData,
    ]
    expect(await untilAsBefore([...found, ...kept], () => inventory(site, isOfInstallation))).toEqual([])
    const wrong = await site.airgap(['uninstall', 'backend', '--yes', '--delete-data', 'other'])
    expect(wrong.code).toBe(2)
    const { stays } = answer(await airgap('--json', 'uninstall', 'backend', '--yes', '--delete-data', 'fairlead'))
    expect(stays.join('\n')).toMatch(/Retain[^]*images and their signatures in [^]*older releases and other keys/)
    expect(await untilAsBefore(found, () => inventory(site, isOfInstallation))).toEqual([])
  },
  SLOW_MS,
)

test('the installer has asked for what the list in the bundle names, and for nothing else', () => {
  const file = join(ROOT, 'airgap/documents/rights.txt')
  const listed = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^[a-z./0-9]+ [a-z]+$/.test(line))
  const asked = rightsOf(site.asked(), INSTALLER)
  expect(asked.filter((line) => !listed.includes(line))).toEqual([])
  // Whether something is waited for depends on how long it takes, and a bundle without keys sees no new release.
  if (keyFile !== '') expect(listed.filter((line) => !asked.includes(line) && !line.endsWith(' watch'))).toEqual([])
})

test(
  'in all of this nobody has asked for anything outside of the site: no address, no name, no packet',
  () => {
    const { all, out } = site.calls()
    print('egress', { calls: all.length, attempts: out.length, dropped: site.gap.dropped() })
    expect(all.length).toBeGreaterThan(100)
    expect(out).toEqual([])
    expect(site.gap.dropped()).toBe(0)
  },
  SLOW_MS,
)

test(
  'and who does is seen, where the installer runs and in a pod, and gets nowhere',
  async () => {
    const [host, port] = PLANTED.installer.split(':')
    const { code } = site.inside('timeout', ['3', 'bash', '-c', `exec 3<>/dev/tcp/${host}/${port}`])
    expect(code).not.toBe(0)
    expect(await callFromPod()).not.toBe(0)
    const seen = new Set(site.calls().out.map(({ target }) => target))
    print('egress, planted', { attempts: seen.size, dropped: site.gap.dropped() })
    expect(seen).toEqual(new Set(Object.values(PLANTED)))
    expect(site.gap.dropped()).toBeGreaterThan(1)
  },
  SLOW_MS,
)

/** Runs a pod that wants out, by address and by name. Answers its exit code. */
async function callFromPod(): Promise<number | undefined> {
  const { core } = site.cluster.client
  const pod = { name: 'planted', namespace: 'default' }
  const [host, port] = PLANTED.pod.split(':')
  const code = `
    const socket = require('net').connect({ host: '${host}', port: ${port} }).on('error', () => {})
    fetch('https://${PLANTED.name}').catch(() => setTimeout(() => process.exit(socket.pending ? 1 : 0), 2000))`
  const auth = readFileSync(join(site.home, 'auth.json'), 'utf8')
  const secret = { metadata: { name: 'pull' }, type: 'kubernetes.io/dockerconfigjson' }
  await core.createNamespacedSecret({
    namespace: 'default',
    body: { ...secret, stringData: { '.dockerconfigjson': auth } },
  })
  await core.createNamespacedPod({
    namespace: 'default',
    body: {
      metadata: { name: pod.name },
      spec: {
        restartPolicy: 'Never',
        imagePullSecrets: [{ name: 'pull' }],
        containers: [{ name: 'planted', image, command: ['node', '--eval', code] }],
      },
    },
  })
  return await until(
    'the planted pod has ended',
    async () =>
      (await core.readNamespacedPodStatus(pod)).status?.containerStatuses?.[0]?.state?.terminated?.exitCode ??
      undefined,
    60_000,
  )
}

/** Runs a command that has to work. */
async function airgap(...args: string[]): Promise<Ran> {
  const ran = await site.airgap(args)
  if (ran.code !== 0) throw new Error(`airgap ${args.join(' ')} ends with ${ran.code}\n${ran.out}\n${ran.err}`)
  return ran
}

interface Answer {
  checks: { id: string; result: string }[]
  pushed: {
    sentBytes: number
    ms: number
    images: { repository: string; digest: string }[]
    signatures: { tag: string }[]
  }
  url: string
  adminLink?: string
  changes: object[]
  steps: { step: string; ms: number }[]
  removed: string[]
  stays: string[]
  files: { path: string }[]
  listed: { data: string[] }
}

function answer({ out }: Ran): Answer {
  return JSON.parse(out) as Answer
}

async function namespaces(): Promise<(string | undefined)[]> {
  const { items } = await site.cluster.client.core.listNamespace()
  return items.map(({ metadata }) => metadata?.name)
}

/** What changes when somebody changes an object: its generation, or its version where nobody but its owner writes. */
async function generations(namespace: string): Promise<string[]> {
  const { core, apps } = site.cluster.client
  const [secrets, maps, deployments, sets] = [
    await core.listNamespacedSecret({ namespace }),
    await core.listNamespacedConfigMap({ namespace }),
    await apps.listNamespacedDeployment({ namespace }),
    await apps.listNamespacedStatefulSet({ namespace }),
  ]
  return [
    ...[...secrets.items, ...maps.items].map(({ metadata }) => `${metadata?.name} ${metadata?.resourceVersion}`),
    ...[...deployments.items, ...sets.items].map(({ metadata }) => `${metadata?.name} ${metadata?.generation}`),
  ]
}

/** Answers a one-time link as somebody would in the browser. */
async function redeem(link: string): Promise<boolean> {
  const { origin, hash } = new URL(link)
  const person = { email: 'kim@example.com', name: 'Kim Larsen', password: 'harbour lights at dusk' }
  const { ok } = await fetch(`${origin}/api/v1/setup-links/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ link: hash.slice(1), ...person }),
  })
  return ok
}

/** As the owner of the database makes one in a replica. */
async function makeToken(): Promise<string> {
  const { client: kube } = site.cluster
  const labelSelector = 'app.kubernetes.io/component=control-plane'
  const { items } = await kube.core.listNamespacedPod({ namespace: 'fairlead', labelSelector })
  const pod = { name: items[0]?.metadata?.name ?? '', namespace: 'fairlead', container: 'control-plane' }
  const { stdout, stderr } = await execInPod(kube, pod, [
    '/usr/local/bin/node',
    '/app/dist/server/admin.js',
    'token',
    '--name',
    'e2e',
    // It outlives the use of the site and all that comes after.
    '--minutes',
    String(Math.min(1440, Math.ceil(USE_MS / 60_000) + 240)),
  ])
  if (stdout.trim() === '') throw new Error(stderr)
  return stdout.trim()
}

async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  try {
    return await work()
  } finally {
    print(step, { ms: performance.now() - started })
  }
}

function print(step: string, figures: Record<string, number>): void {
  const rounded = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value)]))
  process.stdout.write(`${JSON.stringify({ e2e: 'airgap', step, ...rounded })}\n`)
}
