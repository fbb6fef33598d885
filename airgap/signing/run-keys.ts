import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { entryOf, readKeyHistory, writeKeyHistory, type KeyHistory, type ReleaseKey } from './key-history.ts'
import { fingerprintOf, parsePublicKeys, type PublicKeys } from './public-keys.ts'
import { makeSigningKeys, publicKeysOf, readSigningKeys, writeSigningKeys } from './signing-keys.ts'

export const KEYS_USAGE = `usage: pnpm airgap:keys new FILE
       pnpm airgap:keys list FOLDER
       pnpm airgap:keys add FOLDER --root FILE --key FILE [--from DAY]
       pnpm airgap:keys end FOLDER --root FILE --fingerprint F [--until DAY]
       pnpm airgap:keys revoke FOLDER --root FILE --fingerprint F --why TEXT [--at DAY]

Keeps the list of keys that sign releases, which one root key signs: FOLDER is what --key-history of airgap:bundle takes. "new" makes a pair for a root or for releases.
The file of the root belongs on a machine without a network, and a copy of it into a safe. Days are such as 2026-11-22; today when left out.
`

/** Carries out one command line of `pnpm airgap:keys` and answers what it has to tell. Files are named relative to `cwd`. Throws with one sentence. */
export function runKeys(argv: readonly string[], cwd: string): string {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { root: text, key: text, fingerprint: text, from: text, until: text, at: text, why: text },
  })
  const [action, named, ...more] = positionals
  if (named === undefined || more.length > 0) throw new Error('one action and one place')
  const place = resolve(cwd, named)
  const file = (value: string | undefined, flag: string) => resolve(cwd, given(value, flag))
  const today = new Date().toISOString().slice(0, 10)
  if (action === 'new') {
    const keys = makeSigningKeys()
    writeSigningKeys(place, keys)
    return `${fingerprintOf(publicKeysOf(keys))}  ${place}`
  }
  const before = readKeyHistory(place)
  if (action === 'list') return tell(before)
  const root = readSigningKeys(file(values.root, '--root'))
  if (before !== undefined && before.root !== fingerprintOf(publicKeysOf(root)))
    throw new Error(`${place} was signed by another root, ${before.root}: sites would refuse what this one signs`)
  const keys: ReleaseKey[] = before?.keys ?? []
  const change = (what: Partial<ReleaseKey>) => {
    const fingerprint = given(values.fingerprint, '--fingerprint')
    if (!keys.some((key) => key.fingerprint === fingerprint)) throw new Error(`${place} has no ${fingerprint}`)
    return keys.map((key) => (key.fingerprint === fingerprint ? { ...key, ...what } : key))
  }
  const next = (): ReleaseKey[] => {
    if (action === 'add') {
      const entry = entryOf(publicKeysIn(file(values.key, '--key')), values.from ?? today)
      if (keys.some(({ fingerprint }) => fingerprint === entry.fingerprint)) throw new Error(`${place} has it already`)
      return [...keys, entry]
    }
    if (action === 'end') return change({ until: values.until ?? today })
    if (action === 'revoke') return change({ revoked: { at: values.at ?? today, why: given(values.why, '--why') } })
    throw new Error(`${action} is none of new, list, add, end, revoke`)
  }
  const history: KeyHistory = { schema: 1, product: 'fairlead', serial: (before?.serial ?? 0) + 1, keys: next() }
  writeKeyHistory(place, history, root)
  return tell(readKeyHistory(place))
}

function tell(history: ReturnType<typeof readKeyHistory>): string {
  if (history === undefined) return 'no keys yet'
  const lines = history.keys.map(({ fingerprint, from, until, revoked }) =>
    [fingerprint, `from ${from}`, until && `until ${until}`, revoked && `revoked ${revoked.at}: ${revoked.why}`]
      .filter(Boolean)
      .join('  '),
  )
  return [`list ${history.serial}, signed by the root ${history.root}`, ...lines].join('\n')
}

function publicKeysIn(file: string): PublicKeys {
  if (!existsSync(file)) throw new Error(`there is no ${file}`)
  const text = readFileSync(file, 'utf8')
  return text.includes('PRIVATE KEY') ? publicKeysOf(readSigningKeys(file)) : parsePublicKeys(text)
}

function given(value: string | undefined, flag: string): string {
  if (value === undefined) throw new Error(`${flag} is missing`)
  return value
}
