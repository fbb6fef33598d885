export { parseSettings } from './config.ts'
export { createLogger } from './lib/logger.ts'
export { runAgent, type RunningAgent } from './run-agent.ts'
export { SETTINGS, type Config } from './settings.ts'
