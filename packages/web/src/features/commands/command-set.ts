import type { Commands } from '../../components/command/command-box.tsx'
import { commandLine, curl } from '../../lib/shell.ts'

type Options = Parameters<typeof commandLine>[1]

interface Said {
  /** Words after `fairlead`. Absent where the CLI has no command for it. */
  cli?: { words: readonly string[]; options?: Options; rest?: readonly string[] }
  request: { method: string; path: string; body?: unknown }
}

/** An action of the console as it is done by hand: with the CLI, and as the request itself. */
export function commandSet({ cli, request }: Said): Commands {
  const asCurl = { name: 'curl', text: curl(request.method, request.path, request.body) }
  if (!cli) return [asCurl]
  return [{ name: 'CLI', text: commandLine(['fairlead', ...cli.words], cli.options, cli.rest) }, asCurl]
}

/** A query string, without what is not set. Lists are repeated. */
export function queryString(
  fields: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? (value as string[]) : [String(value)]) query.append(name, one)
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
