import type { App } from '../app/app.ts'
import { loopService, type Service } from '../lib/service.ts'
import { turnUpgrades } from './turn-upgrades.ts'

/** Looks again and again whether an upgrade may begin, or has ended without a word. */
export function upgradeService(app: App): Service {
  return loopService({
    name: 'agent-upgrades',
    everyMs: 5_000,
    log: app.log,
    turn: async () => {
      await turnUpgrades(app)
    },
  })
}
