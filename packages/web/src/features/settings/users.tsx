import { useQuery } from '@tanstack/react-query'
import { IconUserPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { Section } from '../../components/page/section.tsx'
import { Read } from '../../components/states/read.tsx'
import { Pair } from '../../components/table/pair.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { userCommands } from './settings-commands.ts'
import classes from './settings.module.css'

type User = Outputs['users']['list']['items'][number]

const InviteDialog = lazy(() => import('./invite-dialog.tsx').then((module) => ({ default: module.InviteDialog })))

/** Who may sign in, and with which role where. */
export function Users() {
  const users = useQuery(trpc.users.list.queryOptions({}))
  const canInvite = useCan('user:write')
  const [isInviting, setInviting] = useState(false)
  useShortcut('n', 'Invite somebody', 'This page', () => setInviting(canInvite))
  return (
    <>
      <Section
        title="Users"
        isFlush
        actions={
          <>
            <CopyAs commands={userCommands.list()} />
            {canInvite ? (
              <Button variant="primary" icon={<IconUserPlus size={15} />} onClick={() => setInviting(true)}>
                Invite
              </Button>
            ) : null}
          </>
        }
      >
        <Read query={users} what="users" rows={3}>
          {({ items }) => (
            <SimpleTable
              label="Users"
              rows={items}
              keyOf={(user) => user.id}
              columns={[
                { id: 'user', header: 'User', cell: (user) => <Pair first={user.name} second={user.email} /> },
                { id: 'roles', header: 'Roles', cell: (user) => <Roles user={user} /> },
                { id: 'state', header: 'State', cell: (user) => <UserState user={user} /> },
                {
                  id: 'seen',
                  header: 'Last sign-in',
                  cell: (user) => (user.lastSignInAt ? <TimeAgo at={user.lastSignInAt} /> : 'never'),
                },
                { id: 'made', header: 'Added', cell: (user) => <TimeAgo at={user.createdAt} /> },
              ]}
            />
          )}
        </Read>
      </Section>
      <Suspense fallback={null}>{isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}</Suspense>
    </>
  )
}

function Roles({ user }: { user: User }) {
  return (
    <span className={classes['tags']}>
      {user.roles.map(({ role, scope }) => (
        <Tag key={`${role} ${scope.id}`} {...(role === 'admin' ? { kind: 'accent' as const } : {})}>
          {scope.kind === 'organization' ? role : `${role} of ${scope.name}`}
        </Tag>
      ))}
    </span>
  )
}

function UserState({ user }: { user: User }) {
  if (user.disabledAt)
    return (
      <Mark tone="done" shape="dash">
        Disabled
      </Mark>
    )
  if (user.lastSignInAt === null)
    return (
      <Mark tone="pending" shape="diamond">
        Invited
      </Mark>
    )
  return (
    <Mark tone="running" shape="circle">
      Active
    </Mark>
  )
}
