import { writeFileSync } from 'node:fs'
import { MUTATIONS } from '../packages/scheduler/test/mutations/all.ts'
import { mutatedSource } from '../packages/scheduler/test/mutations/find-mutation.ts'
import { Ground } from './mutations/ground.ts'
import { recordOf, type Verdict } from './mutations/record.ts'
import { readOptions } from './processes/read-options.ts'

/**
 * Breaks the planner's guards one by one in a copy of its package and runs its tests, properties first, until one fails. A mutation
 * that no test notices survives, and the command fails. A run over all of them writes down which test caught what. `--only` for the
 * mutations whose names contain a text, `--jobs` for how many are tried at a time.
 */
const RECORD = new URL('../packages/scheduler/test/mutations/README.md', import.meta.url)

const values = readOptions('test:mutations', {
  only: { type: 'string', default: '' },
  jobs: { type: 'string', default: '2' },
})
const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only))
const obstacles = chosen.map((mutation) => mutatedSource(mutation)).filter((made) => 'obstacle' in made)
for (const { obstacle } of obstacles) process.stderr.write(`test:mutations: ${obstacle}\n`)
if (chosen.length === 0) process.stderr.write(`test:mutations: no mutation's name contains '${values.only}'\n`)
if (obstacles.length > 0 || chosen.length === 0) process.exit(1)

const intact = new Ground()
const failing = await intact.tryIntact()
intact.clear()
if (failing !== undefined) {
  process.stderr.write(`test:mutations: without any mutation, this fails: ${failing.test}; mend it first\n`)
  process.exit(1)
}

const verdicts = new Map<string, Verdict>()
const waiting = [...chosen]
await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs) || 1) }, work))
const survivors = chosen.filter(({ name }) => verdicts.get(name) === undefined)
process.stdout.write(`${chosen.length - survivors.length} of ${chosen.length} mutations caught\n`)
for (const { name, file } of survivors) process.stdout.write(`SURVIVED ${name} (src/${file})\n`)
if (chosen.length === MUTATIONS.length && survivors.length === 0) writeFileSync(RECORD, recordOf(MUTATIONS, verdicts))
process.exitCode = survivors.length > 0 ? 1 : 0

async function work(): Promise<void> {
  const ground = new Ground()
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const started = performance.now()
      const verdict = await ground.tryOut(next)
      if (verdict !== undefined) verdicts.set(next.name, verdict)
      const seconds = ((performance.now() - started) / 1000).toFixed(0)
      const told = verdict === undefined ? 'SURVIVED' : `caught by ${verdict.ring}: ${verdict.test}`
      process.stdout.write(`${next.name} (${seconds} s): ${told}\n`)
    }
  } finally {
    ground.clear()
  }
}
