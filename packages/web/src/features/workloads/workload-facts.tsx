import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Tag } from '../../components/mark/tag.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { formatDuration } from '../../lib/format/time.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { Address } from './address.tsx'
import { CostFact, hasCost } from './cost-fact.tsx'
import { kindWord } from './kinds.ts'
import { priorityName } from './priorities.ts'
import classes from './workload-page.module.css'

/** What a workload is and where it belongs. */
export function WorkloadFacts({ workload }: { workload: Outputs['workloads']['get'] }) {
  const { status, cluster, labels, spec } = workload
  const timeout = spec['timeout']
  const labelList = Object.entries(labels)
  return (
    <Facts
      items={[
        [
          'Project',
          <Link key="project" to="/workloads" search={{ project: workload.project.name }}>
            {workload.project.name}
          </Link>,
        ],
        ['Kind', kindWord(workload.kind)],
        ...(typeof spec['template'] === 'string'
          ? [['Template', <code key="template">{spec['template']}</code>] as const]
          : []),
        ...kinFacts(workload),
        ...(typeof spec['image'] === 'string' ? [['Image', <code key="image">{spec['image']}</code>] as const] : []),
        ...(workload.address === null
          ? []
          : [['Address', <Address key="address" address={workload.address} />] as const]),
        ['Node pool', workload.nodePool.name],
        [
          'Cluster',
          cluster && status.phase !== 'QUEUED' ? (
            <Link key="cluster" to="/clusters/$cluster" params={{ cluster: cluster.name }}>
              {cluster.name}
            </Link>
          ) : null,
        ],
        ['Nodes', status.phase === 'QUEUED' ? null : [...new Set(workload.nodes)].join(', ')],
        ['Each replica', describeAmounts(workload.requests)],
        ...(typeof spec['size'] === 'string' ? [['Size', spec['size']] as const] : []),
        ['Replicas', formatNumber(workload.replicas)],
        ['Priority', `${priorityName(workload.priority)}${workload.preemptible ? '' : ', not preemptible'}`],
        ...(hasCost(workload) ? [['Cost', <CostFact key="cost" cost={workload.cost} />] as const] : []),
        ['Time limit', timeout === null ? 'none' : typeof timeout === 'number' ? formatDuration(timeout * 1000) : null],
        ['Submitted', <TimeAgo key="submitted" at={workload.submittedAt} />],
        ['Submitted by', workload.createdBy.name],
        // What has not happened yet needs no line.
        ...(workload.startedAt ? [['Started', <TimeAgo key="started" at={workload.startedAt} />] as const] : []),
        ...(workload.finishedAt ? [['Finished', <TimeAgo key="finished" at={workload.finishedAt} />] as const] : []),
        ...(status.exitCode === null ? [] : [['Exit code', status.exitCode] as const]),
        ['Interrupted', `preempted ${workload.preemptions}×, failed ${workload.failures}×`],
        ...(status.observedAt ? [['Last report', <TimeAgo key="seen" at={status.observedAt} />] as const] : []),
        [
          'Labels',
          labelList.length > 0 ? (
            <span key="labels" className={classes['tags']}>
              {labelList.map(([name, value]) => (
                <Tag key={name}>{`${name}=${value}`}</Tag>
              ))}
            </span>
          ) : null,
        ],
        ['Id', <code key="id">{workload.id}</code>],
      ]}
    />
  )
}

/** Where it was cloned from and what was cloned from it, each with a way to compare. */
function kinFacts({ id, clonedFrom, clones }: Outputs['workloads']['get']): [string, ReactNode][] {
  const link = (to: string, name: string) => (
    <Link to="/workloads/$workload" params={{ workload: to }}>
      {name}
    </Link>
  )
  const compare = (ids: readonly string[]) => (
    <Link to="/workloads/compare" search={{ ids: ids.join(',') }}>
      compare
    </Link>
  )
  return [
    ...(clonedFrom === null
      ? []
      : [
          [
            'Cloned from',
            clonedFrom.name === null ? (
              'one that is gone, or that you may not see'
            ) : (
              <span key="origin">
                {link(clonedFrom.id, clonedFrom.name)} ({compare([clonedFrom.id, id])})
              </span>
            ),
          ] satisfies [string, ReactNode],
        ]),
    ...(clones.length === 0
      ? []
      : [
          [
            'Clones',
            <span key="clones">
              {clones.map((clone, index) => (
                <span key={clone.id}>
                  {index > 0 ? ', ' : ''}
                  {link(clone.id, clone.name)}
                </span>
              ))}{' '}
              ({compare([id, ...clones.slice(0, 3).map((clone) => clone.id)])})
            </span>,
          ] satisfies [string, ReactNode],
        ]),
  ]
}
