import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { buildWeb } from '../tools/processes/build-web.ts'
import { ensureChromium } from '../tools/processes/chromium.ts'

/** `pnpm e2e [name ...]`: scenarios by name, `console` for the browser tests, nothing for all. */
const scenarios = globSync('e2e/scenarios/*.spec.ts').map((file) => basename(file, '.spec.ts'))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !scenarios.includes(name) && name !== 'console')
if (unknown.length > 0) {
  process.stderr.write(
    `e2e: there is no scenario ${unknown.join(', ')}; there are: ${[...scenarios, 'console'].join(', ')}\n`,
  )
  process.exit(2)
}
const say = (line: string) => process.stderr.write(`${line}\n`)
buildWeb(say)
const browser = ensureChromium(say)
const env = { ...process.env, ...(browser === undefined ? {} : { FAIRLEAD_CHROMIUM: browser }) }
const names = asked.filter((name) => name !== 'console')
if (asked.length === 0 || names.length > 0)
  run(
    'e2e/playwright.config.ts',
    names.map((name) => `/${name}.spec.ts`),
  )
if (asked.length === 0 || asked.includes('console')) run('e2e/console/playwright.config.ts', [])

function run(config: string, filters: string[]): void {
  const { status } = spawnSync('playwright', ['test', '-c', config, ...filters], { stdio: 'inherit', env })
  if (status !== 0) process.exitCode = 1
}
