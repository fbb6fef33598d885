import { selfTest, type SelfTestOptions } from './self-test.ts'
import type { Verb } from './command-desk.ts'

/** What the control plane may order beside desired state. Neither order changes anything that runs. */
export function createVerbs(options: SelfTestOptions & { sendFullStatus: () => void }): Record<string, Verb> {
  return {
    check: {
      isRepeatable: true,
      run: async () => {
        const lines = await selfTest(options)
        const bad = lines.filter((line) => !line.ok).length
        const message = bad === 0 ? 'all is well' : `${bad} of ${lines.length} lines need a look`
        return { ok: true, message, output: lines }
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
