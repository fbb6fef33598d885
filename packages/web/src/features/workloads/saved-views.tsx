import { useMutation, useQuery } from '@tanstack/react-query'
import { TextInput } from '@mantine/core'
import { IconBookmark, IconLink, IconTerminal2, IconTrash, IconUpload } from '@tabler/icons-react'
import { useRef, useState, type FormEvent } from 'react'
import { Button } from '../../components/button/button.tsx'
import { IconButton } from '../../components/button/icon-button.tsx'
import { useCopy } from '../../components/command/use-copy.ts'
import { Dropdown } from '../../components/dropdown/dropdown.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { setPrefs, usePrefs } from '../../lib/prefs.ts'
import { problemOf } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import { defined } from '../../lib/search.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { readWorkloadSearch, type WorkloadSearch } from './workload-filter.ts'
import { viewCommands } from './workload-commands.ts'
import { columnsNow, showColumns } from './view-columns.ts'
import classes from './saved-views.module.css'

type View = Outputs['views']['list']['items'][number]

interface SavedViewsProps {
  /** What the list shows now. */
  search: WorkloadSearch
  onOpen: (search: WorkloadSearch) => void
}

const NAME_MAX = 60
const GROUPS = [
  { scope: 'personal', title: 'Yours' },
  { scope: 'project', title: 'Of projects' },
  { scope: 'organization', title: 'Of everybody' },
] as const

/** Filters, orders and columns of the list under names: the reader's own, and those that are shared in a project or with everybody. */
export function SavedViews({ search, onOpen }: SavedViewsProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton ref={anchor} label="Saved views" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconBookmark size={16} />
      </IconButton>
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} align="end" width={320}>
          <ViewList
            search={search}
            onOpen={(view) => {
              showColumns(view.search['columns'])
              onOpen(readWorkloadSearch(view.search))
              setOpen(false)
              anchor.current?.focus()
            }}
          />
        </Dropdown>
      ) : null}
    </>
  )
}

function ViewList({ search, onOpen }: { search: WorkloadSearch; onOpen: (view: View) => void }) {
  const views = useQuery(trpc.views.list.queryOptions({ page: 'workloads' }))
  const refresh = () => void queryClient.invalidateQueries({ queryKey: trpc.views.pathKey() })
  const remove = useMutation(
    trpc.views.delete.mutationOptions({
      onSuccess: refresh,
      onError: (error) => toast({ tone: 'error', title: 'The view is still there', detail: problemOf(error).message }),
    }),
  )
  const { copy } = useCopy()
  const items = views.data?.items ?? []
  return (
    <div className={classes['box']} role="group" aria-label="Saved views">
      {views.isError ? <ProblemNotice error={views.error} /> : null}
      {views.isPending ? <p className={classes['dim']}>Reading the views</p> : null}
      {views.data && items.length === 0 ? (
        <p className={classes['dim']}>
          None yet. A view keeps the filter, the order and the columns of this list under a name.
        </p>
      ) : null}
      {GROUPS.map(({ scope, title }) => {
        const mine = items.filter((view) => view.scope === scope)
        return mine.length === 0 ? null : (
          <section key={scope} aria-label={title}>
            <h3 className={classes['title']}>{title}</h3>
            <ul>
              {mine.map((view) => (
                <li key={view.id} className={classes['row']}>
                  <button type="button" className={classes['open']} onClick={() => onOpen(view)}>
                    {view.name}
                    {view.project ? <span className={classes['dim']}> {view.project.name}</span> : null}
                  </button>
                  <CopyCli name={view.name} />
                  <IconButton
                    label={`Copy a link to ${view.name}`}
                    size="small"
                    onClick={() => copy(`${location.origin}/workloads?view=${view.id}`)}
                  >
                    <IconLink size={14} />
                  </IconButton>
                  {view.canChange ? (
                    <IconButton
                      label={`Remove ${view.name}`}
                      size="small"
                      disabled={remove.isPending}
                      onClick={() => remove.mutate({ viewId: view.id })}
                    >
                      <IconTrash size={14} />
                    </IconButton>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      <LocalViews onMoved={refresh} />
      <KeepView search={search} onKept={refresh} />
    </div>
  )
}

function CopyCli({ name }: { name: string }) {
  const { isCopied, copy } = useCopy()
  const [line] = viewCommands(name)
  return (
    <IconButton label={isCopied ? 'Copied' : `Copy ${name} as CLI`} size="small" onClick={() => copy(line?.text ?? '')}>
      <IconTerminal2 size={14} />
    </IconButton>
  )
}

/** Names what is shown now, for oneself or for others. */
function KeepView({ search, onKept }: { search: WorkloadSearch; onKept: () => void }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState('personal')
  const canShare = useCan('view:share')
  const projects = useQuery(trpc.projects.list.queryOptions({}, { enabled: canShare }))
  const create = useMutation(
    trpc.views.create.mutationOptions({
      onSuccess: () => {
        setName('')
        onKept()
      },
    }),
  )
  const keep = (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '') return
    const project = scope.startsWith('project ') ? scope.slice('project '.length) : undefined
    create.mutate({
      name: wanted,
      search: defined({ ...readWorkloadSearch({ ...search }), columns: columnsNow() }),
      scope: project === undefined ? (scope as 'personal' | 'organization') : 'project',
      ...(project === undefined ? {} : { project }),
    })
  }
  return (
    <form className={classes['keep']} onSubmit={keep}>
      {canShare ? (
        <Picker
          label="Who sees it"
          isLabelHidden
          options={[
            { value: 'personal', label: 'Only I see it' },
            ...(projects.data?.items ?? []).map((one) => ({
              value: `project ${one.name}`,
              label: `Readers of ${one.name}`,
            })),
            { value: 'organization', label: 'Everybody' },
          ]}
          value={scope}
          onChange={setScope}
        />
      ) : null}
      <div className={classes['row']}>
        <TextInput
          aria-label="Name of a view"
          placeholder="Name what is shown now"
          maxLength={NAME_MAX}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="small" disabled={name.trim() === ''} isBusy={create.isPending}>
          Save
        </Button>
      </div>
      <ProblemNotice error={create.error} />
    </form>
  )
}

/** Views that an earlier version kept in this browser. */
function LocalViews({ onMoved }: { onMoved: () => void }) {
  const { views } = usePrefs()
  const names = Object.keys(views)
  const create = useMutation(trpc.views.create.mutationOptions())
  if (names.length === 0) return null
  const move = async () => {
    for (const [name, search] of Object.entries(views)) {
      await create.mutateAsync({ name, search, scope: 'personal' })
    }
    setPrefs({ views: {} })
    onMoved()
  }
  return (
    <Button
      size="small"
      variant="quiet"
      icon={<IconUpload size={14} />}
      isBusy={create.isPending}
      onClick={() =>
        void move().catch((error: unknown) =>
          toast({ tone: 'error', title: 'Not all views were moved', detail: problemOf(error).message }),
        )
      }
    >
      Keep {names.length} of this browser in your account
    </Button>
  )
}
