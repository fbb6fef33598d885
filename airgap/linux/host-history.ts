import { existsSync, readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { toKeep, type History } from '../life/history.ts'
import type { Release } from '../release/release.ts'
import { CONTROL_PLANE_FILES } from './control-plane-unit.ts'
import type { LinuxPlan } from './linux-plan.ts'
import { folderOf, imageFolder, SETTINGS, type Place } from './place.ts'
import { writeIfOther } from './write-if-other.ts'

export const HISTORY = `${SETTINGS}/history.json`

const release = z.object({
  version: z.string(),
  counter: z.int().positive(),
  at: z.iso.datetime(),
  /** Of images that are unpacked. */
  roles: z.array(z.string()),
  /** Where they are unpacked; absent where all lie below its number. */
  folders: z.array(z.string()).optional(),
  units: z.array(z.object({ name: z.string(), text: z.string() })),
  /** Settings of the control plane, without the address of the database: that stays as it is on any way back. */
  config: z.string(),
})
/** A release that ran on a host, with all that it takes to bring it back beside its programs, which stay where they are. */
export type HostRelease = z.infer<typeof release>

const history = z.object({ entries: z.array(release), pending: z.string().optional() })

/** What has run on this host. Empty where nothing has. */
export function readHostHistory(place: Place): History<HostRelease> {
  const path = place.on(HISTORY)
  return existsSync(path) ? history.parse(JSON.parse(readFileSync(path, 'utf8'))) : { entries: [] }
}

/** Keeps the newest few. */
export function writeHostHistory(place: Place, found: History<HostRelease>): void {
  writeIfOther(place.on(HISTORY), `${JSON.stringify(toKeep(found), undefined, 2)}\n`, 0o600)
}

/** Where the programs of a release are. */
export function foldersOf({ counter, roles, folders }: Pick<HostRelease, 'counter' | 'roles' | 'folders'>): string[] {
  return folders ?? roles.map((role) => imageFolder(counter, role))
}

/** What a plan would bring, for later. */
export function hostRelease(plan: LinuxPlan, of: Release, at: number): HostRelease {
  const { databaseUrl: _, ...config } = settingsIn(plan.files.find(({ path }) => path === CONTROL_PLANE_FILES.config)!)
  const { version, counter } = of
  return {
    version,
    counter,
    at: new Date(at).toISOString(),
    roles: [...plan.roles],
    folders: plan.roles.map((role) => folderOf(of, role)),
    units: plan.services,
    config: stringify(config),
  }
}

/** The settings of a release that ran here with the database that there is now. */
export function configOf({ config }: HostRelease, place: Place): string {
  const now = readFileSync(place.on(CONTROL_PLANE_FILES.config), 'utf8')
  const { databaseUrl } = settingsIn({ text: now })
  return stringify({ ...settingsIn({ text: config }), databaseUrl })
}

function settingsIn({ text }: { text: string }): Record<string, unknown> {
  return parse(text) as Record<string, unknown>
}
