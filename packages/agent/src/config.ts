import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { messageOf } from './lib/logger.ts'
import { StartupError } from './lib/startup-error.ts'
import { SETTINGS, variableOf, type Config, type SettingName } from './settings.ts'

export type Invocation = { kind: 'run'; config: Config; warnings: string[] } | { kind: 'text'; text: string }

const USAGE = `fairlead-agent [--config FILE] [--join-token-file FILE|-] [--help] [--version]

Every setting has a variable FAIRLEAD_AGENT_… and a line in the YAML file; a variable wins.
`

/**
 * Reads arguments, variables and the file into one configuration. Throws {@link StartupError} with exit code 2 and one message that
 * names every wrong setting.
 */
export async function readConfig(argv: string[], env: NodeJS.ProcessEnv, version: string): Promise<Invocation> {
  const flags = readFlags(argv)
  if (flags.help === true) return { kind: 'text', text: USAGE + settingsText() }
  if (flags.version === true) return { kind: 'text', text: `${version}\n` }
  const file = flags.config === undefined ? {} : await readFile(flags.config)
  const given: Record<string, unknown> = { ...file, ...fromEnvironment(env) }
  const tokenFile = flags['join-token-file']
  if (tokenFile !== undefined) given.joinTokenFile = tokenFile
  return { kind: 'run', config: parseSettings(given), warnings: unknownVariables(env) }
}

/** Checks settings that were put together by hand. Throws as {@link readConfig} does. */
export function parseSettings(given: Record<string, unknown>): Config {
  const problems: string[] = []
  const config: Record<string, unknown> = {}
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(SETTINGS, name)) problems.push(`${name} is not a setting; --help lists them`)
  }
  for (const [name, { schema }] of Object.entries(SETTINGS)) {
    const parsed = (schema as z.ZodType).safeParse(given[name])
    if (parsed.success) config[name] = parsed.data
    else problems.push(problemOf(name, given[name], parsed.error))
  }
  if (problems.length > 0) throw new StartupError(`wrong settings:\n  ${problems.join('\n  ')}`, 2)
  return config as Config
}

function problemOf(name: string, value: unknown, error: z.ZodError): string {
  const issue = error.issues[0]
  const place = [name, ...(issue?.path ?? [])].join('.')
  if (value === undefined) return `${name} is not set (${variableOf(name)}): ${SETTINGS[name as SettingName].about}`
  return `${place}: ${issue?.message ?? 'cannot be read'}`
}

function readFlags(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        config: { type: 'string' },
        'join-token-file': { type: 'string' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new StartupError(`${messageOf(error)}\n\n${USAGE}`, 2)
  }
}

async function readFile(path: string): Promise<Record<string, unknown>> {
  try {
    // Loaded only when there is a file: the parser costs memory for as long as the agent lives.
    const { parse } = await import('yaml')
    const content: unknown = parse(readFileSync(path, 'utf8'))
    if (content === null) return {}
    if (typeof content === 'object' && !Array.isArray(content)) return { ...content }
  } catch (error) {
    throw new StartupError(`${path} cannot be read: ${messageOf(error)}`, 2)
  }
  throw new StartupError(`${path} must hold a map of settings`, 2)
}

function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of Object.keys(SETTINGS)) {
    const value = env[variableOf(name)]
    if (value !== undefined && value !== '') found[name] = value
  }
  return found
}

/** Kubernetes makes variables of its own for services, so an unknown one is worth a line and no more. */
function unknownVariables(env: NodeJS.ProcessEnv): string[] {
  const known = new Set(Object.keys(SETTINGS).map((name) => variableOf(name)))
  return Object.keys(env).filter((name) => name.startsWith('FAIRLEAD_AGENT_') && !known.has(name))
}

function settingsText(): string {
  return Object.entries(SETTINGS)
    .map(([name, { about, type, preset }]) => {
      const rest = preset === '' ? '' : ` Default: ${preset}.`
      return `\n${name}  ${variableOf(name)}\n    ${about} ${type}.${rest}`
    })
    .join('\n')
    .concat('\n')
}
