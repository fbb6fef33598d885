import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ExactTime } from '../../components/time/time.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { api, trpc } from '../../lib/trpc.ts'
import { SecretBox } from '../enrolment/secret-box.tsx'
import { userCommands } from './settings-commands.ts'
import { consequenceOf } from './user-consequences.ts'
import type { UserDetail } from './user-panel.tsx'
import classes from './settings.module.css'

export type UserOrder = 'disable' | 'enable' | 'remove' | 'setup-link' | 'sign-out'

interface UserOrderDialogProps {
  order: UserOrder
  user: UserDetail
  onClose: () => void
  /** They are no user any more. */
  onGone: () => void
}

/** Asks before something is done about a user, with what ends by it in numbers. */
export function UserOrderDialog({ order, user, onClose, onGone }: UserOrderDialogProps) {
  const [withTokens, setWithTokens] = useState(false)
  const [made, setMade] = useState<{ link: string; expiresAt: string }>()
  const words = WORDS[order === 'remove' && user.state === 'invited' ? 'withdraw' : order]
  const commands = userCommands.order(order, user.email, withTokens)
  const run = useDeed(
    {
      mutationFn: async (): Promise<object> => {
        const of = { user: user.id }
        if (order === 'setup-link') return await api.users.setupLink.mutate(of)
        if (order === 'sign-out') return await api.users.signOut.mutate({ ...of, tokens: withTokens })
        return await api.users[order].mutate(of)
      },
    },
    {
      said: () => (order === 'setup-link' ? undefined : { title: `${user.name} ${words.done}` }),
      commands,
      reads: order === 'remove' ? [trpc.users.list] : [trpc.users],
      after: (answer) => {
        if (order === 'setup-link') setMade(answer as { link: string; expiresAt: string })
        else onClose()
        if (order === 'remove') onGone()
      },
    },
  )
  if (made) {
    return (
      <Dialog
        title={`A link for ${user.name}`}
        isOpen
        onClose={onClose}
        width={600}
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <SecretBox
          name="Set-up link"
          secret={made.link}
          note={
            <>
              Good once, until <ExactTime at={made.expiresAt} />. Give it to them over a way that you trust: whoever
              opens it first sets the password.
            </>
          }
        />
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      title={words.title.replace('NAME', user.name)}
      isOpen
      onClose={onClose}
      isDanger={order !== 'enable' && order !== 'setup-link'}
      consequence={
        <div className={classes['form']}>
          <p>{consequenceOf(order, user)}</p>
          {order === 'sign-out' && user.tokens > 0 ? (
            <label className={classes['check']}>
              <input
                type="checkbox"
                checked={withTokens}
                onChange={(event) => setWithTokens(event.currentTarget.checked)}
              />
              End {plural(user.tokens, 'token')} of theirs as well
            </label>
          ) : null}
        </div>
      }
      action={words.action}
      commands={commands}
      isBusy={run.isPending}
      error={run.error}
      onConfirm={() => run.mutate()}
    />
  )
}

const WORDS = {
  disable: { title: 'Disable NAME', action: 'Disable', done: 'is disabled' },
  enable: { title: 'Enable NAME', action: 'Enable', done: 'may sign in again' },
  remove: { title: 'Remove NAME', action: 'Remove user', done: 'is removed' },
  withdraw: {
    title: 'Withdraw the invitation of NAME',
    action: 'Withdraw invitation',
    done: 'is not invited any more',
  },
  'setup-link': { title: 'A new set-up link for NAME', action: 'Make the link', done: '' },
  'sign-out': { title: 'Sign NAME out', action: 'Sign out', done: 'is signed out' },
} as const
