import { useQuery } from '@tanstack/react-query'
import { IconUserPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { FilterBar, FilterText } from '../../components/filter/filter-bar.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { Read } from '../../components/states/read.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { Pair } from '../../components/table/pair.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { defined, oneOf } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { matchUsers } from './match-users.ts'
import { USER_CSV } from './people-csv.ts'
import { userCommands } from './settings-commands.ts'
import classes from './settings.module.css'
import { RoleTag, UserState } from './user-state.tsx'
import { USER_STATES, type UsersSearch } from './users-search.ts'

const InviteDialog = lazy(() => import('./invite-dialog.tsx').then((module) => ({ default: module.InviteDialog })))
const UserPanel = lazy(() => import('./user-panel.tsx').then((module) => ({ default: module.UserPanel })))
const SOURCES = { local: 'local' } as const

/** Who may sign in, and with which role where. */
export function Users({ search }: { search: UsersSearch }) {
  const users = useQuery(trpc.users.list.queryOptions({}))
  const navigate = useNavigate({ from: '/settings/users' })
  const canInvite = useCan('user:write')
  const [isInviting, setInviting] = useState(false)
  useShortcut('n', 'Invite somebody', 'This page', () => setInviting(true), canInvite)
  useRowKey('v', 'Preview as the user of the row')
  const change = (next: { [K in keyof UsersSearch]?: UsersSearch[K] | undefined }) =>
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  const all = users.data?.items.length ?? 0
  return (
    <>
      <Section
        title="Users"
        note={users.data ? formatNumber(all) : undefined}
        isFlush
        actions={
          <>
            <CopyAs commands={userCommands.list()} />
            <CsvButton
              name="users"
              columns={USER_CSV}
              readPage={wholeList(matchUsers(users.data?.items ?? [], search))}
            />
            {canInvite ? (
              <Button variant="primary" icon={<IconUserPlus size={15} />} onClick={() => setInviting(true)}>
                Invite
              </Button>
            ) : null}
          </>
        }
      >
        <div className={classes['filters']}>
          <FilterBar>
            <FilterText
              label="Name, email, role or place"
              value={search.q ?? ''}
              onChange={(q) => change({ q: q === '' ? undefined : q })}
            />
            <FilterPicker
              label="State"
              options={USER_STATES.map((value) => ({ value, label: value }))}
              value={search.state === undefined ? [] : [search.state]}
              onChange={([state]) => change({ state: oneOf(state, USER_STATES) })}
            />
          </FilterBar>
        </div>
        <Read query={users} what="users" rows={3}>
          {({ items }) => (
            <SimpleTable
              label="Users"
              rows={matchUsers(items, search)}
              keyOf={(user) => user.id}
              empty={`None of ${plural(all, 'user')} is like that.`}
              columns={[
                {
                  id: 'user',
                  header: 'User',
                  cell: (user) => (
                    <Pair
                      first={
                        <Link
                          from="/settings/users"
                          to="/settings/users"
                          search={(before) => ({ ...before, user: user.id })}
                          replace
                          aria-current={search.user === user.id ? 'true' : undefined}
                        >
                          {user.name}
                        </Link>
                      }
                      second={user.email}
                    />
                  ),
                },
                {
                  id: 'roles',
                  header: 'Roles',
                  cell: (user) => (
                    <span className={classes['tags']}>
                      {user.roles.length === 0 ? <span className={classes['dim']}>none</span> : null}
                      {user.roles.map((grant) => (
                        <RoleTag key={`${grant.role} ${grant.scope.id}`} grant={grant} />
                      ))}
                    </span>
                  ),
                },
                { id: 'state', header: 'State', cell: ({ state }) => <UserState state={state} /> },
                { id: 'source', header: 'Source', cell: ({ source }) => SOURCES[source] },
                {
                  id: 'seen',
                  header: 'Last seen',
                  cell: (user) => (user.lastSeenAt ? <TimeAgo at={user.lastSeenAt} /> : 'never'),
                },
                {
                  id: 'actions',
                  header: 'Actions',
                  align: 'end',
                  cell: (user) => (
                    <Button
                      size="small"
                      data-key="v"
                      aria-label={`Preview as ${user.name}`}
                      onClick={() => change({ user: user.id })}
                    >
                      Preview as
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </Read>
      </Section>
      <Suspense fallback={null}>
        {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
        {search.user === undefined ? null : (
          <UserPanel key={search.user} userRef={search.user} onClose={() => change({ user: undefined })} />
        )}
      </Suspense>
    </>
  )
}
