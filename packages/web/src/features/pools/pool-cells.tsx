import { Link } from '@tanstack/react-router'
import { UsageBar } from '../../components/bars/usage-bar.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { cx } from '../../lib/cx.ts'
import { describeAmounts, formatAmount } from '../../lib/format/amounts.ts'
import { formatNumber, plural, UNKNOWN } from '../../lib/format/numbers.ts'
import { formatDuration } from '../../lib/format/time.ts'
import type { PoolUse } from '../overview/pool-use.ts'
import type { Queue } from '../queues/shares.ts'
import { bandWords, type PoolBands } from './pool-bands.ts'
import type { Pool } from './pool-fields.ts'
import classes from './pools.module.css'

/** What it has, and how much of its GPUs is allocated; of its cores where it has none. */
export function Allocated({ pool, use }: { pool: Pool; use: PoolUse | undefined }) {
  const { gpu = 0, ...others } = pool.capacity
  if (pool.nodes.total === 0) return <span className={classes['dim']}>{UNKNOWN}</span>
  const resource = gpu > 0 ? 'gpu' : 'cpu'
  const unit = resource === 'gpu' ? 'GPUs' : 'cores'
  const { cpu: _cpu, ...rest } = others
  return (
    <span className={classes['capacity']}>
      <span>
        {use ? `${formatAmount(resource, use.allocated)} of ` : ''}
        {formatAmount(resource, pool.capacity[resource] ?? 0)} {unit}
      </span>
      {use ? <UsageBar used={use.allocated} total={use.total} /> : null}
      <small>{describeAmounts(resource === 'gpu' ? others : rest)}</small>
    </span>
  )
}

const BAR = { width: 14, gap: 3, height: 20 }

/** How many of its GPUs are used how much, as four bars from idle to busy. */
export function Bands({ bands }: { bands: PoolBands | undefined }) {
  if (!bands) return <span className={classes['dim']}>{UNKNOWN}</span>
  const measured = bands.counts.reduce((sum, count) => sum + count, 0)
  const words = bandWords(bands)
  if (measured === 0) return <span className={classes['dim']}>not measured</span>
  const idle = bands.counts[0]
  return (
    <span className={classes['bands']} data-tip={`${words}, of GPU use.`}>
      <svg width={4 * (BAR.width + BAR.gap)} height={BAR.height} role="img" aria-label={`GPUs by use: ${words}`}>
        {bands.counts.map((count, band) => {
          const high = count > 0 ? Math.max(2, (count / measured) * BAR.height) : 1
          return (
            <rect
              // oxlint-disable-next-line react/no-array-index-key -- The band is its place.
              key={band}
              className={cx(count === 0 && classes['noBand'])}
              x={band * (BAR.width + BAR.gap)}
              y={BAR.height - high}
              width={BAR.width}
              height={high}
            />
          )
        })}
      </svg>
      <small aria-hidden>{idle > 0 ? `${formatNumber(idle)} under 25 %` : 'none under 25 %'}</small>
    </span>
  )
}

/** What runs in it and what waits for it, as far as the reader may see. */
export function Work({ pool, queues }: { pool: Pool; queues: readonly Queue[] }) {
  const own = queues.filter(({ queue, nodePool }) => queue.kind === 'project' && nodePool.id === pool.id)
  const sum = (of: 'running' | 'waiting') => formatNumber(own.reduce((total, queue) => total + queue[of], 0))
  return (
    <Link
      to="/workloads"
      search={{ pool: pool.name, active: true }}
      preload={false}
      className={classes['work'] ?? ''}
      data-moves
    >
      <span>{sum('running')} run,</span> <span>{sum('waiting')} wait</span>
    </Link>
  )
}

export function Selector({ pool }: { pool: Pool }) {
  if (pool.isDefault) return <span className={classes['dim']}>what no other pool takes</span>
  return (
    <span className={cx(classes['tags'], classes['selector'])}>
      {Object.entries(pool.selector).map(([label, value]) => (
        <Tag key={label} kind="code">{`${label}=${value}`}</Tag>
      ))}
      {pool.clusters.map(({ id, name }) => (
        <Tag key={id}>only {name}</Tag>
      ))}
    </span>
  )
}

/** How work is placed in it and who goes first: what is not as in every pool. */
export function Rules({ pool }: { pool: Pool }) {
  const span = (seconds: number) => formatDuration(seconds * 1000)
  const rules = [
    pool.strategy === 'spread' ? 'spread over nodes' : 'bin-pack',
    pool.minRuntimeSeconds > 0 ? `safe for ${span(pool.minRuntimeSeconds)}` : undefined,
    pool.topology.length > 0 ? pool.topology.join(' › ') : undefined,
    pool.maxWaitSeconds === null ? undefined : `first after ${span(pool.maxWaitSeconds)}`,
    pool.preemptionsPerHour === null ? undefined : `${plural(pool.preemptionsPerHour, 'preemption')} an hour`,
    pool.timeBasedK === null ? undefined : `past use counts ${formatNumber(pool.timeBasedK, 2)}`,
  ].filter((rule) => rule !== undefined)
  return (
    <span className={classes['tags']}>
      {rules.map((rule) => (
        <Tag key={rule}>{rule}</Tag>
      ))}
    </span>
  )
}

/** What departments are owed of a pool together, beside what it has. More is promised than there is: not all can have it at once. */
export function Promised({ pool, queues }: { pool: Pool; queues: readonly Queue[] }) {
  const total = pool.capacity['gpu'] ?? 0
  const owed = queues
    .filter(({ queue, nodePool }) => queue.kind === 'department' && nodePool.id === pool.id)
    .map(({ deserved }) => deserved['gpu'] ?? null)
  if (total === 0) return <span className={classes['dim']}>{UNKNOWN}</span>
  if (owed.includes(null))
    return (
      <Link to="/queues" search={{ pool: pool.name }} className={classes['over'] ?? ''}>
        without bound
      </Link>
    )
  const promised = owed.reduce<number>((sum, amount) => sum + (amount ?? 0), 0)
  return (
    <span className={classes['promise']}>
      <Link to="/queues" search={{ pool: pool.name }} className={cx(promised > total && classes['over'])}>
        {formatAmount('gpu', promised)} of {formatAmount('gpu', total)}
        {promised > total ? ', more than there is' : ''}
      </Link>
      <UsageBar used={promised} total={Math.max(total, promised)} />
    </span>
  )
}
