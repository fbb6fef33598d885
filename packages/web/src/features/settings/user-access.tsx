import { SimpleTable } from '../../components/table/simple-table.tsx'
import { cx } from '../../lib/cx.ts'
import { plural } from '../../lib/format/numbers.ts'
import { effectiveAccess, grantText } from './effective-access.ts'
import classes from './settings.module.css'
import type { UserDetail } from './user-panel.tsx'

/** Every permission: whether a user has it somewhere, and by which role at which place. */
export function AccessOf({ user }: { user: UserDetail }) {
  const access = effectiveAccess(user.roles)
  const count = access.filter(({ by }) => by.length > 0).length
  return (
    <section className={classes['part']}>
      <div className={classes['partHead']}>
        <h3>What they may do</h3>
        <span className={classes['dim']}>
          {user.state === 'active'
            ? `${count} of ${plural(access.length, 'permission')}`
            : `${count} of ${plural(access.length, 'permission')}, once they are in`}
        </span>
      </div>
      <SimpleTable
        label={`Effective access of ${user.name}`}
        rows={access}
        keyOf={({ permission }) => permission}
        columns={[
          { id: 'permission', header: 'Permission', cell: ({ permission }) => <code>{permission}</code> },
          {
            id: 'may',
            header: 'May',
            cell: ({ by }) => (
              <span className={cx(classes['named'], by.length === 0 && classes['dim'])}>
                {by.length > 0 ? '✓ yes' : '✗ no'}
              </span>
            ),
          },
          { id: 'by', header: 'Because of', cell: ({ by }) => by.map(grantText).join(', ') || '—' },
        ]}
      />
    </section>
  )
}
