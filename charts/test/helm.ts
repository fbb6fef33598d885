import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { ensureProgram } from '@fairlead/rig/programs/ensure-program'
import { parseAllDocuments } from 'yaml'
import type { Manifest } from './manifest.ts'

const run = promisify(execFile)
const CHARTS = join(import.meta.dirname, '..')

export type Chart = 'fairlead' | 'fairlead-agent'

/** A chart and a values file of `test/values/`. */
export interface Case {
  chart: Chart
  name: string
}

/** Every case of a chart, or of both. */
export function casesOf(chart: Chart | '*' = '*'): Case[] {
  return globSync(`test/values/${chart}/*.yaml`, { cwd: CHARTS })
    .toSorted()
    .map((path) => ({ chart: path.split('/').at(-2) as Chart, name: basename(path, '.yaml') }))
}

export function chartFolder(chart: Chart): string {
  return join(CHARTS, chart)
}

export function valuesFile({ chart, name }: Case): string {
  return join(CHARTS, 'test/values', chart, `${name}.yaml`)
}

/** Runs helm. Answers its output, or throws an error whose message has what helm said. */
export async function helm(...args: string[]): Promise<string> {
  const { stdout } = await run(await ensureProgram('helm'), args, { maxBuffer: 16 * 1024 * 1024 })
  return stdout
}

/** The text that helm makes of a case, installed under the chart's name in a namespace of the same name. `sets` are `key=value`. */
export async function renderText({ chart, name }: Case, ...sets: string[]): Promise<string> {
  const values = valuesFile({ chart, name })
  const settings = sets.flatMap((set) => ['--set', set])
  return await helm('template', chart, chartFolder(chart), '-n', chart, '-f', values, ...settings)
}

/** The objects of a case. */
export async function render(which: Case, ...sets: string[]): Promise<Manifest[]> {
  return manifestsIn(await renderText(which, ...sets))
}

export function manifestsIn(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null)
}
