import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useCluster, type UsedCluster } from '../../e2e/kubernetes/cluster/use-cluster.ts'
import { ensureProgram } from '../../e2e/kubernetes/programs/ensure-program.ts'
import { ROOT } from '../../tools/processes/child.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { applyObject } from '../install/apply-objects.ts'
import { HELM } from '../install/helm.ts'
import { installRelease } from '../install/install-release.ts'
import { openKube } from '../install/kube.ts'
import type { Phase } from '../install/kube-object.ts'
import { allObjects, planPhase, type Plan } from '../install/plan.ts'
import { listPhase, removePhase } from '../install/uninstall-phase.ts'
import { checkObjects } from '../preflight/cluster/check-objects.ts'
import { checkRights } from '../preflight/cluster/check-rights.ts'
import { readAnySite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { installerRights } from './installer-rights.ts'
import { ACCOUNT, rightsManifest } from './rights-manifest.ts'
import { siteNamespaces } from './site-namespaces.ts'

const PHASES = ['backend', 'cluster'] as const
const env = { ...process.env }
const digest = `sha256:${'a'.repeat(64)}` as const
const HEAD = `What the installer may do in a cluster
======================================

Each right of whoever installs, below what it is for, as ./airgap rights prints it for a site with a database in the cluster, backups by night, an ingress and one project: with
--user installer, the phase backend before the phase cluster. Nothing else is needed from prepare to uninstall --delete-data, where the namespaces are there, and nothing of Fairlead
keeps these rights. Roles with -hands-on are those of the agent: nobody may give what they do not have, and the installer uses none of them itself.

`

let home: string
let cluster: UsedCluster
let bundle: OpenBundle

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-rights-'))
  mkdirSync(join(home, 'bin'))
  symlinkSync(await ensureProgram('helm'), join(home, HELM))
  symlinkSync(await ensureProgram('kubectl'), join(home, 'bin/kubectl'))
  symlinkSync(join(ROOT, 'charts'), join(home, 'charts'))
  const images = ['control-plane', 'agent', 'postgresql'].map((role) => ({ role, repository: role, digest }))
  const charts = ['fairlead', 'fairlead-agent'].map((name) => ({
    name,
    version: '0.1.0',
    file: `charts/${name}`,
    digest,
  }))
  const release = { version: '0.1.0', counter: 1, createdFrom: {}, architecture: 'amd64', images, charts }
  bundle = { folder: home, release } as unknown as OpenBundle
  const auth = { auths: { 'registry.site:5000': { auth: Buffer.from('puller:password').toString('base64') } } }
  writeFileSync(join(home, 'auth.json'), JSON.stringify(auth))
  writeFileSync(join(home, 'ca.crt'), 'an authority')
  cluster = await useCluster()
}, 1_800_000)
afterAll(async () => {
  await cluster?.leave()
  rmSync(home, { recursive: true, force: true })
})

function siteIn(place: { backend: string; cluster: string; project: string }, expose = 'nodePort: 30099'): Site {
  const file = join(home, 'site.yaml')
  writeFileSync(
    file,
    `registry: { url: 'https://registry.site:5000', authFile: auth.json }
ca: [ca.crt]
backend:
  namespace: ${place.backend}
  domain: fairlead.site
  expose: { ${expose} }
  database: { bundled: {} }
cluster: { namespace: ${place.cluster}, controlPlane: 'https://fairlead.site', projects: [${place.project}] }
backup: { recipient: age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p, nightly: {} }
`,
  )
  return readAnySite(file) as Site
}

async function planOf(phase: Phase, site: Site): Promise<Plan> {
  const known = { isOpenShift: false, databasePassword: 'a-password', joinToken: 'a-token' }
  return await planPhase(phase, site, bundle, env, known)
}

function kubectl(args: string[], input = ''): string {
  return execFileSync(join(home, 'bin/kubectl'), ['--kubeconfig', cluster.kubeconfig, ...args], {
    input,
    encoding: 'utf8',
  })
}

