import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { UsageBar } from '../../components/bars/usage-bar.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { CopyButton } from '../../components/command/copy-button.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { describeAmount, formatMemory, resourceLabel, resourceNames } from '../../lib/format/amounts.ts'
import { formatShare, plural } from '../../lib/format/numbers.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useCan } from '../../lib/whoami.ts'
import { NodeActions } from './node-actions.tsx'
import { NodeState } from './node-columns.tsx'
import { isKubernetes, kubectlCommands } from './kubectl-commands.ts'
import { NodeLabels } from './node-labels.tsx'
import type { NodeOrder } from './node-order.ts'
import type { Node } from './node-heat.ts'
import classes from './node-panel.module.css'
import { useNodeTop } from './node-top.ts'

const NodeDialog = lazy(() => import('./node-dialog.tsx').then((module) => ({ default: module.NodeDialog })))
const UsageGraphs = lazy(() => import('../usage/usage-graphs.tsx').then((module) => ({ default: module.UsageGraphs })))
/** What a node runs on, the kubelet and the driver first. */
function versionsText(versions: Node['versions']): string | null {
  const first = ['kubelet', 'driver', 'nvidia']
  const names = [...new Set([...first, ...Object.keys(versions)])].filter((name) => versions[name] !== undefined)
  return names.length > 0 ? names.map((name) => `${name} ${versions[name]}`).join(', ') : null
}

const metricLabel = () => 'this node'

/** One node: what it has, what is on it, and what it uses. */
export function NodePanel({ node, onClose }: { node: Node; onClose: () => void }) {
  const top = useNodeTop()
  const used = top.data?.lines.find(({ id }) => id === node.id)?.used
  const canChange = useCan('cluster:write')
  const [order, setOrder] = useState<NodeOrder>()
  const canDrain = canChange && (!node.cordoned || node.runs.length + node.otherRuns > 0)
  useShortcut('d', 'Drain the node', 'This page', () => setOrder('drain'), canDrain)
  return (
    <SidePanel
      title={node.name}
      onClose={onClose}
      actions={<CopyButton text={`fairlead node ls --cluster ${node.cluster.name}`} label="Copy as CLI" />}
    >
      <Facts
        items={[
          ['State', <NodeState key="state" node={node} />],
          ['Message', node.message],
          [
            'Held back',
            node.cordoned ? (
              <span key="cordoned">
                by {node.cordoned.by}, <TimeAgo at={node.cordoned.at} />
              </span>
            ) : null,
          ],
          ['Node pool', node.nodePool?.name],
          [
            'GPUs',
            node.gpu
              ? `${plural(node.gpu.count, node.gpu.model, node.gpu.model)}${node.gpu.memoryMib > 0 ? `, ${formatMemory(node.gpu.memoryMib)} each` : ''}`
              : 'none',
          ],
          ['Runs on', versionsText(node.versions)],
          ['GPU use', used?.['gpu'] === undefined ? null : formatShare(used['gpu'], 100)],
          ['Last change', <TimeAgo key="at" at={node.observedAt} />],
        ]}
      />
      {canChange ? <NodeActions node={node} onOrder={setOrder} /> : null}
      <section className={classes['part']}>
        <h3>Allocated</h3>
        {resourceNames(node.allocatable).map((name) => (
          <div key={name} className={classes['line']}>
            <span>{resourceLabel(name)}</span>
            <UsageBar used={node.allocated[name] ?? 0} total={node.allocatable[name] ?? 0} height={6} />
            <span className={classes['end']}>
              {describeAmount(name, node.allocated[name] ?? 0)} of {describeAmount(name, node.allocatable[name])}
            </span>
          </div>
        ))}
      </section>
      <section className={classes['part']}>
        <h3>{plural(node.runs.length, 'run')}</h3>
        {node.runs.length > 0 ? (
          <SimpleTable
            label="Runs on this node"
            rows={node.runs}
            keyOf={(run) => run.runId}
            columns={[
              {
                id: 'workload',
                header: 'Workload',
                cell: (run) => (
                  <Link to="/workloads/$workload" params={{ workload: run.workloadId }}>
                    {run.workloadName}
                  </Link>
                ),
              },
              { id: 'replicas', header: 'Replicas here', align: 'end', cell: (run) => run.replicas },
            ]}
          />
        ) : (
          <p className={classes['none']}>Nothing runs here.</p>
        )}
      </section>
      <section className={classes['part']}>
        <h3>Usage</h3>
        <Suspense fallback={null}>
          <UsageGraphs of={{ cluster: node.cluster.name, node: node.name }} nameOf={metricLabel} isCompact />
        </Suspense>
      </section>
      <NodeLabels node={node} />
      {node.taints.length > 0 ? (
        <section className={classes['part']}>
          <h3>{plural(node.taints.length, 'taint')}</h3>
          <div className={classes['tags']}>
            {node.taints.map(({ key, value, effect }) => (
              <Tag key={`${key}${effect}`} kind="warn">{`${key}${value ? `=${value}` : ''}:${effect}`}</Tag>
            ))}
          </div>
        </section>
      ) : null}
      {isKubernetes(node) ? <CommandBox title="With kubectl" commands={kubectlCommands(node)} /> : null}
      <Suspense fallback={null}>
        {order ? <NodeDialog order={order} node={node} onClose={() => setOrder(undefined)} /> : null}
      </Suspense>
    </SidePanel>
  )
}
