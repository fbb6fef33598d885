import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { priorityName } from '../workloads/priorities.ts'
import { askToMove, type MoveRequest, type Spot } from './move-request.ts'
import { moveCommands } from './queue-commands.ts'
import classes from './queues.module.css'

const SPOT_NAMES: readonly { value: Spot; label: string }[] = [
  { value: 'first', label: 'Front' },
  { value: 'last', label: 'Back' },
  { value: 'before', label: 'Before' },
  { value: 'after', label: 'After' },
]

/** Asks before the order of a queue is changed: who goes ahead of whom, and what that does not change. */
export function MoveDialog({ request: { workload, spot: asked } }: { request: MoveRequest }) {
  const [spot, setSpot] = useState<Spot>(asked)
  const [other, setOther] = useState('')
  const close = () => askToMove(null)
  const commands = moveCommands(workload, spot, other.trim())
  const move = useDeed(trpc.queues.move.mutationOptions(), {
    said: ({ name, place, of }) => ({
      title: `${name} is now ${formatNumber(place)} of ${formatNumber(of)}`,
      detail: 'The next round serves the line in this order.',
    }),
    commands,
    reads: [trpc.queues],
    after: close,
  })
  const isBeside = spot === 'before' || spot === 'after'
  const target = isBeside ? { [spot]: other.trim() } : { to: spot }
  return (
    <ConfirmDialog
      title={`Move ${workload.name}`}
      isOpen
      onClose={close}
      action="Move"
      isBusy={move.isPending}
      isBlocked={isBeside && other.trim() === ''}
      error={move.error}
      commands={commands}
      onConfirm={() => move.mutate({ workload: workload.id, project: workload.project.name, ...target })}
      consequence={
        <div className={classes['move']}>
          <Segments label="Where to" options={SPOT_NAMES} value={spot} onChange={setSpot} />
          {isBeside ? <OtherInput workload={workload} value={other} onChange={setOther} /> : null}
          <p>{consequenceOf(workload, spot, other.trim())}</p>
          <p className={classes['dim']}>
            Work of higher priority stays ahead, and quota decides between projects as before. The audit log keeps who
            moved it.
          </p>
        </div>
      }
    />
  )
}

/** Who would be passed, in words. */
function consequenceOf({ name, place, of, project, priority }: MoveRequest['workload'], spot: Spot, other: string) {
  const here = `${name} is ${formatNumber(place)} of ${formatNumber(of)} in ${project.name}.`
  if (spot === 'first') {
    return `${here} It goes ahead of up to ${plural(place - 1, 'other')} that came before it with the priority ${priorityName(priority)}; they wait longer.`
  }
  if (spot === 'last') {
    return `${here} Up to ${plural(of - place, 'other')} with the priority ${priorityName(priority)} go ahead of it; it waits longer.`
  }
  return `${here} It goes right ${spot} ${other === '' ? 'the one that you name' : other}; those between keep their order.`
}

function OtherInput({
  workload,
  value,
  onChange,
}: {
  workload: MoveRequest['workload']
  value: string
  onChange: (value: string) => void
}) {
  const id = useId()
  const search = useDeferredValue(value.trim())
  const found = useQuery(
    trpc.queues.pending.queryOptions({
      project: workload.project.id,
      nodePool: workload.nodePool.id,
      pageSize: 12,
      ...(search === '' ? {} : { search }),
    }),
  )
  const names = (found.data?.items ?? []).filter(
    ({ id: other, priority }) => other !== workload.id && priority === workload.priority,
  )
  return (
    <>
      <TextInput
        label="Waiting workload"
        description={`In ${workload.project.name}, with the priority ${priorityName(workload.priority)}`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        list={id}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <datalist id={id}>
        {names.map(({ id: other, name, place }) => (
          <option key={other} value={name}>
            {`place ${formatNumber(place)}`}
          </option>
        ))}
      </datalist>
    </>
  )
}
