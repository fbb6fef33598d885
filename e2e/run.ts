import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { buildWeb } from '../tools/processes/build-web.ts'
import { prepareAirgap } from './airgap/support/prepare-airgap.ts'
import { ensureChromium } from '../tools/processes/chromium.ts'
import { ensureFonts } from '../tools/processes/ensure-fonts.ts'

/**
 * `pnpm e2e [name ...]`: scenarios by name, `console` for the browser tests, `airgap` for the offline bundle, nothing for all. The site of the bundle is used
 * for five minutes, or as long as FAIRLEAD_AIRGAP_MINUTES says; `npm test` uses it for seconds.
 */
const scenarios = globSync('e2e/scenarios/*.spec.ts').map((file) => basename(file, '.spec.ts'))
const asked = process.argv.slice(2)
const others = ['console', 'airgap']
const unknown = asked.filter((name) => !scenarios.includes(name) && !others.includes(name))
if (unknown.length > 0) {
  process.stderr.write(
    `e2e: there is no scenario ${unknown.join(', ')}; there are: ${[...scenarios, ...others].join(', ')}\n`,
  )
  process.exit(2)
}
const say = (line: string) => process.stderr.write(`${line}\n`)
buildWeb(say)
const browser = ensureChromium(say)
ensureFonts(say)
const env = { ...process.env, ...(browser === undefined ? {} : { FAIRLEAD_CHROMIUM: browser }) }
const names = asked.filter((name) => !others.includes(name))
if (asked.length === 0 || names.length > 0)
  run(
    'e2e/playwright.config.ts',
    names.map((name) => `/${name}.spec.ts`),
  )
if (asked.length === 0 || asked.includes('console')) run('e2e/console/playwright.config.ts', [])
if (asked.length === 0 || asked.includes('airgap')) await runAirgap()

async function runAirgap(): Promise<void> {
  const obstacle = await prepareAirgap()
  if (obstacle !== undefined) process.stderr.write(`e2e: airgap is skipped: ${obstacle}\n`)
  else {
    const minutes = process.env['FAIRLEAD_AIRGAP_MINUTES'] ?? '5'
    const { status } = spawnSync('vitest', ['run', '--project', 'airgap'], {
      stdio: 'inherit',
      env: { ...process.env, FAIRLEAD_AIRGAP_MINUTES: minutes },
    })
    if (status !== 0) process.exitCode = 1
  }
}

function run(config: string, filters: string[]): void {
  const { status } = spawnSync('playwright', ['test', '-c', config, ...filters], { stdio: 'inherit', env })
  if (status !== 0) process.exitCode = 1
}
