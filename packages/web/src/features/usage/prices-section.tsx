import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { Read } from '../../components/states/read.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { FirstSteps } from '../first-steps/first-steps-soon.tsx'
import { moneyText } from './money-text.ts'
import { priceCommands } from './price-commands.ts'
import { PRICE_CSV } from './price-csv.ts'
import { PriceDialog } from './price-dialog.tsx'

/** The price book: what an hour of a GPU costs, from when on, and who said so. */
export function PricesSection() {
  const prices = useQuery(trpc.prices.list.queryOptions({}))
  const canWrite = useCan('price:write')
  const [isSetting, setSetting] = useState(false)
  return (
    <Section
      title="Prices"
      note="for an hour of a whole GPU; hours cost what was valid in them"
      isFlush
      actions={
        <>
          <CopyAs title="The same by hand" commands={priceCommands.list()} />
          <CsvButton name="prices" of="prices" columns={PRICE_CSV} readPage={wholeList(prices.data?.items ?? [])} />
          {canWrite ? (
            <Button size="small" onClick={() => setSetting(true)}>
              Set price
            </Button>
          ) : null}
        </>
      }
    >
      <Read query={prices} what="prices" rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No price yet" steps={canWrite ? <FirstSteps of="prices" /> : undefined}>
              Without one nothing is said of costs. Who looks after the organization sets it.
            </EmptyState>
          ) : (
            <SimpleTable
              label="Price book"
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { id: 'model', header: 'GPU model', cell: ({ gpuModel }) => gpuModel ?? 'every model' },
                { id: 'pool', header: 'Node pool', cell: ({ nodePool }) => nodePool?.name ?? 'every pool' },
                {
                  id: 'amount',
                  header: 'GPU hour',
                  align: 'end',
                  cell: ({ amount, currency }) => (amount === null ? 'ends' : moneyText(amount, currency)),
                },
                { id: 'from', header: 'From', cell: ({ validFrom }) => <TimeAgo at={validFrom} /> },
                { id: 'now', header: 'Now', cell: ({ isCurrent }) => (isCurrent ? 'valid' : 'not valid') },
                { id: 'by', header: 'Set by', cell: ({ createdBy }) => createdBy.name },
              ]}
            />
          )
        }
      </Read>
      {isSetting && prices.data ? <PriceDialog prices={prices.data} onClose={() => setSetting(false)} /> : null}
    </Section>
  )
}
