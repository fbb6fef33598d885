import { hostname } from 'node:os'
import { Labels, ResourceList, Taint } from '@fairlead/protocol'
import { z } from 'zod'
import { amountOf, flagOf, labelsOf, listOf, memoryMib, structured, taintsOf } from './setting-types.ts'

const Cores = z.preprocess(amountOf, z.number().positive().max(100_000))
const MemoryMib = z.preprocess(memoryMib, z.int().positive())
const Count = z.preprocess(amountOf, z.int().nonnegative())
const Seconds = z.preprocess(amountOf, z.number().nonnegative())

const Origin = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as https://fairlead.example.com' })
  .refine((url) => ['', '/'].includes(new URL(url).pathname) && new URL(url).search === '', {
    error: 'must be an origin only, without a path',
  })
  .transform((url) => new URL(url).origin)

const FleetGroup = z.strictObject({
  count: Count.default(1),
  shape: z.strictObject({
    cpu: Cores,
    memory: MemoryMib,
    gpu: Count.default(0),
    gpuModel: z.string().max(128).optional(),
    gpuMemory: MemoryMib.optional(),
    extended: ResourceList.optional(),
  }),
  labels: Labels.default({}),
  taints: z.array(Taint).default([]),
  namePrefix: z.string().min(1).max(200).default('sim'),
})

/** One setting: what it is, how it is read, and what it is when nobody says. */
type Setting<T extends z.ZodType> = { about: string; type: string; schema: T; preset: string }

function setting<T extends z.ZodType>(about: string, type: string, schema: T, preset = ''): Setting<T> {
  return { about, type, schema, preset }
}

/**
 * Every setting of the agent. The name here is the name in the YAML file; the variable is `FAIRLEAD_AGENT_` and the same words in
 * capitals, for example `FAIRLEAD_AGENT_CONTROL_PLANE_URL`. A variable wins over the file.
 */
