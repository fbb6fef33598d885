import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const LIBRARY = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketimeMT.so.1`

/** Makes sure that processes can be given another clock. Answers why not, or undefined. */
export function ensureFakeClocks(): string | undefined {
  if (existsSync(LIBRARY)) return undefined
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return 'it needs faketime of Debian: install it'
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'faketime'], { stdio: 'ignore', env })
  return existsSync(LIBRARY) ? undefined : 'apt cannot install faketime'
}

/** Variables by which a process and its children believe that it is `ms` later than it is. What measures durations goes on as ever. */
export function clockOff(ms: number): Record<string, string> {
  const seconds = Math.round(ms / 1000)
  return {
    LD_PRELOAD: LIBRARY,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    FAKETIME_NO_CACHE: '1',
  }
}

/** Variables by which for a process and its children it stays the same moment. What measures durations goes on as ever. */
export function stillClock(at: number): Record<string, string> {
  return {
    LD_PRELOAD: LIBRARY,
    FAKETIME: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    TZ: 'UTC',
  }
}
