import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { IconButton } from '../../components/button/icon-button.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { cx } from '../../lib/cx.ts'
import { StatusMark } from '../workloads/status-mark.tsx'
import { GROUP_TITLES, rowLabel, valueText, type Comparison, type ComparisonRow } from './comparison-value.ts'
import classes from './compare.module.css'

interface ComparisonTableProps {
  comparison: Comparison
  isDifferencesOnly: boolean
  onRemove: (ref: string) => void
}

/** Workloads as columns, their fields as rows, group by group. A row in which they differ says so in a word, and stands out. */
export function ComparisonTable({ comparison, isDifferencesOnly, onRemove }: ComparisonTableProps) {
  const { items } = comparison
  const rows = isDifferencesOnly ? comparison.rows.filter(({ differs }) => differs) : comparison.rows
  const groups = [...Map.groupBy(rows, ({ group }) => group)]
  return (
    // It scrolls sideways on narrow screens, so it can take the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Comparison">
      <table className={classes['table']} aria-label="Workloads side by side">
        <thead>
          <tr>
            <th scope="col">Field</th>
            {items.map(({ ref, workload }) => (
              <th key={ref} scope="col">
                <span className={classes['head']}>
                  {workload ? (
                    <span className={classes['name']}>
                      <Link to="/workloads/$workload" params={{ workload: workload.id }}>
                        {workload.name}
                      </Link>
                      <StatusMark status={workload.status} />
                    </span>
                  ) : (
                    <span className={classes['name']}>
                      <code>{ref}</code>
                      <span className={classes['dim']}>not there</span>
                    </span>
                  )}
                  {items.length > 2 ? (
                    <IconButton label={`Leave out ${workload?.name ?? ref}`} size="small" onClick={() => onRemove(ref)}>
                      <IconX size={14} />
                    </IconButton>
                  ) : null}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(([group, own]) => (
          <tbody key={group}>
            <tr>
              <th scope="rowgroup" colSpan={items.length + 1} className={classes['group']}>
                {GROUP_TITLES[group]}
              </th>
            </tr>
            {own.map((row) => (
              <Row key={row.name} row={row} />
            ))}
          </tbody>
        ))}
        {rows.length === 0 ? (
          <tbody>
            <tr>
              <td colSpan={items.length + 1}>They differ in nothing.</td>
            </tr>
          </tbody>
        ) : null}
      </table>
    </div>
  )
}

function Row({ row }: { row: ComparisonRow }) {
  const { text, isPath } = rowLabel(row)
  return (
    <tr className={cx(row.differs && classes['differs'])}>
      <th scope="row">
        {isPath ? <code>{text}</code> : text}
        {row.differs ? <span className={classes['mark']}>differs</span> : null}
      </th>
      {row.values.map((value, index) => (
        // Columns have no other name than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <td key={index}>
          {row.unit === 'time' && typeof value === 'string' ? <TimeAgo at={value} /> : valueText(row, value)}
        </td>
      ))}
    </tr>
  )
}
