import { existsSync, readdirSync, readFileSync, rmSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { CONTROL_PLANE_UNIT } from './control-plane-unit.ts'
import { foldersOf, readHostHistory } from './host-history.ts'
import { readLinuxRecords, type LinuxRecord } from './linux-record.ts'
import { HOME, imageFolder, SERVERS, UNITS, type Place } from './place.ts'
import { POSTGRESQL_UNIT } from './postgresql-unit.ts'

/** Images that a release may have unpacked below its number. Since PostgreSQL has a folder of its own, only older ones have it there. */
const ROLES = ['control-plane', 'postgresql', 'agent'] as const

/** Removes programs that are neither of a release that runs, nor of one before it that there is a way back to. Answers what went. */
export function keepReleases(place: Place): string[] {
  const { backend, cluster } = readLinuxRecords(place)
  const kept = new Set([
    ...numbersOf(backend).flatMap((counter) => [
      imageFolder(counter, 'control-plane'),
      imageFolder(counter, 'postgresql'),
    ]),
    ...readHostHistory(place).entries.flatMap(foldersOf),
    ...numbersOf(cluster).map((counter) => imageFolder(counter, 'agent')),
    ...startedFrom(place),
  ])
  const names = (folder: string) => (existsSync(place.on(folder)) ? readdirSync(place.on(folder)) : [])
  const numbers = names(`${HOME}/releases`)
  const there = [
    ...numbers.flatMap((counter) => ROLES.map((role) => imageFolder(Number(counter), role))),
    ...names(SERVERS).map((name) => `${SERVERS}/${name}`),
  ]
  const gone = there.filter((folder) => !kept.has(folder) && existsSync(place.on(folder)))
  for (const folder of gone) rmSync(place.on(folder), { recursive: true })
  const above = numbers.map((counter) => `${HOME}/releases/${counter}`)
  for (const folder of [...above, `${HOME}/releases`, SERVERS, HOME])
    if (existsSync(place.on(folder)) && readdirSync(place.on(folder)).length === 0) rmdirSync(place.on(folder))
  return gone
}

/** What services run from, whoever was killed before it wrote that down. */
function startedFrom(place: Place): string[] {
  return [CONTROL_PLANE_UNIT, POSTGRESQL_UNIT].flatMap((name) => {
    const path = place.on(join(UNITS, name))
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    return /^RootDirectory=(.+)$/m.exec(text)?.slice(1) ?? []
  })
}

function numbersOf(record: LinuxRecord | undefined): number[] {
  return [record?.counter, record?.previous?.counter].filter((counter) => counter !== undefined)
}
