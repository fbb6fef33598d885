import { useQuery } from '@tanstack/react-query'
import { IconLink, IconPencil, IconTerminal2, IconTrash, IconUpload } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { IconButton } from '../../components/button/icon-button.tsx'
import { useCopy } from '../../components/command/use-copy.ts'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Picker } from '../../components/picker/picker.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { setPrefs, usePrefs } from '../../lib/prefs.ts'
import { problemOf } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import { defined } from '../../lib/search.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { columnsNow } from './view-columns.ts'
import { removeViewCommands, renameViewCommands } from './view-commands.ts'
import type { View, ViewPage } from './view-page.ts'
import classes from './saved-views.module.css'

const NAME_MAX = 60
const GROUPS = [
  { scope: 'personal', title: 'Yours' },
  { scope: 'project', title: 'Of projects' },
  { scope: 'organization', title: 'Of everybody' },
] as const

interface ViewListProps<S extends object> {
  of: ViewPage<S>
  /** What the list shows now, as a view keeps it. */
  search: S
  onOpen: (view: View) => void
}

/** The views of a list by who sees them, and what is shown now as one more. */
export function ViewList<S extends object>({ of, search, onOpen }: ViewListProps<S>) {
  const { page } = of
  const views = useQuery(trpc.views.list.queryOptions({ page }))
  const [edited, setEdited] = useState<string>()
  const now = defined({ ...search, columns: columnsNow(page) })
  const refresh = () => void queryClient.invalidateQueries({ queryKey: trpc.views.pathKey() })
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
              {mine.map((view) =>
                edited === view.id ? (
                  <li key={view.id}>
                    <EditView view={view} now={now} onClose={() => setEdited(undefined)} />
                  </li>
                ) : (
                  <li key={view.id} className={classes['row']}>
                    <button type="button" className={classes['open']} onClick={() => onOpen(view)}>
                      {view.name}
                      {view.project ? <span className={classes['dim']}> {view.project.name}</span> : null}
                    </button>
                    <CopyCli of={of} view={view} />
                    <IconButton
                      label={`Copy a link to ${view.name}`}
                      size="small"
                      onClick={() => copy(`${location.origin}/${page}?view=${view.id}`)}
                    >
                      <IconLink size={14} />
                    </IconButton>
                    {view.canChange ? (
                      <>
                        <IconButton label={`Change ${view.name}`} size="small" onClick={() => setEdited(view.id)}>
                          <IconPencil size={14} />
                        </IconButton>
                        <RemoveView view={view} />
                      </>
                    ) : null}
                  </li>
                ),
              )}
            </ul>
          </section>
        )
      })}
      {page === 'workloads' ? <LocalViews onMoved={refresh} /> : null}
      <KeepView page={page} now={now} />
    </div>
  )
}

/** Takes a view away, at once. */
function RemoveView({ view }: { view: View }) {
  const remove = useDeed(trpc.views.delete.mutationOptions(), {
    said: ({ name }) => ({ title: `The view ${name} is removed` }),
    commands: removeViewCommands(view),
    reads: [trpc.views],
    ahead: ({ viewId }) => [
      {
        queryKey: trpc.views.list.queryKey(),
        patch: ({ items }: Outputs['views']['list']) => ({ items: items.filter(({ id }) => id !== viewId) }),
      },
    ],
    failed: `The view ${view.name} is still there`,
  })
  return (
    <IconButton label={`Remove ${view.name}`} size="small" onClick={() => remove.mutate({ viewId: view.id })}>
      <IconTrash size={14} />
    </IconButton>
  )
}

/** Another name for a view, or what is shown now in the place of what it shows. */
function EditView({ view, now, onClose }: { view: View; now: View['search']; onClose: () => void }) {
  const [name, setName] = useState(view.name)
  const save = useDeed(trpc.views.update.mutationOptions(), {
    said: (saved, { search }) => ({
      title: search === undefined ? `The view is called ${saved.name}` : `${saved.name} shows what is shown now`,
    }),
    reads: [trpc.views],
    // What it shows is changed here alone.
    commands: name.trim() === view.name ? [] : renameViewCommands(view, name.trim()),
    ahead: ({ viewId, name: wanted }) => [
      {
        queryKey: trpc.views.list.queryKey(),
        patch: ({ items }: Outputs['views']['list']) => ({
          items: items.map((one) => (one.id === viewId ? { ...one, name: wanted ?? one.name } : one)),
        }),
      },
    ],
    after: onClose,
  })
  const wanted = name.trim()
  const rename = (event: FormEvent) => {
    event.preventDefault()
    if (wanted !== '' && wanted !== view.name) save.mutate({ viewId: view.id, name: wanted })
  }
  return (
    <form className={classes['edit']} onSubmit={rename} aria-label={`Change ${view.name}`}>
      <TextInput
        aria-label={`New name of ${view.name}`}
        maxLength={NAME_MAX}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={classes['tools']}>
        <Button type="submit" size="small" variant="primary" disabled={wanted === '' || wanted === view.name}>
          Rename
        </Button>
        <Button size="small" isBusy={save.isPending} onClick={() => save.mutate({ viewId: view.id, search: now })}>
          Keep what is shown now
        </Button>
        <Button size="small" variant="quiet" onClick={onClose}>
          Leave it
        </Button>
      </div>
      <ProblemNotice error={save.error} />
    </form>
  )
}

function CopyCli<S extends object>({ of, view }: { of: ViewPage<S>; view: View }) {
  const { isCopied, copy } = useCopy()
  const [line] = of.commands(view)
  return (
    <IconButton
      label={isCopied ? 'Copied' : `Copy ${view.name} as CLI`}
      size="small"
      onClick={() => copy(line?.text ?? '')}
    >
      <IconTerminal2 size={14} />
    </IconButton>
  )
}

/** Names what is shown now, for oneself or for others. */
function KeepView({ page, now }: Pick<View, 'page'> & { now: View['search'] }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState('personal')
  const canShare = useCan('view:share')
  const projects = useQuery(trpc.projects.list.queryOptions({}, { enabled: canShare }))
  const create = useDeed(trpc.views.create.mutationOptions(), { reads: [trpc.views], after: () => setName('') })
  const keep = (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '') return
    const project = scope.startsWith('project ') ? scope.slice('project '.length) : undefined
    create.mutate({
      page,
      name: wanted,
      search: now,
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
  const create = useDeed(trpc.views.create.mutationOptions())
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
