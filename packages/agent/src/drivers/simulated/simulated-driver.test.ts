import { driverContract } from '../../../test/driver-contract.ts'
import { testLogger } from '../../../test/in-process-agent.ts'
import { simulatedSpec } from '../../../test/run-body.ts'
import { systemClock } from '../../lib/clock.ts'
import { SimulatedDriver } from './simulated-driver.ts'

/** Seconds of workloads pass ten times as fast, so that even short ones write several lines. */
const TIME_SCALE = 10

driverContract('simulated', {
  create: (stateDir) => createSimulatedDriver(stateDir),
  spec: ({ seconds, exitCode = 0, overrides }) => simulatedSpec(seconds * TIME_SCALE, exitCode, overrides),
  failingGang: () => simulatedSpec(0.5, 7, { replicas: 3 }),
  // Nothing is executed: what counts is how often it was seen to begin.
  starts: ({ runId, seen }) => {
    const own = seen.filter((run) => run.runId === runId).map((run) => run.phase)
    const begun = own.filter((phase, index) => phase === 'STARTING' && own[index - 1] !== 'STARTING')
    return Promise.resolve(begun.length)
  },
})

function createSimulatedDriver(stateDir: string): SimulatedDriver {
  return new SimulatedDriver({
    stateDir,
    clock: systemClock,
    log: testLogger(),
    fleet: [{ count: 3, shape: { cpu: 8, memory: 32_768, gpu: 0 }, labels: {}, taints: [], namePrefix: 'sim' }],
    defaults: { durationSeconds: 1, failureRate: 0, startDelaySeconds: 0.05 },
    timeScale: TIME_SCALE,
    logRetentionMs: 3_600_000,
  })
}
