import { Option } from 'commander'
import type { App } from '../session/app.ts'
import { agentSteps } from './agent-steps.ts'
import { helmSteps } from './helm-steps.ts'

export const AGENT_DRIVERS = ['local', 'simulated', 'kubernetes'] as const
export type AgentDriver = (typeof AGENT_DRIVERS)[number]

/** Where the agent will be. */
export function driverOption(): Option {
  return new Option('--driver <driver>', 'what the agent runs things on').choices(AGENT_DRIVERS).default('local')
}

/** The commands that bring an agent to life, by what it runs things on. */
export async function joinSteps(
  app: App,
  { driver, ...of }: { driver: AgentDriver; cluster: string; tokenFile: string | undefined },
): Promise<string> {
  const { url } = app.connection
  if (driver !== 'kubernetes') return agentSteps({ ...of, url, driver })
  const projects = await app.client.projects.list()
  const namespaces = projects.filter((project) => project.archivedAt === null).map((project) => project.namespace)
  return helmSteps({ ...of, url, namespaces: [...new Set(namespaces)].toSorted() })
}
