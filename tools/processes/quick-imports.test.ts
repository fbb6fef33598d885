import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './child.ts'
import { SOURCE_FLAGS } from './node-flags.ts'

/** Every way in which the control plane imports the package. */
const NAMES = ['drizzle-orm', 'drizzle-orm/pg-core', 'drizzle-orm/postgres-js', 'drizzle-orm/postgres-js/migrator']

/** Where the names lead, and what is behind them. */
function imported(flags: readonly string[]): unknown {
  const program = `
    const found = {}
    for (const name of ${JSON.stringify(NAMES)}) found[name] = [import.meta.resolve(name), Object.keys(await import(name)).sort()]
    const again = await import('drizzle-orm')
    console.log(JSON.stringify([found, again.sql === (await import('drizzle-orm')).sql]))`
  const result = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', program], {
    cwd: join(ROOT, 'packages/control-plane'),
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(result.stderr)
  return JSON.parse(result.stdout)
}

test('what is imported quickly is what would be imported', () => {
  expect(imported(SOURCE_FLAGS)).toEqual(imported([]))
})
