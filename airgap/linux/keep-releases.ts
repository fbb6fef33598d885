import { existsSync, readdirSync, rmSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Phase } from '../install/kube-object.ts'
import type { LinuxRecord } from './linux-record.ts'
import { HOME, type Place } from './place.ts'

/** By phase, the images that it may have unpacked. */
const ROLES = { backend: ['control-plane', 'postgresql'], cluster: ['agent'] } as const

/** Removes programs that are neither of the release that runs nor of the one before it. Answers what went. */
export function keepReleases(place: Place, records: Partial<Record<Phase, LinuxRecord>>): string[] {
  const home = place.on(join(HOME, 'releases'))
  const gone: string[] = []
  for (const counter of existsSync(home) ? readdirSync(home) : []) {
    for (const phase of ['backend', 'cluster'] as const) {
      const { [phase]: record } = records
      if ([record?.counter, record?.previous?.counter].includes(Number(counter))) continue
      for (const role of ROLES[phase]) {
        const folder = join(home, counter, role)
        if (!existsSync(folder)) continue
        rmSync(folder, { recursive: true })
        gone.push(`${HOME}/releases/${counter}/${role}`)
      }
    }
    if (readdirSync(join(home, counter)).length === 0) rmdirSync(join(home, counter))
  }
  for (const folder of [home, place.on(HOME)])
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
  return gone
}