export const SETTINGS = {
  controlPlaneUrl: setting(
    'Where the control plane is: scheme, host and port. Nothing else is ever dialled.',
    'URL',
    Origin,
  ),
  controlPlaneFormerUrl: setting(
    'Where the same control plane was before it moved: the identity that it gave there is kept. Never dialled.',
    'URL',
    Origin.optional(),
  ),
  caFile: setting(
    'PEM file of the authority that signed the control plane’s certificate.',
    'path',
    z.string().optional(),
  ),
  stateDir: setting(
    'Folder for the key, the identity, the applied state and the output of local runs. One agent, one folder.',
    'path',
    z.string().min(1).default('.fairlead/agent'),
    '.fairlead/agent',
  ),
  joinTokenFile: setting(
    'File with the join token, or `-` for standard input. Needed until the agent has enrolled.',
    'path',
    z.string().optional(),
  ),
  driver: setting(
    'What runs become. There is no default: real processes on this host start only where somebody asked for them.',
    '`kubernetes`, `local` or `simulated`',
    z.enum(['kubernetes', 'local', 'simulated'], { error: 'must be named: kubernetes, local or simulated' }),
  ),
  nodeName: setting(
    'Name of this host as a node. (local)',
    'text',
    z.string().min(1).max(253).default(hostname()),
    'the host’s name',
  ),
  nodeLabels: setting(
    'Labels of this host as a node. (local)',
    '`a=b,c=d` or a map',
    z.preprocess(labelsOf, Labels.default({})),
    'none',
  ),
  nodeTaints: setting(
    'Taints of this host as a node. (local)',
    '`key=value:NoSchedule,…` or a list',
    z.preprocess(taintsOf, z.array(Taint).default([])),
    'none',
  ),
  localCpu: setting('Cores that runs may use. (local)', 'number', Cores.optional(), 'what the host has'),
  localMemory: setting(
    'Memory that runs may use. (local)',
    'MiB, or `64Gi`',
    MemoryMib.optional(),
    'what the host has',
  ),
  localGpus: setting('GPUs that runs may use. (local)', 'number', Count.optional(), 'what `nvidia-smi` finds'),
  localGpuModel: setting(
    'Model of the declared GPUs. (local)',
    'text',
    z.string().max(128).optional(),
    'what `nvidia-smi` finds',
  ),
  simulatedFleet: setting(
    'Groups of equal nodes. (simulated)',
    'list of `{count, shape: {cpu, memory, gpu, gpuModel, gpuMemory, extended}, labels, taints, namePrefix}`',
    z.preprocess(
      structured,
      z.array(FleetGroup).default([
        {
          count: 4,
          shape: { cpu: 64, memory: 524_288, gpu: 8, gpuModel: 'H100' },
          labels: {},
          taints: [],
          namePrefix: 'sim',
        },
      ]),
    ),
    '4 nodes: 64 cores, 512 GiB, 8 GPUs',
  ),
  simulatedDurationSeconds: setting(
    'Mean running time of runs that name none. (simulated)',
    'seconds',
    Seconds.default(60),
    '60',
  ),
  simulatedFailureRate: setting(
    'Share of runs that fail when they do not say how they end. (simulated)',
    '0 to 1',
    z.preprocess(amountOf, z.number().min(0).max(1).default(0)),
    '0',
  ),
  simulatedStartDelaySeconds: setting(
    'Mean time from start to running. (simulated)',
    'seconds',
    Seconds.default(0.5),
    '0.5',
  ),
  simulatedTimeScale: setting(
    'How many times faster than real time runs live. (simulated)',
    'number',
    z.preprocess(amountOf, z.number().positive().max(100_000).default(1)),
    '1',
  ),
  kubeconfig: setting(
    'File with the way to the cluster. In a pod none is needed. (kubernetes)',
    'path',
    z.string().min(1).optional(),
    'KUBECONFIG, or else the ServiceAccount of the pod',
  ),
  namespaces: setting(
    'Namespaces where runs may be; a `*` at the end stands for anything and needs rights in the whole cluster. (kubernetes)',
    '`a,b,team-*` or a list',
    z.preprocess(
      listOf,
      z
        .array(z.string().regex(/^[a-z0-9-]{0,63}\*?$/))
        .min(1)
        .default(['*']),
    ),
    '`*`',
  ),
  projectRole: setting(
    'ClusterRole that the agent gives itself in namespaces that it makes: then every new project gets a namespace, as far as `namespaces` allows, and a `*` there needs no rights in the whole cluster. (kubernetes)',
    'name',
    z.string().min(1).max(253).optional(),
    'none: namespaces have to be there',
  ),
  namespaceLabels: setting(
    'Labels of the namespaces that the agent makes, by which it finds them again. (kubernetes)',
    '`a=b,c=d` or a map',
    z.preprocess(labelsOf, Labels.default({})),
    'none',
  ),
  nodeSelector: setting(
    'Only nodes with these labels are seen and used. (kubernetes)',
    '`a=b,c=d` or a map',
    z.preprocess(labelsOf, Labels.default({})),
    'none',
  ),
  elastic: setting(
    'Nodes come and go with demand: a run without assigned nodes is taken even where none could hold it now. (kubernetes)',
    '`true` or `false`',
    z.preprocess(flagOf, z.boolean().default(false)),
    'false',
  ),
  startDeadlineSeconds: setting(
    'A run whose replicas do not all run within this time is ended. (kubernetes)',
    'seconds',
    Seconds.default(900),
    '900',
  ),
  failAfterSeconds: setting(
    'An image that cannot be pulled, or a pod that may not be made, is tried for this long. (kubernetes)',
    'seconds',
    Seconds.default(120),
    '120',
  ),
  runAsUser: setting(
    'Number of the user that pods run as. (kubernetes)',
    'number',
    Count.optional(),
    'that of the image, or the platform’s choice',
  ),
  imagePullSecrets: setting(
    'Secrets of each namespace with which images are pulled, beside those of the run. (kubernetes)',
    '`a,b` or a list',
    z.preprocess(listOf, z.array(z.string().min(1).max(253)).default([])),
    'none',
  ),
  builderImage: setting(
    'Image that builds images without root; it has `buildctl-daemonless.sh`. (kubernetes)',
    'image',
    z.string().min(1).optional(),
    'none: image builds are refused',
  ),
  gitImage: setting(
    'Image with `sh` and `git` that clones Git connections. (kubernetes)',
    'image',
    z.string().min(1).optional(),
    'none: they are refused',
  ),
  helperImage: setting(
    'Image with `node` that tries connections: the agent’s own will do. (kubernetes)',
    'image',
    z.string().min(1).optional(),
    'none: connections cannot be tried',
  ),
  keptOutputMib: setting(
    'Most output of one replica that is kept when its pod goes. (kubernetes)',
    'MiB',
    z.preprocess(memoryMib, z.int().positive().default(16)),
    '16',
  ),
  jobApiPort: setting(
    'Port where runs report progress, figures and results. Nothing listens when it is not set. (kubernetes)',
    'number',
    z.preprocess(amountOf, z.int().min(0).max(65_535).optional()),
    'none',
  ),
  jobApiHost: setting(
    'Address at which that port listens. (kubernetes)',
    'address',
    z.string().min(1).default('127.0.0.1'),
    '127.0.0.1',
  ),
  jobApiUrl: setting(
    'The same as pods reach it; they get it, and a token, only when it is set. (kubernetes)',
    'URL',
    z.url({ protocol: /^https?$/ }).optional(),
    'none',
  ),
  policyFile: setting(
    'JSON file in which the cluster’s owner says what runs may do here. It is kept whatever the control plane wants. (kubernetes)',
    'path',
    z.string().min(1).optional(),
    'none: no limits',
  ),
  identitySecret: setting(
    'Secret of the agent’s own namespace that holds the key and the identity instead of the state folder. (kubernetes)',
    'name',
    z.string().min(1).max(253).optional(),
    'none: the state folder',
  ),
  leaseName: setting(
    'Lease of the agent’s own namespace: of several agents, only the one that holds it works. (kubernetes)',
    'name',
    z.string().min(1).max(253).optional(),
    'none: there is one agent',
  ),
  namespace: setting(
    'The agent’s own namespace. (kubernetes)',
    'name',
    z.string().min(1).max(63).optional(),
    'that of its ServiceAccount',
  ),
  deployment: setting(
    'The agent’s own Deployment, which it changes to become another release. (kubernetes)',
    'name',
    z.string().min(1).max(253).optional(),
    'none: it does not replace itself',
  ),
  image: setting(
    'Image that the agent’s own pod runs as. (kubernetes)',
    'image',
    z.string().min(1).max(1024).optional(),
    'none: it does not replace itself',
  ),
  podName: setting(
    'Name of the agent’s own pod, by which it holds the Lease. (kubernetes)',
    'name',
    z.string().min(1).max(253).default(hostname()),
    'the host’s name',
  ),
  logRetentionHours: setting(
    'How long the output of a forgotten run stays readable.',
    'hours',
    Seconds.default(72),
    '72',
  ),
  logLevel: setting(
    'Least severity of the agent’s own log lines.',
    '`debug`, `info`, `warn` or `error`',
    z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    'info',
  ),
  healthPort: setting(
    'Port for /health, /ready and /metrics. Nothing listens when it is not set.',
    'number',
    z.preprocess(amountOf, z.int().min(0).max(65_535).optional()),
    'none',
  ),
  healthHost: setting(
    'Address at which that port listens.',
    'address',
    z.string().min(1).default('127.0.0.1'),
    '127.0.0.1',
  ),
} as const

export type SettingName = keyof typeof SETTINGS

/** The settings as the agent uses them. */
export type Config = { [N in SettingName]: z.output<(typeof SETTINGS)[N]['schema']> }

/** `controlPlaneUrl` is `FAIRLEAD_AGENT_CONTROL_PLANE_URL`. */
export function variableOf(name: string): string {
  return `FAIRLEAD_AGENT_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}
