import { spawnSync } from 'node:child_process'
import type { LayerSource } from '../oci/layer-entries.ts'

/** The shared libraries and the loader that programs of this machine need, at the paths where the loader looks for them. */
export function sharedLibraries(programs: readonly string[]): LayerSource[] {
  const paths = new Set(programs.flatMap(librariesOf))
  return [...paths].map((path) => ({ from: path, to: path, mode: 0o755 }))
}

function librariesOf(program: string): string[] {
  const { status, stdout, stderr } = spawnSync('ldd', [program], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  if (status !== 0) throw new Error(`ldd cannot read ${program}: ${stderr.trim()}`)
  const missing = /(\S+) => not found/.exec(stdout)
  if (missing) throw new Error(`${program} needs ${missing[1]}, which is not on this machine`)
  return [...stdout.matchAll(/(?:^|=>)\s*(\/\S+) \(/gm)].map((match) => match[1]!)
}
