import { existsSync, readdirSync, rmSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { readHostHistory } from './host-history.ts'
import { readLinuxRecords, type LinuxRecord } from './linux-record.ts'
import { HOME, type Place } from './place.ts'

/** By phase, the images that it may have unpacked. */
const ROLES = { backend: ['control-plane', 'postgresql'], cluster: ['agent'] } as const

/** Removes programs that are neither of a release that runs, nor of one before it that there is a way back to. Answers what went. */
export function keepReleases(place: Place): string[] {
  const records = readLinuxRecords(place)
  const kept = {
    backend: [...numbersOf(records.backend), ...readHostHistory(place).entries.map(({ counter }) => counter)],
    cluster: numbersOf(records.cluster),
  }
  const home = place.on(join(HOME, 'releases'))
  const gone: string[] = []
  for (const counter of existsSync(home) ? readdirSync(home) : []) {
    for (const phase of ['backend', 'cluster'] as const) {
      if (kept[phase].includes(Number(counter))) continue
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

function numbersOf(record: LinuxRecord | undefined): number[] {
  return [record?.counter, record?.previous?.counter].filter((counter) => counter !== undefined)
}
