import { UsageBar } from '../../components/bars/usage-bar.tsx'
import { formatAmount, formatMemory, resourceLabel } from '../../lib/format/amounts.ts'
import { formatNumber, formatShare, plural, UNKNOWN } from '../../lib/format/numbers.ts'
import type { Cluster } from './cluster-health.tsx'
import classes from './cluster-page.module.css'

/** What a cluster has, how much of it is given out, and the state of its agent. */
export function ClusterSummary({ cluster }: { cluster: Cluster }) {
  const { nodes, appliedRev, desiredRev } = cluster
  return (
    <div className={classes['summary']}>
      {['gpu', 'cpu', 'memory'].map((resource) => (
        <Amount key={resource} cluster={cluster} resource={resource} />
      ))}
      <dl className={classes['states']}>
        <dt>Nodes ready</dt>
        <dd>
          {formatNumber(nodes.ready)} of {formatNumber(nodes.total)}
        </dd>
        <dt>Runs</dt>
        <dd>{formatNumber(cluster.runs)}</dd>
        <dt>Agent</dt>
        <dd>{cluster.agentVersion === null ? UNKNOWN : `${cluster.agentVersion}, ${cluster.driver ?? 'no'} driver`}</dd>
        <dt>Desired state</dt>
        <dd>
          {appliedRev === null
            ? UNKNOWN
            : appliedRev >= desiredRev
              ? `applied, revision ${formatNumber(desiredRev)}`
              : `${plural(desiredRev - appliedRev, 'revision')} behind`}
        </dd>
      </dl>
    </div>
  )
}

function Amount({ cluster, resource }: { cluster: Cluster; resource: string }) {
  const total = cluster.capacity[resource] ?? 0
  const used = cluster.allocated[resource] ?? 0
  const show = (amount: number) => (resource === 'memory' ? formatMemory(amount) : formatAmount(resource, amount))
  return (
    <div className={classes['amount']}>
      <span className={classes['name']}>
        <span>{resource === 'gpu' ? 'GPUs' : resource === 'cpu' ? 'CPU cores' : resourceLabel(resource)}</span>
        <span>{total > 0 ? formatShare(used, total) : ''}</span>
      </span>
      {total > 0 ? (
        <>
          <span className={classes['value']}>
            {show(used)} <small>of {show(total)}</small>
          </span>
          <UsageBar used={used} total={total} height={6} />
        </>
      ) : (
        <span className={classes['value']}>{resource === 'gpu' && cluster.nodes.total > 0 ? 'none' : UNKNOWN}</span>
      )}
    </div>
  )
}
