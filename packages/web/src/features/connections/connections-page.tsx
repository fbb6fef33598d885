import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { Read } from '../../components/states/read.tsx'
import { editColumn } from '../../components/table/edit-column.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { FirstSteps } from '../first-steps/first-steps-soon.tsx'
import { connectionCommands } from './connection-commands.ts'
import { CONNECTION_TYPES, targetOf, type Connection } from './connection-types.ts'
import classes from './connections.module.css'

const ConnectionDialog = lazy(() =>
  import('./connection-dialog.tsx').then((module) => ({ default: module.ConnectionDialog })),
)
const TestDialog = lazy(() => import('./test-dialog.tsx').then((module) => ({ default: module.TestDialog })))

/** Data and services that work of a project uses by name. */
export function ConnectionsPage({ project: wanted }: { project: string | undefined }) {
  const navigate = useNavigate({ from: '/connections' })
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const names = (projects.data?.items ?? []).filter(({ archivedAt }) => archivedAt === null).map(({ name }) => name)
  const project = wanted ?? names[0]
  return (
    <Page
      title="Connections"
      actions={
        project === undefined ? undefined : (
          <Picker
            label="Project"
            isLabelHidden
            options={names}
            value={project}
            onChange={(name) => void navigate({ search: { project: name }, replace: true })}
            width={190}
          />
        )
      }
    >
      {projects.isError && !projects.data ? (
        <ErrorState
          title="The projects could not be read"
          error={projects.error}
          onRetry={() => void projects.refetch()}
        />
      ) : project !== undefined ? (
        <OfProject key={project} project={project} />
      ) : projects.data ? (
        <EmptyState
          title="No project yet"
          actions={
            <ButtonLink to="/org" variant="primary">
              Projects & quota
            </ButtonLink>
          }
        >
          Connections belong to a project: buckets, claims, repositories and services that its work uses by name.
        </EmptyState>
      ) : (
        <SkeletonRows what="connections" rows={3} />
      )}
    </Page>
  )
}

function OfProject({ project }: { project: string }) {
  const connections = useQuery(trpc.connections.list.queryOptions({ project }))
  const canWrite = useCan('connection:write')
  const [edited, setEdited] = useState<Connection | 'new'>()
  const [tested, setTested] = useState<Connection>()
  const [doomed, setDoomed] = useState<Connection>()
  useShortcut('n', 'New connection', 'This page', () => setEdited('new'), canWrite)
  useRowKey('e', 'Change the connection of the row')
  return (
    <>
      <Section
        title={`Of project ${project}`}
        note="secrets stay in the clusters, and are named here"
        isFlush
        actions={
          <>
            <CopyAs commands={connectionCommands.list(project)} />
            {canWrite ? (
              <Button variant="primary" icon={<IconPlus size={15} />} onClick={() => setEdited('new')}>
                Connection
              </Button>
            ) : null}
          </>
        }
      >
        <Read query={connections} what="connections" rows={3}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title="No connection yet"
                steps={canWrite ? <FirstSteps of="connections" project={project} /> : undefined}
              >
                A connection names a bucket, a claim, a repository or a service once, so that work uses it by name and
                its keys stay in the clusters.
              </EmptyState>
            ) : (
              <SimpleTable
                label="Connections"
                rows={items}
                keyOf={({ id }) => id}
                columns={[
                  { id: 'name', header: 'Name', cell: ({ name }) => <strong>{name}</strong> },
                  { id: 'type', header: 'Type', cell: ({ type }) => CONNECTION_TYPES[type].word },
                  {
                    id: 'target',
                    header: 'Leads to',
                    cell: (connection) => <code className={classes['target']}>{targetOf(connection)}</code>,
                  },
                  {
                    id: 'files',
                    header: 'Files at',
                    cell: ({ type, name, mountPath, readOnly }) =>
                      CONNECTION_TYPES[type].hasFiles ? (
                        <>
                          <code>{mountPath ?? `/connections/${name}`}</code> {readOnly ? <Tag>read-only</Tag> : null}
                        </>
                      ) : (
                        UNKNOWN
                      ),
                  },
                  {
                    id: 'secret',
                    header: 'Secret',
                    cell: ({ secret }) => (secret === null ? UNKNOWN : <code>{secret}</code>),
                  },
                  { id: 'about', header: 'Description', cell: ({ description }) => description || UNKNOWN },
                  { id: 'changed', header: 'Changed', cell: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
                  ...(canWrite
                    ? [
                        editColumn({
                          onEdit: setEdited,
                          onDelete: setDoomed,
                          more: (connection: Connection) => (
                            <Button
                              size="small"
                              aria-label={`Test ${connection.name}`}
                              onClick={() => setTested(connection)}
                            >
                              Test
                            </Button>
                          ),
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
          <ConnectionDialog
            project={project}
            connection={edited === 'new' ? undefined : edited}
            onClose={() => setEdited(undefined)}
          />
        ) : null}
        {tested ? <TestDialog connection={tested} onClose={() => setTested(undefined)} /> : null}
      </Suspense>
      {doomed ? <DeleteConnection connection={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </>
  )
}

function DeleteConnection({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { name, project } = connection
  const commands = connectionCommands.remove(project.name, name)
  const remove = useDeed(trpc.connections.delete.mutationOptions(), {
    said: () => ({ title: `Connection ${name} is deleted` }),
    commands,
    reads: [trpc.connections],
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Delete ${name}`}
      isOpen
      onClose={onClose}
      isDanger
      consequence="New work cannot name it any more. Work that was submitted keeps what it was given, and the data stays where it is."
      action="Delete connection"
      commands={commands}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ project: project.name, connection: name })}
    />
  )
}
