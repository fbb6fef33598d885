import type { WorkloadRequest, WorkloadSpec } from '@fairlead/sdk'
import { Option, type Command } from 'commander'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { defined } from './defined.ts'
import { count, list } from './parse-options.ts'
import { connection, port, volume, type ConnectionUse, type Port, type Volume } from './parse-pod-options.ts'
import { UsageError } from './usage-error.ts'

/** What runs in pods, as options of `fairlead run`. */
export interface PodOptions {
  kind?: NonNullable<WorkloadRequest['kind']>
  template?: string
  size?: string
  cpuLimit?: string
  memoryLimit?: string
  port?: Port[]
  volume?: Volume[]
  connection?: ConnectionUse[]
  pullSecret?: string[]
  engine?: NonNullable<WorkloadSpec['engine']>
  keepFor?: string
  minReplicas?: number
  targetCpu?: number
  healthPath?: string
  destination?: string
  dockerfile?: string
  buildContext?: string
  pushSecret?: string
  config?: string
}

export const KINDS = ['job', 'distributed', 'workspace', 'endpoint', 'evaluation', 'image-build'] as const
const ENGINES = ['auto', 'plain', 'jobset', 'trainer', 'ray', 'kserve'] as const

/** Adds those options to a command. */
export function withPodOptions(command: Command): Command {
  return command
    .optionsGroup('Kinds and pods:')
    .addOption(new Option('--kind <kind>', 'absent: that of the template, else by --replicas').choices(KINDS))
    .option('--template <name>', 'begin with it: fairlead template ls')
    .option('--size <name>', 'requests and limits in one word: fairlead size ls')
    .option('--cpu-limit <cores>', 'most that a replica may use')
    .option('--memory-limit <size>', 'most that a replica may use')
    .option('--port <[name:]port>', 'where it answers; may be given several times', port)
    .option('--volume <type:path>', 'scratch:/tmp, claim=NAME:/data:ro, own=10Gi:/home', volume)
    .option('--connection <name[:path]>', 'of the project: fairlead connection ls', connection)
    .option('--pull-secret <name>', 'for the registry of the image', list)
    .addOption(new Option('--engine <name>', 'what makes the pods; absent: auto').choices(ENGINES))
    .option('--keep-for <duration>', 'how long its objects stay after the end; absent: 5m')
    .optionsGroup('Endpoints:')
    .option('--min-replicas <n>', 'it grows from these to --replicas', count)
    .option('--target-cpu <percent>', 'use of its cores above which it grows', count)
    .option('--health-path <path>', 'answers 200 when it can take requests')
    .optionsGroup('Evaluations:')
    .option('--config <file>', 'YAML or JSON: its /job/spec.json')
    .optionsGroup('Image builds:')
    .option('--destination <image>', 'where the image is pushed')
    .option('--dockerfile <path>', 'in the context, or with no context a file here')
    .option('--build-context <connection>', 'a git connection of the project')
    .option('--push-secret <name>', 'for the registry of the destination')
    .optionsGroup('Options:')
}

/** The options as fields of a spec. */
export function podFields(options: PodOptions): Partial<WorkloadSpec> {
  const { cpuLimit, memoryLimit, minReplicas, targetCpu, healthPath } = options
  const limits = defined({ cpu: cpuLimit, memory: memoryLimit })
  const serving = defined({ minReplicas, targetCpuPercent: targetCpu, healthPath })
  return defined({
    template: options.template,
    size: options.size,
    limits: filled(limits),
    ports: options.port,
    volumes: options.volume,
    connections: options.connection,
    imagePullSecrets: options.pullSecret,
    engine: options.engine,
    keepFor: options.keepFor,
    serving: filled(serving),
    build: buildOf(options),
    config: options.config === undefined ? undefined : readConfig(options.config),
  })
}

function buildOf(options: PodOptions): WorkloadSpec['build'] | undefined {
  const { destination, dockerfile, buildContext: context, pushSecret } = options
  if (destination === undefined) return undefined
  if (context !== undefined) return { destination, context, ...defined({ dockerfile, pushSecret }) }
  return { destination, inline: readText(dockerfile ?? 'Dockerfile'), ...defined({ pushSecret }) }
}

function readConfig(file: string): Record<string, unknown> {
  const content: unknown = parse(readText(file))
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content }
  throw new UsageError('a configuration is a map', { where: file })
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`the file cannot be read: ${(error as Error).message}`, { where: file })
  }
}

function filled<T extends object>(fields: T): T | undefined {
  return Object.keys(fields).length === 0 ? undefined : fields
}
