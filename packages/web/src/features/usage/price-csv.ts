import type { CsvColumn } from '@fairlead/control-plane/csv'
import type { Outputs } from '../../lib/trpc.ts'

/** A price as a line of a file. Without an amount it ends the prices before it. */
export const PRICE_CSV: readonly CsvColumn<Outputs['prices']['list']['items'][number]>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'GPU model', value: ({ gpuModel }) => gpuModel },
  { header: 'node pool', value: ({ nodePool }) => nodePool?.name },
  { header: 'GPU hour', value: ({ amount }) => amount },
  { header: 'currency', value: ({ currency }) => currency },
  { header: 'valid from', value: ({ validFrom }) => validFrom },
  { header: 'valid now', value: ({ isCurrent }) => isCurrent },
  { header: 'set by', value: ({ createdBy }) => createdBy.name },
]
