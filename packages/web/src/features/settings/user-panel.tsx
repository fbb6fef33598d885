import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { Read } from '../../components/states/read.tsx'
import { ExactTime, TimeAgo } from '../../components/time/time.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan, useWhoami } from '../../lib/whoami.ts'
import { userCommands } from './settings-commands.ts'
import classes from './settings.module.css'
import { AccessOf } from './user-access.tsx'
import { RolesOf } from './user-roles.tsx'
import { UserOrderDialog, type UserOrder } from './user-order-dialog.tsx'
import { UserState } from './user-state.tsx'

export type UserDetail = Outputs['users']['get']

/** One user: what they may do and why, what they get in with, and what can be done about it. */
export function UserPanel({ userRef, onClose }: { userRef: string; onClose: () => void }) {
  const user = useQuery(trpc.users.get.queryOptions({ user: userRef }, { retry: false }))
  return (
    <SidePanel
      title={user.data ? `${user.data.name}, ${user.data.email}` : 'User'}
      onClose={onClose}
      actions={<CopyAs commands={userCommands.get(user.data?.email ?? userRef)} />}
    >
      <Read query={user} what="user" rows={6}>
        {(detail) => (
          <>
            <UserFacts user={detail} />
            <Orders user={detail} onGone={onClose} />
            <RolesOf user={detail} />
            <AccessOf user={detail} />
          </>
        )}
      </Read>
    </SidePanel>
  )
}

function UserFacts({ user }: { user: UserDetail }) {
  const { work, setupLinkExpiresAt } = user
  return (
    <Facts
      items={[
        ['State', <UserState key="state" state={user.state} />],
        ['Account', user.source === 'local' ? 'local, with a password of its own' : user.source],
        ['Last seen', user.lastSeenAt ? <TimeAgo key="seen" at={user.lastSeenAt} /> : 'never'],
        ['Last sign-in', user.lastSignInAt ? <TimeAgo key="in" at={user.lastSignInAt} /> : 'never'],
        ['Added', <TimeAgo key="added" at={user.createdAt} />],
        ...(user.disabledAt ? [['Disabled', <TimeAgo key="disabled" at={user.disabledAt} />] as const] : []),
        [
          'Set-up link',
          setupLinkExpiresAt ? (
            <span key="link">
              good until <ExactTime at={setupLinkExpiresAt} />
            </span>
          ) : (
            'none that works'
          ),
        ],
        ['Gets in with', `${plural(user.sessions, 'session')} and ${plural(user.tokens, 'token')}`],
        ['Work', `${plural(work.running, 'workload')} running, ${work.waiting} waiting`],
      ]}
    />
  )
}

function Orders({ user, onGone }: { user: UserDetail; onGone: () => void }) {
  const [order, setOrder] = useState<UserOrder>()
  const isSelf = useWhoami()?.user.id === user.id
  if (!useCan('user:write')) return null
  const button = (what: UserOrder, words: string, isDanger = false) => (
    <Button size="small" variant={isDanger ? 'danger' : 'default'} onClick={() => setOrder(what)}>
      {words}
    </Button>
  )
  return (
    <div className={classes['orders']}>
      {user.state === 'disabled' ? button('enable', 'Enable') : button('setup-link', 'New set-up link')}
      {user.sessions + user.tokens > 0 ? button('sign-out', 'Sign out') : null}
      {user.state === 'disabled' || isSelf ? null : button('disable', 'Disable', true)}
      {isSelf ? null : button('remove', user.state === 'invited' ? 'Withdraw invitation' : 'Remove', true)}
      {order ? <UserOrderDialog order={order} user={user} onClose={() => setOrder(undefined)} onGone={onGone} /> : null}
    </div>
  )
}
