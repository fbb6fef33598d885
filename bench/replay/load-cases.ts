import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readFleet } from '../../packages/cli/src/replay/fleet.ts'
import { readTrace } from '../../packages/cli/src/replay/read-trace.ts'
import { openbCase } from './openb-case.ts'
import type { ReplayOptions } from './options.ts'
import { contendedCase, phillyCase } from './philly-cases.ts'
import type { ReplayCase } from './replay-case.ts'

const SAMPLE = join(import.meta.dirname, '../samples/philly-2000.csv')
const NODES = 'openb_node_list_all_node.csv'
const CLUSTERS = 5
/** Rows that a file must have to hold the load that the peer was run on. */
const WHOLE_FILE = 80_000

/** The cases that the options ask for and that the data at hand allow. */
export function loadCases(options: ReplayOptions, say: (line: string) => void): ReplayCase[] {
  const { trace, data } = options
  const cases: ReplayCase[] = []
  if (trace === undefined || trace === 'philly')
    cases.push(...philly(data === undefined ? SAMPLE : join(data, 'philly.csv')))
  if (data === undefined && trace !== 'openb')
    say(`no --data: the ${SAMPLE} that comes along, which is too small for the peer's load`)
  if (trace === undefined || trace === 'openb') {
    if (data !== undefined) cases.push(...openb(join(data, 'openb_pod_list_default.csv'), data))
    else say('openb is left out: give the folder of its files by --data or FAIRLEAD_TRACES')
  }
  if (trace !== undefined && trace !== 'philly' && trace !== 'openb') {
    const { format } = readTrace(trace, read(trace))
    cases.push(...(format === 'philly' ? philly(trace) : openb(trace, data)))
  }
  return cases

  function philly(file: string): ReplayCase[] {
    const { jobs } = readTrace(file, read(file))
    const isWhole = jobs.length > WHOLE_FILE
    return [phillyCase(jobs, options), ...(isWhole ? [contendedCase(jobs, options)] : [])]
  }

  function openb(file: string, folder: string | undefined): ReplayCase[] {
    if (folder === undefined) throw new Error(`${file}: its nodes are missing; give the folder of ${NODES} by --data`)
    const nodes = join(folder, NODES)
    const { jobs } = readTrace(file, read(file))
    const { fleet } = readFleet(nodes, read(nodes), CLUSTERS)
    return [1, 2].map((keepEvery) => openbCase(jobs, fleet, keepEvery, options))
  }
}

function read(file: string): string {
  if (!existsSync(file)) throw new Error(`${file}: there is no such file; give the folder of the traces by --data`)
  return readFileSync(file, 'utf8')
}
