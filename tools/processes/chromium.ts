import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ROOT } from './child.ts'

const DEBIAN = '/usr/bin/chromium'

/**
 * Makes sure that there is a browser for the console's tests: Debian's where it is or can be installed (as root), else Playwright's own. Answers
 * its path, or undefined for Playwright's default.
 */
export function ensureChromium(say: (line: string) => void): string | undefined {
  if (existsSync(DEBIAN)) return DEBIAN
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('installing Chromium (apt, once)')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (existsSync(DEBIAN)) return DEBIAN
  }
  say("installing Playwright's Chromium (once)")
  const result = spawnSync('npx', ['playwright', 'install', 'chromium'], { cwd: ROOT, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`no browser could be installed: ${result.stderr}`)
  return undefined
}