/** A kubeconfig for the account, made as the document says. Answers its file. */
function kubeconfigFor(namespace: string): string {
  const text = readFileSync(join(ROOT, 'docs/closed-sites.md'), 'utf8')
  const script = /^umask 077\n[^]*?^END$/m.exec(text)![0].replaceAll('-n fairlead ', `-n ${namespace} `)
  const PATH = `${join(home, 'bin')}:${process.env['PATH']}`
  execFileSync('sh', ['-ec', script], { cwd: home, env: { ...env, PATH, KUBECONFIG: cluster.kubeconfig } })
  return join(home, 'installer.kubeconfig')
}

async function makePlaces(): Promise<{ backend: string; cluster: string; project: string }> {
  const make = (prefix: string) => cluster.makeNamespace({ prefix })
  return { backend: await make('plane'), cluster: await make('agent'), project: await make('project') }
}

test.each(PHASES)(
  'whoever has what is printed can install and remove, and who lacks any of it is told which: %s',
  async (phase) => {
    const site = siteIn(await makePlaces())
    const plan = await planOf(phase, site)
    const { namespace } = plan
    const manifest = rightsManifest({ phase, namespace, rights: installerRights(plan, site) })
    kubectl(['apply', '-f', '-'], manifest)
    const kubeconfig = kubeconfigFor(namespace)
    const kube = openKube({ kubernetes: { kubeconfig } })

    expect(await checkRights(kube, plan, site)).toMatchObject({ id: 'K2', result: 'pass' })
    const results = (await checkObjects(kube, namespace, allObjects(plan))).map(({ id, result, fix }) => [
      id,
      result,
      fix,
    ])
    expect(results).toEqual([
      ['K4', 'pass', undefined],
      ['K10', 'pass', undefined],
    ])
    for (const object of plan.objects) await applyObject(kube, object)
    const { chart, values } = plan
    // What runs before a change would wait for a node.
    await installRelease({ bundle, kube, env, chart, name: chart.name, namespace, values, hooks: false })
    const host = { env, now: Date.now, signal: new AbortController().signal } as unknown as Host
    const projects = phase === 'cluster' ? site.cluster!.projects : []
    const place = { phase, kube, bundle, namespaces: [namespace, ...projects] as [string, ...string[]], host }
    const removal = await listPhase(place)
    expect(removal.objects.length).toBeGreaterThan(1)
    await removePhase(place, { ...removal, namespaces: [] }, true)
    const again = await listPhase(place)
    expect({ release: again.release, objects: again.objects, data: again.data }).toEqual({
      release: [],
      objects: [],
      data: [],
    })

    const name = `${ACCOUNT}-${phase}`
    const lacking = async (
      kind: string,
      of: string,
      change: (rules: { resources: string[]; verbs: string[] }[]) => object,
      place = namespace,
    ) => {
      const where = kind === 'role' ? ['-n', place] : []
      const role = JSON.parse(kubectl(['get', kind, of, ...where, '-o', 'json'])) as { rules: never[] }
      kubectl(['replace', '-f', '-'], JSON.stringify({ ...role, rules: change(role.rules) }))
      const check = await checkRights(kube, plan, site)
      kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], manifest)
      return `${check.result} ${check.seen}: ${check.fix}`
    }
    const account = `system:serviceaccount:${namespace}:${ACCOUNT}`
    const command = `./airgap rights ${phase} -f ${join(home, 'site.yaml')} --user ${account} | kubectl apply -f -`
    const noPatch = await lacking('role', name, (rules) =>
      rules.map((rule) =>
        rule.resources[0] === 'services' ? { ...rule, verbs: rule.verbs.filter((verb) => verb !== 'patch') } : rule,
      ),
    )
    expect(noPatch).toBe(
      `fail 1 missing: ${account} may not: patch services in ${namespace}. An admin of the cluster gives that: ${command} gives what is missing`,
    )
    const noNodes = await lacking('clusterrole', `${name}.${namespace}`, (rules) =>
      rules.filter(({ resources }) => resources[0] !== 'nodes' && resources[0] !== 'namespaces'),
    )
    expect(noNodes).toMatch(/may not: list namespaces; get namespaces .*--namespaces \| kubectl/)
    if (phase === 'backend') return
    const [project] = projects
    const noLogs = await lacking(
      'role',
      `${name}-hands-on`,
      (rules) => rules.filter(({ resources }) => resources[0] !== 'pods/log'),
      project,
    )
    expect(noLogs).toContain(`1 missing: ${account} may not: get pods/log in ${project}. `)
    for (const kind of ['clusterrole', 'clusterrolebinding'])
      kubectl(['delete', kind, '-l', 'fairlead.dev/installer-rights'])
  },
  300_000,
)

