import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PUSHER, startDebianRegistry, type DebianRegistry } from '@fairlead/airgap/registry/testing/debian-registry'
import { addresses } from '@fairlead/rig/cluster/addresses'
import { createAuthority } from '@fairlead/rig/cluster/certificates'
import { readAuthority } from '@fairlead/rig/cluster/credentials'
import { writeKubeconfig } from '@fairlead/rig/cluster/kubeconfig'
import type { RigCluster } from '@fairlead/rig/cluster/rig-cluster'
import { readRecord, type RealNodeRecord } from '@fairlead/rig/cluster/rig-record'
import { ownName } from '@fairlead/rig/cluster/ring'
import { startCluster } from '@fairlead/rig/cluster/start-cluster'
import { initOf } from '@fairlead/rig/node/import-images'
import { run } from '@fairlead/rig/node/run'
import { ensureProgram, type Say } from '@fairlead/rig/programs/ensure-program'
import { ROOT } from '../../../tools/processes/child.ts'
import { ensureChromium } from '../../../tools/processes/chromium.ts'
import { freePort } from '../../../tools/processes/free-port.ts'
import { auditFlags, readAudit, type Asked } from './kube-audit.ts'
import type { Seen, Visit } from '../egress/browse-site.ts'
import { closeGap, type ClosedGap } from '../egress/close-gap.ts'
import { leading, readCalls, type Call } from '../egress/read-calls.ts'
import { recordCalls } from '../egress/record-calls.ts'

export const STORAGE_CLASS = 'local'
/** Has one disk, which is soon full. */
export const SMALL_CLASS = 'small'
const SMALL_DISK = 'small'
const SMALL_BYTES = 64 * 1024 * 1024
/** As the API server knows the installer, who has no right but those that the admin of the cluster gives. */
export const INSTALLER = 'installer'
/** A user without any right on the machine. */
const NOBODY = 65_534
const BROWSE = join(ROOT, 'e2e/airgap/egress/browse-site.ts')
const BROWSER = 'browser'
/** Chromium asks its kernel for a way to this address, to learn whether there is IPv6, and sends nothing. */
const ROUTE = '[2001:4860:4860::8888]:'
/** Of the Service of the control plane, on the node. */
export const NODE_PORT = 30_080

export interface Ran {
  /** `null` for one that was killed. */
  code: number | null
  out: string
  err: string
}

/**
 * A site behind a gap: a Kubernetes on which pods truly run, a registry with a password and a private authority, storage, and an unpacked bundle. Nothing in it reaches
 * anything but itself, and neither does the installer, which a user without rights runs; what any of them tries is recorded.
 */
export interface OfflineSite {
  cluster: RigCluster
  registry: DebianRegistry
  /** Files of the administrator. */
  home: string
  /** The address of the node, where the control plane is reached. */
  address: string
  /** Runs `./airgap` of the bundle in the folder of the administrator. `killWhen` ends it by SIGKILL when a line of its progress matches, or so many ms later; `bundle` is another one. */
  airgap(
    args: readonly string[],
    options?: { killWhen?: RegExp; killDelayMs?: number; input?: string; bundle?: string },
  ): Promise<Ran>
  /** Runs `./fairlead` of the bundle, signed in by its environment. */
  fairlead(args: readonly string[], access: { url: string; token: string }): Promise<Ran>
  /** Opens the console in a browser, where the installer runs. Throws for a page that is not as it should be. */
  browse(visit: Visit): Promise<Seen>
  /** As the admin of the cluster, who is somebody else than the installer. Throws where it does not work. */
  kubectl(...args: string[]): string
  /** Runs any program where the installer runs. */
  inside(command: string, args: readonly string[]): Ran
  /** What the installer, the command line and every container have called so far, and what of it leads out of the site. */
  calls(): { all: Call[]; out: Call[] }
  /** Runs a program among the disks of the node; the small one is where it starts. */
  onSmallDisk(command: string, args: readonly string[]): string
  /** A certificate of the site's own authority. */
  issue(name: string, hosts: string[]): Promise<{ certificate: string; key: string }>
  gap: ClosedGap
  /** What the API server was asked so far, and by whom. */
  asked(): Asked[]
  stop(): Promise<void>
}

