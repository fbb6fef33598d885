import { Connection, UpgradeOrder } from '@fairlead/protocol'
import { z } from 'zod'
import { selfTest, type SelfTestOptions } from './self-test.ts'
import type { Verb } from './command-desk.ts'

const ConnectionTestArgs = z.object({ namespace: z.string().min(1).max(63), connection: Connection })

const EndedWorkloadArgs = z.object({ namespace: z.string().min(1).max(63), workloadId: z.uuid() })

/** What the control plane may order beside desired state. No order changes anything that runs. */
export function createVerbs(
  options: SelfTestOptions & { sendFullStatus: () => void; upgrade: (order: UpgradeOrder) => Promise<string> },
): Record<string, Verb> {
  return {
    upgrade: {
      // The note on the Deployment says whether it was begun.
      isRepeatable: true,
      run: async (args) => ({ ok: true, message: await options.upgrade(UpgradeOrder.parse(args)), output: null }),
    },
    check: {
      isRepeatable: true,
      run: async ({ network }) => {
        const lines = await selfTest(options, { network: network === true })
        const bad = lines.filter((line) => !line.ok).length
        const message = bad === 0 ? 'all is well' : `${bad} of ${lines.length} lines need a look`
        return { ok: true, message, output: lines }
      },
    },
    'connection.test': {
      isRepeatable: true,
      run: async (args) => {
        const { driver } = options
        if (driver.testConnection === undefined) {
          return { ok: false, message: `the driver ${driver.name} knows no connections`, output: null }
        }
        const test = ConnectionTestArgs.parse(args)
        return { ok: true, message: 'the connection works', output: await driver.testConnection(test) }
      },
    },
    'workload.ended': {
      isRepeatable: true,
      run: async (args) => {
        await options.driver.endWorkload?.(EndedWorkloadArgs.parse(args))
        return { ok: true, message: 'what was kept for its next run may go', output: null }
      },
    },
    report: {
      isRepeatable: true,
      run: () => {
        options.sendFullStatus()
        return Promise.resolve({ ok: true, message: 'a full status follows', output: null })
      },
    },
  }
}
