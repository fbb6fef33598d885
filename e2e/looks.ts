import { spawnSync } from 'node:child_process'
import { buildWeb } from '../tools/processes/build-web.ts'
import { ensureChromium } from '../tools/processes/chromium.ts'
import { ensureFonts } from '../tools/processes/ensure-fonts.ts'

/** `pnpm looks`: makes the pictures anew that pages are compared with, for this browser and these fonts. Somebody has to look at them, in the difference. */
const say = (line: string) => process.stderr.write(`${line}\n`)
const missing = ensureFonts(say)
if (missing.length > 0) {
  say(`looks: ${missing.join(' and ')} of Debian cannot be installed here, so these pictures would be nobody's`)
  process.exit(1)
}
buildWeb(say)
const browser = ensureChromium(say)
const env = {
  ...process.env,
  FAIRLEAD_LOOKS: 'make',
  ...(browser === undefined ? {} : { FAIRLEAD_CHROMIUM: browser }),
}
const args = ['test', '-c', 'e2e/console/playwright.config.ts', '--project', 'looks', ...process.argv.slice(2)]
process.exitCode = spawnSync('playwright', args, { stdio: 'inherit', env }).status ?? 1