export async function openOfflineSite(bundle: string, say: Say): Promise<OfflineSite> {
  const browser = ensureChromium(say)
  if (browser === undefined)
    throw new Error('the console is opened in the Chromium of Debian, which apt cannot install')
  const kubectl = await ensureProgram('kubectl', 'newest', say)
  const home = mkdtempSync(join(tmpdir(), 'fairlead-offline-'))
  chmodSync(home, 0o755)
  const records = mkdtempSync(join(tmpdir(), 'fairlead-calls-'))
  const callFiles = join(records, 'calls')
  mkdirSync(callFiles)
  const cluster = await startCluster({
    name: ownName('offline'),
    realNodes: 1,
    runtimeThrough: recordCalls(join(callFiles, 'containers')),
    flags: { 'kube-apiserver': auditFlags(records) },
    say,
  })
  let registry: DebianRegistry | undefined
  const stop = async () => {
    await registry?.stop()
    await cluster.stop()
    for (const folder of [home, records]) rmSync(folder, { recursive: true, force: true })
  }
  try {
    const { network } = cluster
    const node = readRecord(cluster.folder)?.realNodes[0]
    if (network === undefined || node === undefined) throw new Error('the cluster has no real node')
    const authority = await createAuthority('authority of the site')
    const host = addresses.host(network)
    registry = await startDebianRegistry({
      host,
      port: await freePort(),
      htpasswd: true,
      tls: await authority.issue({ commonName: 'registry', hosts: [host] }),
    })
    writeFileSync(join(home, 'ca.crt'), authority.certificate)
    const auth = Buffer.from(`${PUSHER.user}:${PUSHER.password}`).toString('base64')
    writeFileSync(join(home, 'auth.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }), { mode: 0o600 })
    const { url, name } = cluster
    const ofCluster = await readAuthority(cluster.folder)
    const user = await ofCluster.issue({ commonName: INSTALLER })
    writeKubeconfig(join(home, 'kubeconfig'), { cluster: name, url, authority: ofCluster.certificate, user })
    trustOnNode(node, registry, join(home, 'ca.crt'))
    const init = initOf(cluster.folder, node)
    await addStorage(cluster, node, init)
    const range = `10.${network.second}.0.0/16`
    let runs = 0
    const space = (record = 'run') => [
      ...recordCalls(join(callFiles, `${record}-${++runs}`)),
      'nsenter',
      '--target',
      String(init),
      '--net',
      '--',
    ]
    const asNobody = () => {
      run('chown', ['-R', `${NOBODY}:${NOBODY}`, home])
      return [...space(), 'setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--']
    }
    const env = {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: home,
      TMPDIR: '/tmp',
      KUBECONFIG: join(home, 'kubeconfig'),
      FAIRLEAD_AIRGAP_STATE: join(home, 'state'),
    }
    return {
      cluster,
      registry,
      home,
      address: addresses.node(network, node),
      onSmallDisk: (command, args) => onNode(init, 'env', ['-C', join(node.folder, SMALL_DISK), command, ...args]),
      issue: (commonName, hosts) => authority.issue({ commonName, hosts }),
      airgap: (args, options = {}) =>
        start([...asNobody(), join(options.bundle ?? bundle, 'airgap'), ...args], { env, cwd: home, ...options }),
      fairlead: (args, { url, token }) => {
        const access = { FAIRLEAD_URL: url, FAIRLEAD_TOKEN: token }
        return start([...asNobody(), join(bundle, 'fairlead'), ...args], { env: { ...env, ...access }, cwd: home })
      },
      browse: async (visit) => {
        const words = [...space(BROWSER), process.execPath, BROWSE, browser]
        const { code, out, err } = await start(words, { env, cwd: home, input: JSON.stringify(visit) })
        if (code !== 0) throw new Error(`the browser ends with ${code}\n${out}\n${err}`)
        return JSON.parse(out) as Seen
      },
      kubectl: (...args) => run(kubectl, ['--kubeconfig', cluster.kubeconfig, ...args]),
      inside: (command, args) => {
        const [first, ...words] = [...space(), command, ...args]
        const { status, stdout, stderr } = spawnSync(first!, words, { env, encoding: 'utf8' })
        return { code: status, out: stdout, err: stderr }
      },
      calls: () => {
        const all = readdirSync(callFiles).flatMap((name) => {
          const calls = readCalls(readFileSync(join(callFiles, name), 'utf8'))
          return name.startsWith(BROWSER) ? calls.filter(({ target }) => !target.startsWith(ROUTE)) : calls
        })
        return { all, out: leading(all, [range]) }
      },
      asked: () => readAudit(join(records, 'audit.jsonl')),
      gap: closeGap(init, range),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Answers what it printed. */
function onNode(init: number, command: string, args: readonly string[]): string {
  return run('nsenter', ['--target', String(init), '--mount', '--', command, ...args])
}

/** As the owner of a node tells its runtime of a private registry. */
function trustOnNode(node: RealNodeRecord, registry: DebianRegistry, ca: string): void {
  const folder = join(node.folder, 'registries', registry.host)
  mkdirSync(folder, { recursive: true })
  const text = `server = "${registry.url}"\n\n[host."${registry.url}"]\n  capabilities = ["pull", "resolve"]\n  ca = "${ca}"\n`
  writeFileSync(join(folder, 'hosts.toml'), text)
}

/** Disks of the node, as a site without dynamic storage gives them: one that was used is not used again. */
async function addStorage({ client }: RigCluster, node: RealNodeRecord, init: number): Promise<void> {
  const metadata = { name: STORAGE_CLASS }
  await client.objects.create({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata,
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  } as never)
  for (const disk of ['disk-1', 'disk-2']) await addDisk(client, node, disk, STORAGE_CLASS)
  await addDisk(client, node, SMALL_DISK, SMALL_CLASS)
  // It goes with the node, whose mounts are its own.
  onNode(init, 'mount', ['-t', 'tmpfs', '-o', `size=${SMALL_BYTES}`, 'tmpfs', join(node.folder, SMALL_DISK)])
}

async function addDisk(
  { core }: RigCluster['client'],
  node: RealNodeRecord,
  disk: string,
  storageClass: string,
): Promise<void> {
  const path = join(node.folder, disk)
  if (!existsSync(path)) mkdirSync(path, { recursive: true })
  await core.createPersistentVolume({
    body: {
      metadata: { name: disk },
      spec: {
        capacity: { storage: '50Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: storageClass,
        local: { path },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node.name] }] },
            ],
          },
        },
      },
    },
  })
}

function start(
  words: readonly string[],
  options: { env: Record<string, string>; cwd: string; killWhen?: RegExp; killDelayMs?: number; input?: string },
): Promise<Ran> {
  const [command, ...args] = words
  const child = spawn(command!, args, { env: options.env, cwd: options.cwd, stdio: 'pipe' })
  child.stdin.end(options.input ?? '')
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
    if (options.killWhen?.test(err) !== true) return
    if (options.killDelayMs === undefined) child.kill('SIGKILL')
    else setTimeout(() => child.kill('SIGKILL'), options.killDelayMs)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, err }))
  })
}
