import { expect, test } from 'vitest'
import { PHASES } from '../workloads/phases.ts'
import { listInput } from '../workloads/workload-filter.ts'
import { readWorkloadSearch } from '../workloads/workload-search.ts'
import { phaseSearch } from './phase-summary.tsx'

test('each count leads to a list that the address keeps: ended work to that of the last day', () => {
  for (const phase of PHASES) expect(readWorkloadSearch({ ...phaseSearch(phase) })).toEqual(phaseSearch(phase))
  expect(listInput(phaseSearch('FAILED'), 0)).toEqual({ phase: ['FAILED'], query: 'finished:<24h' })
  expect(listInput(phaseSearch('RUNNING'), 0)).toEqual({ phase: ['RUNNING'] })
})
