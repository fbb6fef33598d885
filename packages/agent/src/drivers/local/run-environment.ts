import type { RunRequest } from '../driver.ts'

/** What a command needs of its host. Everything else of the agent's environment stays with the agent. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'USER', 'LOGNAME', 'SHELL', 'LD_LIBRARY_PATH']

/** Variables of one replica: of the host, then the run's own, then what says where it is in its gang. */
export function runEnvironment(options: {
  request: RunRequest
  index: number
  /** GPU indexes; undefined on a host without GPUs. */
  devices: number[] | undefined
  masterPort: number
  host: NodeJS.ProcessEnv
}): Record<string, string> {
  const { request, index, devices, masterPort, host } = options
  const { spec } = request
  const env: Record<string, string> = {}
  for (const name of PASSED_ON) {
    const value = host[name]
    if (value !== undefined) env[name] = value
  }
  for (const { name, value } of spec.env) if (value !== undefined) env[name] = value
  env.FAIRLEAD_RUN_ID = request.runId
  env.FAIRLEAD_GENERATION = String(request.generation)
  env.FAIRLEAD_WORKLOAD = spec.workload.name
  env.FAIRLEAD_REPLICA_INDEX = String(index)
  env.FAIRLEAD_REPLICAS = String(spec.replicas)
  env.JOB_ID = spec.workload.id
  env.RANK = String(index)
  env.WORLD_SIZE = String(spec.replicas)
  if (spec.workload.kind === 'distributed') {
    env.MASTER_ADDR = '127.0.0.1'
    env.MASTER_PORT = String(masterPort)
  }
  // Empty hides all devices from a run that asked for none.
  if (devices !== undefined) env.CUDA_VISIBLE_DEVICES = devices.join(',')
  return env
}
