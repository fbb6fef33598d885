import { existsSync, readFileSync } from 'node:fs'
import type { ObjectChange } from '../life/object-diff.ts'
import { filesOf, type LinuxPlan } from './linux-plan.ts'
import type { Place } from './place.ts'

/** What a plan would change on a host, file by file. Changes nothing. */
export function fileDiff(plan: LinuxPlan, place: Place): ObjectChange[] {
  return filesOf(plan).flatMap(({ path, text, isSecret }): ObjectChange[] => {
    const at = place.on(path)
    if (!existsSync(at)) return [{ what: path, how: 'made', fields: [] }]
    const was = readFileSync(at, 'utf8')
    return was === text ? [] : [{ what: path, how: 'changed', fields: isSecret ? [] : changedSettings(was, text) }]
  })
}

/** The settings of a unit that have other lines, such as `Service.RootDirectory`. */
export function changedSettings(was: string, is: string): string[] {
  const [before, after] = [settingsOf(was), settingsOf(is)]
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name))
}

function settingsOf(text: string): Map<string, string> {
  const settings = new Map<string, string>()
  let section = ''
  for (const line of text.split('\n')) {
    section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? []
    if (key !== undefined) settings.set(`${section}.${key}`, `${settings.get(`${section}.${key}`) ?? ''}\n${value}`)
  }
  return settings
}
