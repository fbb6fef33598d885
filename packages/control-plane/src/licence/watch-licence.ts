import type { App } from '../app/app.ts'
import { licenceWarnings } from '../lib/metrics.ts'
import { loopService, type Service } from '../lib/service.ts'
import { currentLicence } from './current-licence.ts'

const LOOK_MS = 3_600_000
const TELL_MS = 24 * 3_600_000

/** Looks at the licence each hour, and says in the log once a day what to look after. It says so and does no more. */
export function licenceService(app: App): Service {
  let toldAt = -Infinity
  let told = ''
  return loopService({
    name: 'licence',
    everyMs: LOOK_MS,
    log: app.log,
    turn: async () => {
      const { warnings, state } = await currentLicence(app)
      licenceWarnings.set(warnings.length)
      const sentence = warnings.join('; ')
      const now = performance.now()
      if (sentence === '' || (sentence === told && now - toldAt < TELL_MS)) return
      told = sentence
      toldAt = now
      app.log.warn({ state }, sentence)
    },
  })
}
