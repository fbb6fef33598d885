import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { Read } from '../../components/states/read.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { trpc } from '../../lib/trpc.ts'
import { PHASE_LOOKS, type Workload } from '../workloads/phases.ts'
import classes from './compare.module.css'

interface CompareWithProps {
  /** Those that are compared already. */
  refs: readonly string[]
  /** Offered first: of the same name, where it was cloned from, its clones. */
  near?: readonly { about: string; workload: Pick<Workload, 'id' | 'name'> }[]
  onClose: () => void
  onChoose: (id: string) => void
}

const SHOWN = 8
const NONE: NonNullable<CompareWithProps['near']> = []

/** Chooses a workload to stand beside others: one that is near to it, or any by its name. */
export function CompareWith({ refs, near = NONE, onClose, onChoose }: CompareWithProps) {
  const [text, setText] = useState('')
  const searched = useDeferredValue(text.trim())
  const found = useQuery(
    trpc.workloads.list.queryOptions(
      { pageSize: SHOWN + refs.length, ...(searched === '' ? {} : { search: searched }) },
      { placeholderData: keepPreviousData },
    ),
  )
  const offered = near.filter(({ workload }) => !refs.includes(workload.id))
  return (
    <Dialog title="Compare with" isOpen onClose={onClose}>
      {offered.length > 0 ? (
        <div className={classes['choices']} role="group" aria-label="Near to it">
          {offered.map(({ about, workload }) => (
            <button key={workload.id} type="button" className={classes['choice']} onClick={() => onChoose(workload.id)}>
              <strong>{workload.name}</strong>
              <span className={classes['dim']}>{about}</span>
            </button>
          ))}
        </div>
      ) : null}
      <TextInput
        style={{ marginTop: offered.length > 0 ? 12 : 0 }}
        label="Part of its name"
        leftSection={<IconSearch size={14} />}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Read query={found} what="workloads" rows={4}>
        {({ items }) => {
          const others = items.filter(({ id }) => !refs.includes(id)).slice(0, SHOWN)
          return others.length === 0 ? (
            <Notice title="No workload has that in its name." />
          ) : (
            <div className={classes['choices']} role="group" aria-label="Workloads">
              {others.map((workload) => (
                <button
                  key={workload.id}
                  type="button"
                  className={classes['choice']}
                  onClick={() => onChoose(workload.id)}
                >
                  <strong>{workload.name}</strong>
                  <span className={classes['dim']}>
                    {workload.project.name}, {PHASE_LOOKS[workload.status.phase].word.toLowerCase()}, submitted{' '}
                    <TimeAgo at={workload.submittedAt} />
                  </span>
                </button>
              ))}
            </div>
          )
        }}
      </Read>
    </Dialog>
  )
}
