import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { grantText, lostBetween, type Grant } from './effective-access.ts'
import { userCommands } from './settings-commands.ts'
import type { UserDetail } from './user-panel.tsx'

/** Asks before a role is taken away, with the permissions that go with it. */
export function TakeRoleDialog({ user, grant, onClose }: { user: UserDetail; grant: Grant; onClose: () => void }) {
  const { scope } = grant
  const commands = userCommands.removeRole(user.email, {
    kind: scope.kind,
    ...(scope.kind === 'organization' ? {} : { id: scope.id, name: scope.name }),
  })
  const take = useDeed(trpc.users.removeRole.mutationOptions(), {
    said: () => ({ title: `${user.name} is not ${grantText(grant)} any more` }),
    commands,
    reads: [trpc.users],
    after: onClose,
  })
  const others = user.roles.filter((other) => other.scope.id !== scope.id)
  const lost = lostBetween(user.roles, others)
  return (
    <ConfirmDialog
      title={`Take ${grantText(grant)} away from ${user.name}`}
      isOpen
      onClose={onClose}
      isDanger
      consequence={
        lost.length === 0
          ? 'It holds at once. Another role gives them the same permissions elsewhere; here they may nothing more than those allow.'
          : `It holds at once, in every session and with every token. ${plural(lost.length, 'permission goes', 'permissions go')}: ${lost.join(', ')}.`
      }
      action="Take the role away"
      commands={commands}
      isBusy={take.isPending}
      error={take.error}
      onConfirm={() => take.mutate({ user: user.id, scope: scope.kind === 'organization' ? 'organization' : scope.id })}
    />
  )
}
