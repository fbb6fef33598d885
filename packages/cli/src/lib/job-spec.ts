import type { WorkloadRequest, WorkloadSpec } from '@fairlead/sdk'
import { Option, type Command } from 'commander'
import { defined } from './defined.ts'
import { placementFields, withPlacementOptions, type PlacementOptions } from './placement-options.ts'
import { podFields, withPodOptions, type PodOptions } from './pod-options.ts'
import { count, list, notNegative, pairs, priority } from './parse-options.ts'

/** What a job is, as options of `fairlead run`. */
export interface JobOptions extends PodOptions, PlacementOptions {
  project?: string
  name?: string
  image?: string
  cpu?: string
  memory?: string
  gpu?: number
  replicas?: number
  replicasMin?: number
  priority?: string | number
  preemptible?: boolean
  timeout?: string
  retry?: number
  cluster?: string[]
  pool?: string
  nodeSelector?: Record<string, string>
  env?: Record<string, string>
  label?: Record<string, string>
  workdir?: string
}

/** Adds those options to a command. */
export function withJobOptions(command: Command): Command {
  command
    .option('-p, --project <name>', 'absent: the one of the context, or the only one there is')
    .option('-n, --name <name>', 'absent: one is made')
    .option('--image <image>', 'container image, on clusters that run containers')
    .option('--cpu <cores>', 'for each replica: 2, 0.5 or 500m')
    .option('--memory <size>', 'for each replica: 4Gi, 512Mi')
    .option('--gpu <devices>', 'for each replica: whole devices, or part of one: 0.5', notNegative)
    .option('--replicas <n>', 'placed all together or not at all', count)
    .option(
      '--replicas-min <n>',
      'elastic: starts with as many as there is room for, from this up to --replicas',
      count,
    )
    .option(
      '--priority <name>',
      'very-low, low, medium-low, medium, medium-high, high, very-high, or 0 to 1000',
      priority,
    )
    .option('--preemptible', 'may be interrupted for others; absent: by priority')
    .addOption(new Option('--no-preemptible', 'must not be interrupted; runs only inside what the project deserves'))
    .option('--timeout <duration>', 'running time, such as 30m, or none; absent: by kind')
    .option('--retry <n>', 'new attempts after it has failed', notNegative)
    .option('-c, --cluster <name>', 'only there; may be given several times', list)
    .option('--pool <name>', 'node pool; absent: the default one')
    .option('--node-selector <key=value>', 'only on nodes with this label', pairs)
    .option('-e, --env <KEY=VALUE>', 'environment variable; never a secret', pairs)
    .option('-l, --label <key=value>', 'for finding and reporting', pairs)
    .option('--workdir <path>', 'where the command starts')
  return withPodOptions(withPlacementOptions(command))
}

/** The options as a request. */
export function jobRequest(project: string, command: readonly string[], options: JobOptions): WorkloadRequest {
  const { cpu, memory, gpu, replicas, timeout, retry, cluster, pool, nodeSelector } = options
  return {
    project,
    ...defined({ name: options.name, labels: options.label }),
    ...defined({ kind: kindOf(options) }),
    spec: {
      ...podFields(options),
      ...defined({
        command: command.length > 0 ? [...command] : undefined,
        image: options.image,
        env: options.env,
        workingDir: options.workdir,
        replicas,
        replicasMin: options.replicasMin,
        preemptible: options.preemptible,
      }),
      ...(options.priority === undefined
        ? {}
        : { priority: options.priority as Exclude<WorkloadSpec['priority'], undefined> }),
      ...(timeout === undefined ? {} : { timeout: timeout === 'none' ? null : seconds(timeout) }),
      ...(retry === undefined ? {} : { retry: { max: retry } }),
      resources: defined({ cpu, memory, gpu }),
      placement: { ...defined({ clusters: cluster, nodePool: pool, nodeSelector }), ...placementFields(options) },
    },
  }
}

/** A gang goes without saying. */
function kindOf({ kind, template, replicas = 1 }: JobOptions): WorkloadRequest['kind'] | undefined {
  if (kind !== undefined || template !== undefined) return kind
  return replicas > 1 ? 'distributed' : 'job'
}

/** The API takes seconds as a number, and anything with a unit as text. */
function seconds(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text
}
