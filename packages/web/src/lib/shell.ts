/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** Words and options as one command line. An option that is not set is left out; a list is the option several times. */
export function commandLine(
  words: readonly string[],
  options: Readonly<Record<string, string | number | true | readonly string[] | undefined | null>> = {},
  rest: readonly string[] = [],
): string {
  const named = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === null) return []
    if (value === true) return [`--${name}`]
    const values = Array.isArray(value) ? (value as string[]) : [String(value)]
    return values.flatMap((one) => [`--${name}`, shellWord(one)])
  })
  const after = rest.length > 0 ? ['--', ...rest.map(shellWord)] : []
  return [...words.map(shellWord), ...named, ...after].join(' ')
}

/** The same request by hand. The token stays in the reader's own environment. */
export function curl(method: string, path: string, body?: unknown): string {
  const origin = typeof location === 'undefined' ? 'http://localhost:8080' : location.origin
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${shellWord(`${origin}/api/v1${path}`)}`,
    `-H "Authorization: Bearer $FAIRLEAD_TOKEN"`,
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${shellWord(JSON.stringify(body))}`]),
  ]
  return lines.join(' \\\n  ')
}
