import { useQuery } from '@tanstack/react-query'
import { useId, useState, type FormEvent } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { usePrefs } from '../../lib/prefs.ts'
import { defined } from '../../lib/search.ts'
import { rangeOfDays } from '../../lib/time-range.ts'
import { trpc, type Inputs, type Outputs } from '../../lib/trpc.ts'
import { priceCommands } from './price-commands.ts'
import classes from './usage-page.module.css'

/** Says what an hour of a GPU costs from a day on. An empty amount ends the price. */
export function PriceDialog({ prices, onClose }: { prices: Outputs['prices']['list']; onClose: () => void }) {
  const formId = useId()
  const { zone } = usePrefs()
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState(prices.currency ?? '')
  const [gpuModel, setModel] = useState('')
  const [nodePool, setPool] = useState('')
  const [day, setDay] = useState('')
  const isAmount = amount.trim() === '' || (Number(amount) >= 0 && Number.isFinite(Number(amount)))
  const isCurrency = /^[A-Z]{3}$/.test(currency)
  const from = day === '' ? undefined : rangeOfDays(day, day, zone)?.split('..')[0]
  const request: Inputs['prices']['set'] = {
    amount: amount.trim() === '' ? null : Number(amount),
    ...defined({
      gpuModel: gpuModel === '' ? undefined : gpuModel,
      nodePool: nodePool === '' ? undefined : nodePool,
      currency: isCurrency ? currency : undefined,
      validFrom: from === undefined ? undefined : new Date(from).toISOString(),
    }),
  }
  const commands = priceCommands.set(request)
  const save = useDeed(trpc.prices.set.mutationOptions(), {
    said: () => ({ title: 'The price is set', detail: 'Hours are costed by what was valid in them.' }),
    commands,
    reads: [trpc.prices, trpc.usage],
    after: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isAmount && isCurrency) save.mutate(request)
  }
  return (
    <Dialog
      title="Set price"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
            {request.amount === null ? 'End price' : 'Set price'}
          </Button>
        </>
      }
    >
      <form id={formId} className={classes['priceForm']} noValidate onSubmit={submit}>
        <TextInput
          label="Price of a GPU hour"
          description="Of a whole GPU. Empty: no price from then on."
          inputMode="decimal"
          data-autofocus
          value={amount}
          error={isAmount ? undefined : 'An amount such as 2.40'}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
        <TextInput
          label="Currency"
          description={prices.currency === null ? 'All prices share it.' : 'That of the price book.'}
          maxLength={3}
          value={currency}
          disabled={prices.currency !== null}
          error={isCurrency || currency === '' ? undefined : 'Three capital letters, such as EUR'}
          onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
        />
        <Picker
          label="GPU model"
          options={[{ value: '', label: 'every model' }, ...prices.models]}
          value={gpuModel}
          onChange={setModel}
        />
        <Picker
          label="Node pool"
          options={[{ value: '', label: 'every pool' }, ...(pools.data?.items ?? []).map(({ name }) => name)]}
          value={nodePool}
          onChange={setPool}
        />
        <TextInput
          label="From"
          type="date"
          description="Absent: from this hour on. A day of the past costs its hours anew."
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <CommandBox title="The same by hand" commands={commands} isWrapped />
        <ProblemNotice error={save.error} />
      </form>
    </Dialog>
  )
}
