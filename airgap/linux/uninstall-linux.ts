import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, rmdirSync } from 'node:fs'
import type { Phase } from '../install/kube-object.ts'
import { AGENT_CONFIG, AGENT_DATA, AGENT_UNIT, AGENT_USER, JOIN_TOKEN_FILE } from './agent-unit.ts'
import {
  CA_FILE,
  CONTROL_PLANE_FILES,
  CONTROL_PLANE_UNIT,
  CONTROL_PLANE_USER,
  DOWNLOADS,
} from './control-plane-unit.ts'
import { HISTORY } from './host-history.ts'
import { keepReleases } from './keep-releases.ts'
import { usersFile } from './linux-plan.ts'
import { readLinuxRecords, writeLinuxRecord } from './linux-record.ts'
import { BACKUPS, NIGHTLY_SERVICE, NIGHTLY_SETTINGS, NIGHTLY_STAMP, NIGHTLY_TIMER } from './nightly-units.ts'
import { HOME, RECORD, SERVERS, SETTINGS, UNITS, type Place } from './place.ts'
import {
  NEXT_PASSWORD_FILE,
  PASSWORD_FILE,
  POSTGRESQL_DATA,
  POSTGRESQL_UNIT,
  POSTGRESQL_USER,
} from './postgresql-unit.ts'
import { SCRATCH_DATA } from './scratch-server.ts'
import { UNSTARTED } from './start-services.ts'
import { systemctl } from './systemctl.ts'

/** The name to say for the data of a phase. */
export const DATA_NAMES = { backend: 'fairlead-postgresql', cluster: 'fairlead-agent' } as const satisfies Record<
  Phase,
  string
>

interface Parts {
  units: readonly string[]
  files: readonly string[]
  /** What stays until it is named, and whose it is. */
  data: Readonly<Record<string, string>>
  users: readonly string[]
}

const PARTS = {
  backend: {
    units: [NIGHTLY_TIMER, NIGHTLY_SERVICE, CONTROL_PLANE_UNIT, POSTGRESQL_UNIT],
    files: [
      ...Object.values(CONTROL_PLANE_FILES),
      NIGHTLY_SETTINGS,
      NIGHTLY_STAMP,
      HISTORY,
      SCRATCH_DATA,
      DOWNLOADS,
      UNSTARTED,
    ],
    data: {
      [POSTGRESQL_DATA]: POSTGRESQL_USER,
      [PASSWORD_FILE]: POSTGRESQL_USER,
      [NEXT_PASSWORD_FILE]: POSTGRESQL_USER,
      [BACKUPS]: CONTROL_PLANE_USER,
    },
    users: [CONTROL_PLANE_USER, POSTGRESQL_USER],
  },
  cluster: {
    units: [AGENT_UNIT],
    files: [AGENT_CONFIG, JOIN_TOKEN_FILE],
    data: { [AGENT_DATA]: AGENT_USER },
    users: [AGENT_USER],
  },
} as const satisfies Record<Phase, Parts>

export interface LinuxRemoval {
  units: string[]
  paths: string[]
  users: string[]
  /** Without them the data is lost or cannot be read. */
  data: string[]
}

/** What a phase has on this host. Changes nothing. */
export function listLinux(phase: Phase, place: Place, deletesData: boolean): LinuxRemoval {
  const { units, files, data, users }: Parts = PARTS[phase]
  const isThere = (path: string) => existsSync(place.on(path))
  const kept = Object.keys(data).filter(isThere)
  const others = readLinuxRecords(place)[phase === 'backend' ? 'cluster' : 'backend']
  const programs = isThere(`${HOME}/releases`)
    ? readdirSync(place.on(`${HOME}/releases`)).flatMap((counter) =>
        (phase === 'backend' ? ['control-plane', 'postgresql'] : ['agent']).map(
          (role) => `${HOME}/releases/${counter}/${role}`,
        ),
      )
    : []
  if (phase === 'backend' && isThere(SERVERS))
    programs.push(...readdirSync(place.on(SERVERS)).map((name) => `${SERVERS}/${name}`))
  const known = place.isLive ? readFileSync('/etc/passwd', 'utf8') : ''
  // What stays belongs to somebody: that user stays as well.
  const staying = deletesData ? [] : kept.map((path) => data[path])
  const gone = users.filter((user) => !staying.includes(user))
  return {
    units: units.filter((name) => isThere(`${UNITS}/${name}`)),
    paths: [
      ...units.map((name) => `${UNITS}/${name}`),
      ...files,
      ...(others === undefined ? [CA_FILE] : []),
      usersFile(phase),
      ...programs,
    ].filter(isThere),
    users: gone.filter((user) => known.includes(`\n${user}:`)),
    data: kept,
  }
}

/** Removes what {@link listLinux} has listed; data only when asked. Answers what went. */
export function removeLinux(phase: Phase, place: Place, removal: LinuxRemoval, deletesData: boolean): string[] {
  const gone: string[] = []
  for (const name of place.isLive ? removal.units : []) {
    systemctl(['disable', '--now', '--quiet', name])
    // Work of the agent goes on when the agent ends: here it ends as well.
    systemctl(['kill', '--kill-whom=all', '--signal=SIGKILL', name], { mayFail: true })
    systemctl(['reset-failed', name], { mayFail: true })
  }
  for (const path of [...removal.paths, ...(deletesData ? removal.data : [])]) {
    rmSync(place.on(path), { recursive: true, force: true })
    gone.push(path)
  }
  writeLinuxRecord(place, phase, undefined)
  gone.push(...keepReleases(place))
  if (Object.keys(readLinuxRecords(place)).length === 0) rmSync(place.on(RECORD), { force: true })
  const settings = place.on(SETTINGS)
  if (existsSync(settings) && readdirSync(settings).length === 0) rmdirSync(settings)
  if (place.isLive) {
    systemctl(['daemon-reload'])
    for (const user of removal.users) if (spawnSync('userdel', [user]).status === 0) gone.push(`user ${user}`)
  }
  return gone
}
