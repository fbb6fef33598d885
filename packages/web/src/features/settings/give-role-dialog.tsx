import { ROLE_TABLE, ROLES, type Role } from '@fairlead/control-plane/permissions'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { grantText, lostBetween } from './effective-access.ts'
import { useRolePlaces } from './role-places.ts'
import { userCommands } from './settings-commands.ts'
import classes from './settings.module.css'
import type { UserDetail } from './user-panel.tsx'

const ENDS = [
  { value: '', label: 'by hand' },
  { value: '1', label: 'in a day' },
  { value: '7', label: 'in a week' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
] as const

/** Gives a user a role at a place, for good or for a time, instead of the one that they have there. */
export function GiveRoleDialog({ user, onClose }: { user: UserDetail; onClose: () => void }) {
  const [role, setRole] = useState<Role>('researcher')
  const [where, setWhere] = useState('organization')
  const [days, setDays] = useState<(typeof ENDS)[number]['value']>('')
  const places = useRolePlaces(role)
  const place = places.find(({ value }) => value === where) ?? places[0]
  const commands = userCommands.setRole(user.email, role, place, days === '' ? undefined : Number(days))
  const give = useDeed(trpc.users.setRole.mutationOptions(), {
    said: () => ({ title: `${user.name} is ${role} now`, detail: 'It holds from this moment on.' }),
    commands,
    reads: [trpc.users],
    after: onClose,
  })
  const isThere = ({ scope }: UserDetail['roles'][number]) =>
    place?.id === undefined ? scope.kind === 'organization' : scope.id === place.id
  const before = user.roles.filter(isThere)
  const others = user.roles.filter((grant) => !isThere(grant))
  const next = place && { role, scope: { kind: place.kind, id: place.id ?? '', name: place.name ?? '' } }
  const lost = next ? lostBetween(user.roles, [...others, next]) : []
  return (
    <Dialog
      title={`A role for ${user.name}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button
            variant="primary"
            isBusy={give.isPending}
            disabled={place === undefined}
            onClick={() =>
              give.mutate({
                user: user.id,
                scope: place?.id ?? 'organization',
                role,
                ...(days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
              })
            }
          >
            Give the role
          </Button>
        </>
      }
    >
      <div className={classes['row']}>
        <Picker
          label="Role"
          description={`May: ${ROLE_TABLE[role].about}.`}
          options={ROLES.map((value) => ({ value, label: value }))}
          value={role}
          onChange={(value) => setRole(value as Role)}
        />
        <Picker
          label="Where"
          description="It holds there and for everything below."
          options={places}
          value={place?.value ?? ''}
          onChange={setWhere}
        />
      </div>
      <div>
        <p className={classes['name']}>Ends</p>
        <Segments label="When it ends" options={ENDS} value={days} onChange={setDays} />
      </div>
      {before.length > 0 ? (
        <Notice tone={lost.length > 0 ? 'warn' : 'info'} title={`Instead of ${before.map(grantText).join(', ')}.`}>
          {lost.length > 0 ? `${plural(lost.length, 'permission goes', 'permissions go')}: ${lost.join(', ')}.` : null}
        </Notice>
      ) : null}
      <CommandBox title="The same by hand" isWrapped commands={commands} />
      <ProblemNotice error={give.error} />
    </Dialog>
  )
}
