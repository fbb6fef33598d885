import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { driverContract } from '../../../test/driver-contract.ts'
import { testLogger } from '../../../test/in-process-agent.ts'
import { runSpec } from '../../../test/run-body.ts'
import { systemClock } from '../../lib/clock.ts'
import { hasCode } from '../../lib/files.ts'
import { LocalDriver } from './local-driver.ts'

driverContract('local', {
  create: (stateDir) => createLocalDriver(stateDir),
  spec: ({ seconds, stopSeconds, exitCode = 0, overrides }) =>
    runSpec({
      command: ['/bin/sh', '-c'],
      args: [
        `${stopSeconds === undefined ? '' : `trap 'sleep ${stopSeconds}' TERM; `}echo started >>../starts; echo "one of $FAIRLEAD_RUN_ID"; echo two >&2; sleep ${seconds}; echo three; exit ${exitCode}`,
      ],
      ...overrides,
    }),
  failingGang: () =>
    runSpec({
      replicas: 3,
      command: ['/bin/sh', '-c', 'if [ "$FAIRLEAD_REPLICA_INDEX" = 0 ]; then sleep 0.2; exit 7; fi; sleep 600'],
    }),
  starts: ({ runId, stateDir }) => Promise.resolve(countLines(join(stateDir, 'runs', `${runId}-1`, '0', 'starts'))),
})

function createLocalDriver(stateDir: string): LocalDriver {
  return new LocalDriver({
    stateDir,
    clock: systemClock,
    log: testLogger(),
    env: process.env,
    logRetentionMs: 3_600_000,
    host: {
      name: 'host-1',
      labels: {},
      taints: [],
      cpu: undefined,
      memory: undefined,
      gpus: undefined,
      gpuModel: undefined,
    },
  })
}

function countLines(path: string): number {
  try {
    return readFileSync(path, 'utf8').split('\n').length - 1
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0
    throw error
  }
}
