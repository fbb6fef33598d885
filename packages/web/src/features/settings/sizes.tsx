import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { Section } from '../../components/page/section.tsx'
import { Read } from '../../components/states/read.tsx'
import { editColumn } from '../../components/table/edit-column.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { describeAmount } from '../../lib/format/amounts.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { removalOf } from './built-in-removal.ts'
import { sizeCommands } from './size-commands.ts'
import type { Size } from './size-dialog.tsx'
import classes from './settings.module.css'

const SizeDialog = lazy(() => import('./size-dialog.tsx').then((module) => ({ default: module.SizeDialog })))

/** Requests and limits in one word, for the whole organization. */
export function Sizes() {
  const sizes = useQuery(trpc.sizes.list.queryOptions({}))
  const canWrite = useCan('size:write')
  const [edited, setEdited] = useState<Size | 'new'>()
  const [doomed, setDoomed] = useState<Size>()
  useShortcut('n', 'New size', 'This page', () => setEdited('new'), canWrite)
  useRowKey('e', 'Change the size of the row')
  return (
    <>
      <Section
        title="Sizes"
        note="requests and limits of a replica in one word"
        isFlush
        actions={
          <>
            <CopyAs commands={sizeCommands.list()} />
            {canWrite ? (
              <Button variant="primary" icon={<IconPlus size={15} />} onClick={() => setEdited('new')}>
                New size
              </Button>
            ) : null}
          </>
        }
      >
        <Read query={sizes} what="sizes" rows={4}>
          {({ items }) => (
            <SimpleTable
              label="Sizes"
              rows={items}
              keyOf={({ name }) => name}
              columns={[
                {
                  id: 'name',
                  header: 'Name',
                  cell: ({ name, builtIn }) => (
                    <span className={classes['named']}>
                      <strong>{name}</strong> {builtIn ? <Tag>built in</Tag> : null}
                    </span>
                  ),
                },
                { id: 'cpu', header: 'CPU', cell: ({ requests }) => describeAmount('cpu', requests['cpu']) },
                {
                  id: 'memory',
                  header: 'Memory',
                  cell: ({ requests }) => describeAmount('memory', requests['memory']),
                },
                { id: 'cpu-limit', header: 'CPU limit', cell: ({ limits }) => describeAmount('cpu', limits['cpu']) },
                {
                  id: 'memory-limit',
                  header: 'Memory limit',
                  cell: ({ limits }) => describeAmount('memory', limits['memory']),
                },
                ...(canWrite
                  ? [editColumn({ onEdit: setEdited, onDelete: setDoomed, isFixed: ({ builtIn }: Size) => builtIn })]
                  : []),
              ]}
            />
          )}
        </Read>
      </Section>
      <Suspense fallback={null}>
        {edited ? (
          <SizeDialog size={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
        ) : null}
      </Suspense>
      {doomed ? <DeleteSize size={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </>
  )
}

function DeleteSize({ size, onClose }: { size: Size; onClose: () => void }) {
  const commands = sizeCommands.remove(size.name)
  const remove = useDeed(trpc.sizes.delete.mutationOptions(), {
    said: ({ name }) => ({ title: `Size ${name} is deleted` }),
    commands,
    reads: [trpc.sizes],
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Delete ${size.name}`}
      isOpen
      onClose={onClose}
      isDanger
      consequence={removalOf(size.name, 'size')}
      action="Delete size"
      commands={commands}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ size: size.name })}
    />
  )
}
