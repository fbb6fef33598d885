import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { useCan } from '../../lib/whoami.ts'
import { grantText, type Grant } from './effective-access.ts'
import { GiveRoleDialog } from './give-role-dialog.tsx'
import classes from './settings.module.css'
import { TakeRoleDialog } from './take-role-dialog.tsx'
import type { UserDetail } from './user-panel.tsx'

/** The roles of a user by place; those who may give one and take one away. */
export function RolesOf({ user }: { user: UserDetail }) {
  const [isGiving, setGiving] = useState(false)
  const [doomed, setDoomed] = useState<Grant>()
  const canWrite = useCan('user:write')
  return (
    <section className={classes['part']}>
      <div className={classes['partHead']}>
        <h3>Roles</h3>
        {canWrite ? (
          <Button size="small" onClick={() => setGiving(true)}>
            Give a role
          </Button>
        ) : null}
      </div>
      <SimpleTable
        label={`Roles of ${user.name}`}
        rows={user.roles}
        keyOf={({ role, scope }) => `${role} ${scope.id}`}
        empty="None: they see nothing but their own settings."
        columns={[
          { id: 'role', header: 'Role', cell: ({ role }) => role },
          {
            id: 'place',
            header: 'Place',
            cell: ({ scope }) => (scope.kind === 'organization' ? 'the organization' : `${scope.kind} ${scope.name}`),
          },
          {
            id: 'until',
            header: 'Ends',
            cell: ({ expiresAt }) => (expiresAt ? <TimeAgo at={expiresAt} /> : 'never'),
          },
          {
            id: 'actions',
            header: 'Actions',
            align: 'end',
            cell: (grant) =>
              canWrite ? (
                <Button size="small" aria-label={`Take away ${grantText(grant)}`} onClick={() => setDoomed(grant)}>
                  Take away
                </Button>
              ) : null,
          },
        ]}
      />
      {isGiving ? <GiveRoleDialog user={user} onClose={() => setGiving(false)} /> : null}
      {doomed ? <TakeRoleDialog user={user} grant={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </section>
  )
}
