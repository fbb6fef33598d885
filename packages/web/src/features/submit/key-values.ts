/** `KEY=VALUE` lines as a map; empty lines and lines that begin with # are left out. */
export function readKeyValues(text: string): { values: Record<string, string>; error: string | undefined } {
  const values: Record<string, string> = {}
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const at = trimmed.indexOf('=')
    if (at < 1) return { values, error: `line ${index + 1}: write KEY=VALUE` }
    values[trimmed.slice(0, at).trim()] = trimmed.slice(at + 1)
  }
  return { values, error: undefined }
}

/** A map as `KEY=VALUE` lines. */
export function writeKeyValues(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')
}

type EnvValue = string | { secretRef: { name: string; key: string } }
const SECRET = /^secret:([a-z0-9.-]+)\/([\w.-]+)$/

/** Environment lines: `KEY=secret:NAME/KEY` refers to a secret of the cluster, everything else is a value. */
export function toEnv(values: Readonly<Record<string, string>>): Record<string, EnvValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, EnvValue] => {
      const [, secret, key] = SECRET.exec(value) ?? []
      return [name, secret !== undefined && key !== undefined ? { secretRef: { name: secret, key } } : value]
    }),
  )
}

/** The other way round, for a form that begins from a workload. */
export function fromEnv(env: Readonly<Record<string, EnvValue>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `secret:${value.secretRef.name}/${value.secretRef.key}`,
    ]),
  )
}