test('a namespace that is missing or its own takes the right to make and remove it, or belongs to the site by a command that an admin runs first', async () => {
  const places = await makePlaces()
  const name = `${places.project}-later`
  const site = siteIn({ ...places, project: name })
  const plan = await planOf('cluster', site)
  const { namespace } = plan
  const command = `--namespaces | kubectl apply -f - makes`
  const asAdmin = () => checkRights(openKube({ kubernetes: { kubeconfig: cluster.kubeconfig } }), plan, site)
  try {
    expect(await asAdmin()).toMatchObject({ id: 'K2', result: 'pass' })
    kubectl(['apply', '-f', '-'], JSON.stringify(plan.namespaces.find(({ metadata }) => metadata.name === name)))
    const manifest = rightsManifest({ phase: 'cluster', namespace, rights: installerRights(plan, site) })
    kubectl(['apply', '-f', '-'], manifest)
    const kube = openKube({ kubernetes: { kubeconfig: kubeconfigFor(namespace) } })
    const own = await checkRights(kube, plan, site)
    expect(own).toMatchObject({ result: 'fail', fix: expect.stringContaining('may not: create namespaces; ') })
    expect(own.fix).toContain(`${command} ${name} the site's own`)
    for (const object of siteNamespaces(plan)) kubectl(['apply', '-f', '-'], JSON.stringify(object))
    expect(await checkRights(kube, plan, site)).toMatchObject({ result: 'pass' })
    expect(await asAdmin()).toMatchObject({ result: 'pass' })
  } finally {
    kubectl(['delete', 'namespace', name, '--ignore-not-found', '--wait=false'])
    for (const kind of ['clusterrole', 'clusterrolebinding'])
      kubectl(['delete', kind, '-l', 'fairlead.dev/installer-rights'])
  }
}, 300_000)

test('what is printed opens nothing else, and what a site has no use for is not in it', async () => {
  const site = siteIn({ backend: 'fairlead', cluster: 'fairlead-agent', project: 'vision' }, 'ingress: {}')
  const texts = await Promise.all(
    PHASES.map(async (phase) => {
      const plan = await planOf(phase, site)
      return rightsManifest({
        phase,
        namespace: plan.namespace,
        rights: installerRights(plan, site),
        user: 'installer',
      })
    }),
  )
  const text = texts.join('---\n')
  expect(text).not.toMatch(/\*|\b(bind|escalate|impersonate)\b/)
  expect(text).toMatch(/ingresses[^]*create/)
  const bare = {
    ...site,
    backup: undefined,
    backend: { ...site.backend!, expose: { nodePort: 30_080 } },
  } as unknown as Site
  const rights = installerRights(await planOf('backend', bare), bare).used
  const of = (resource: string) => rights.find((right) => right.resource === resource)?.verbs
  expect(of('cronjobs')).toEqual(['delete', 'get', 'list'])
  expect(of('ingresses')).toEqual(['list'])
  expect(of('ingressclasses')).toBeUndefined()
  await expect(`${HEAD}${text}`).toMatchFileSnapshot(join(ROOT, 'airgap/documents/rights.txt'))
})
