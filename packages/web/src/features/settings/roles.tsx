import { PERMISSIONS, ROLE_TABLE, ROLES } from '@fairlead/control-plane/permissions'
import { Section } from '../../components/page/section.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { useWhoami } from '../../lib/whoami.ts'

/** Which role may do what, from the table that the control plane itself reads. */
export function Roles() {
  const whoami = useWhoami()
  const mine = new Set(whoami?.roles.map(({ role }) => role))
  return (
    <>
      <Section title="Roles" note="a role holds for everything below the place where it was given" isFlush>
        <SimpleTable
          label="Roles"
          rows={ROLES}
          keyOf={(role) => role}
          columns={[
            { id: 'role', header: 'Role', cell: (role) => (mine.has(role) ? `${role} (yours)` : role) },
            { id: 'about', header: 'For', cell: (role) => ROLE_TABLE[role].about },
            { id: 'at', header: 'Given at', cell: (role) => ROLE_TABLE[role].at.join(', ') },
          ]}
        />
      </Section>
      <Section title="What each may do" isFlush>
        <SimpleTable
          label="Permissions by role"
          rows={PERMISSIONS}
          keyOf={(permission) => permission}
          columns={[
            { id: 'permission', header: 'Permission', cell: (permission) => <code>{permission}</code> },
            ...ROLES.map((role) => ({
              id: role,
              header: role,
              cell: (permission: (typeof PERMISSIONS)[number]) =>
                ROLE_TABLE[role].permissions.includes(permission) ? '✓ may' : '—',
            })),
          ]}
        />
      </Section>
    </>
  )
}
