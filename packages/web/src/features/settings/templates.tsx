import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { Read } from '../../components/states/read.tsx'
import { editColumn } from '../../components/table/edit-column.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { FirstSteps } from '../first-steps/first-steps-soon.tsx'
import { kindWord } from '../workloads/kinds.ts'
import { removalOf } from './built-in-removal.ts'
import { describeTemplate } from './describe-template.ts'
import { templateCommands } from './template-commands.ts'
import type { Template } from './template-dialog.tsx'
import classes from './settings.module.css'

const TemplateDialog = lazy(() =>
  import('./template-dialog.tsx').then((module) => ({ default: module.TemplateDialog })),
)

/** What work may begin with, for the whole organization. */
export function Templates() {
  const templates = useQuery(trpc.templates.list.queryOptions({}))
  const canWrite = useCan('template:write')
  const [edited, setEdited] = useState<Template | 'new'>()
  const [doomed, setDoomed] = useState<Template>()
  useShortcut('n', 'New template', 'This page', () => setEdited('new'), canWrite)
  useRowKey('e', 'Change the template of the row')
  return (
    <>
      <Section
        title="Templates"
        note="what work begins with; what it says itself comes first"
        isFlush
        actions={
          <>
            <CopyAs commands={templateCommands.list()} />
            {canWrite ? (
              <Button variant="primary" icon={<IconPlus size={15} />} onClick={() => setEdited('new')}>
                New template
              </Button>
            ) : null}
          </>
        }
      >
        <Read query={templates} what="templates" rows={4}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="No template yet" steps={canWrite ? <FirstSteps of="templates" /> : undefined}>
                A template holds what many workloads have in common.
              </EmptyState>
            ) : (
              <SimpleTable
                label="Templates"
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
                  { id: 'kind', header: 'Kind', cell: ({ kind }) => kindWord(kind) },
                  { id: 'about', header: 'For', cell: ({ about }) => about || UNKNOWN },
                  { id: 'spec', header: 'Begins with', cell: ({ spec }) => describeTemplate(spec) },
                  ...(canWrite
                    ? [
                        editColumn({
                          onEdit: setEdited,
                          onDelete: setDoomed,
                          isFixed: ({ builtIn }: Template) => builtIn,
                        }),
                      ]
                    : []),
                ]}
              />
            )
          }
        </Read>
      </Section>
      <Suspense fallback={null}>
        {edited ? (
          <TemplateDialog template={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
        ) : null}
      </Suspense>
      {doomed ? <DeleteTemplate template={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </>
  )
}

function DeleteTemplate({ template, onClose }: { template: Template; onClose: () => void }) {
  const commands = templateCommands.remove(template.name)
  const remove = useDeed(trpc.templates.delete.mutationOptions(), {
    said: ({ name }) => ({ title: `Template ${name} is deleted` }),
    commands,
    reads: [trpc.templates],
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Delete ${template.name}`}
      isOpen
      onClose={onClose}
      isDanger
      consequence={removalOf(template.name, 'template')}
      action="Delete template"
      commands={commands}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ template: template.name })}
    />
  )
}
