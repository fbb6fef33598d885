import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFleet } from '../../packages/cli/src/replay/fleet.ts'
import { readTrace } from '../../packages/cli/src/replay/read-trace.ts'
import { InputError } from '../engine/input-error.ts'
import { openbCase } from './openb-case.ts'
import type { ReplayOptions } from './options.ts'
import { contendedCase, phillyCase } from './philly-cases.ts'
import type { ReplayCase } from './replay-case.ts'

const SAMPLE = join(import.meta.dirname, '../samples/philly-2000.csv')
const NODES = 'openb_node_list_all_node.csv'
const CLUSTERS = 5
const NAMES = new Set(['philly', 'contended', 'openb', 'openb-half'])
/** Rows that a file must have to hold the load that the peer was run on. */
const WHOLE_FILE = 80_000

/** The cases that the options ask for and that the data at hand allow. */
export function loadCases(options: ReplayOptions, say: (line: string) => void): ReplayCase[] {
  const { trace, data } = options
  if (trace !== undefined && !NAMES.has(trace)) {
    const { format, jobs } = readTrace(trace, read(trace))
    return format === 'philly' ? [phillyCase(jobs, options)] : openb(trace, data)
  }
  const cases: ReplayCase[] = []
  const isOpenb = trace === 'openb' || trace === 'openb-half'
  if (!isOpenb) cases.push(...philly(data))
  if (trace === undefined || isOpenb) {
    if (data !== undefined) cases.push(...openb(join(data, 'openb_pod_list_default.csv'), data))
    else say('openb is left out: give the folder of its files by --data or FAIRLEAD_TRACES')
  }
  return cases

  function philly(folder: string | undefined): ReplayCase[] {
    const file = folder === undefined ? SAMPLE : join(folder, 'philly.csv')
    const { jobs } = readTrace(file, read(file))
    const found = trace === 'contended' ? [] : [phillyCase(jobs, options)]
    if (trace === 'philly') return found
    if (jobs.length >= WHOLE_FILE) return [...found, contendedCase(jobs, options)]
    say(
      `the contended load is left out: ${file} is not the whole trace; give the folder of its files by --data or FAIRLEAD_TRACES`,
    )
    return found
  }

  function openb(file: string, folder: string | undefined): ReplayCase[] {
    if (folder === undefined)
      throw new InputError(`${file}: its nodes are missing; give the folder of ${NODES} by --data`)
    const nodes = join(folder, NODES)
    const { jobs } = readTrace(file, read(file))
    const { fleet } = readFleet(nodes, read(nodes), CLUSTERS)
    const paces = (['by time', 'at once', 'hurried'] as const).filter(
      (pace) => trace !== 'openb-half' || pace !== 'by time',
    )
    return paces.map((pace) => openbCase(jobs, fleet, pace, options))
  }
}

function read(file: string): string {
  if (!existsSync(file)) throw new InputError(`${file}: there is no such file; give the folder of the traces by --data`)
  return readFileSync(file, 'utf8')
}
