import type { QuotaChange } from '@fairlead/sdk'
import { Command, InvalidArgumentError } from 'commander'
import { defined } from '../../lib/defined.ts'
import { examples } from '../../lib/examples.ts'
import { notNegative, whole } from '../../lib/parse-options.ts'
import { showQuotas } from '../../lib/show-quotas.ts'
import { resourceQuota, type ResourceQuotas } from '../../lib/parse-resource.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  department?: string
  pool?: string
  rank?: number
  gpu?: number | 'unlimited'
  gpuLimit?: number | 'unlimited'
  gpuWeight?: number
  cpu?: string
  cpuLimit?: string
  cpuWeight?: number
  memory?: string
  memoryLimit?: string
  memoryWeight?: number
  gpuBorrow?: number | 'unlimited'
  gpuLend?: number | 'unlimited'
  gpuUser?: number | 'unlimited'
  cpuBorrow?: string
  cpuLend?: string
  cpuUser?: string
  memoryBorrow?: string
  memoryLend?: string
  memoryUser?: string
  minRuntime?: string
  resource?: ResourceQuotas
  dryRun?: boolean
}

/** `fairlead quota set`. */
export function quotaSetCommand(app: App): Command {
  const command = new Command('set')
    .summary('change a quota; what is not named stays')
    .description(
      'Sets what a project deserves (gets first, and can take back), the most it may hold, and its weight for what is left over. "unlimited" lifts a bound.',
    )
    .argument('[project]', 'name or id of a project')
    .option('--department <name>', 'of this department, in place of a project')
    .option('--pool <name>', 'node pool; absent: the default one')
    .option('--gpu <devices>', 'deserved GPUs', devices)
    .option('--gpu-limit <devices>', 'most GPUs', devices)
    .option('--gpu-weight <n>', 'share of what is left over', notNegative)
    .option('--gpu-borrow <devices>', 'most GPUs above the deserved ones', devices)
    .option('--gpu-lend <devices>', 'most of its unused GPUs that others may use; 0: none', devices)
    .option('--gpu-user <devices>', 'most GPUs that one user may hold', devices)
    .option('--cpu <cores>', 'deserved CPU: 64, 0.5 or 500m')
    .option('--cpu-limit <cores>', 'most CPU')
    .option('--cpu-weight <n>', 'share of what is left over', notNegative)
    .option('--cpu-borrow <cores>', 'most CPU above the deserved one')
    .option('--cpu-lend <cores>', 'most of its unused CPU that others may use')
    .option('--cpu-user <cores>', 'most CPU that one user may hold')
    .option('--memory <size>', 'deserved memory: 256Gi')
    .option('--memory-limit <size>', 'most memory')
    .option('--memory-weight <n>', 'share of what is left over', notNegative)
    .option('--memory-borrow <size>', 'most memory above the deserved one')
    .option('--memory-lend <size>', 'most of its unused memory that others may use')
    .option('--memory-user <size>', 'most memory that one user may hold')
    .option('--resource <name:field=n>', 'a field for another resource: nvidia.com/mig-1g.10gb:limit=4', resourceQuota)
    .option('--min-runtime <duration>', 'how long its runs are safe from preemption, or inherit')
    .option('--rank <n>', 'who is served first with what is left over: the higher', whole)
    .option('--dry-run', 'show what it would come to, and set nothing')
    .addHelpText(
      'after',
      examples(
        'fairlead quota set vision --gpu 8 --gpu-limit 16 --gpu-weight 2',
        'fairlead quota set vision --gpu-lend 4 --gpu-borrow 8 --gpu-user 2 --min-runtime 30m',
        'fairlead quota set --department research --gpu 32 --cpu unlimited --pool a100',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(
    async (project: string | undefined, options: Options) => {
      if ((project === undefined) === (options.department === undefined)) {
        throw new UsageError('name one project, or one with --department', {
          hint: 'fairlead quota set vision --gpu 8',
        })
      }
      const change = changeOf(project, options)
      const isEmpty = Object.keys(change).every((key) => ['project', 'department', 'nodePool', 'dryRun'].includes(key))
      if (isEmpty) throw new UsageError('say what to change', { hint: 'fairlead quota set --help' })
      const quota = await app.client.quotas.set(change)
      answer(app, { output: options.output, data: quota, table: () => showQuotas(app, [quota]) })
      for (const warning of quota.warnings) app.note(`warning: ${warning}`)
      if (options.dryRun) app.note('nothing was set')
    },
  )
}

function changeOf(project: string | undefined, options: Options): QuotaChange {
  const { department, pool, rank, minRuntime } = options
  const gpu = line(options.gpu, options.gpuLimit, options.gpuWeight, {
    borrowLimit: options.gpuBorrow,
    lendLimit: options.gpuLend,
    userLimit: options.gpuUser,
  })
  const cpu = line(options.cpu, options.cpuLimit, options.cpuWeight, {
    borrowLimit: options.cpuBorrow,
    lendLimit: options.cpuLend,
    userLimit: options.cpuUser,
  })
  const memory = line(options.memory, options.memoryLimit, options.memoryWeight, {
    borrowLimit: options.memoryBorrow,
    lendLimit: options.memoryLend,
    userLimit: options.memoryUser,
  })
  return defined({
    project,
    department,
    nodePool: pool,
    rank,
    gpu,
    cpu,
    memory,
    extended: options.resource,
    minRuntime: minRuntime === 'inherit' ? null : minRuntime,
    dryRun: options.dryRun,
  })
}

function line<T>(
  deserved: T | undefined,
  limit: T | undefined,
  weight: number | undefined,
  more: { borrowLimit: T | undefined; lendLimit: T | undefined; userLimit: T | undefined },
) {
  const given = defined({ deserved, limit, weight, ...more })
  return Object.keys(given).length > 0 ? given : undefined
}

function devices(text: string): number | 'unlimited' {
  if (text === 'unlimited') return text
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0)) throw new InvalidArgumentError('give a number of devices, or unlimited.')
  return value
}
