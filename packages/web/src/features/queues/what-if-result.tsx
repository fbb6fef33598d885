import { useEffect, useRef } from 'react'
import { Mark, type Shape, type Tone } from '../../components/mark/mark.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatNumber, formatShare, plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { formatDuration } from '../../lib/format/time.ts'
import type { Outputs } from '../../lib/trpc.ts'
import classes from './queues.module.css'

type Report = Outputs['whatIf']['run']
type Row = Report['projects'][number]

const EFFECTS: Record<Row['effect'], { word: string; tone: Tone; shape: Shape }> = {
  GAINS: { word: 'gains', tone: 'running', shape: 'check' },
  LOSES: { word: 'loses', tone: 'failed', shape: 'square' },
  SAME: { word: 'the same', tone: 'done', shape: 'dash' },
}

/** Who gains and who loses by a change, before it is made. */
export function WhatIfResult({ report }: { report: Report }) {
  const { projects, pools, workloads, assumptions, gainers, losers } = report
  const box = useRef<HTMLDivElement>(null)
  // The button that asked was off meanwhile, and lost the focus.
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} tabIndex={-1} className={classes['whatIf']} role="group" aria-label="What would have come of it">
      <p className={classes['verdict']}>{verdictOf(gainers, losers)}</p>
      <SimpleTable
        label="By project"
        rows={projects}
        keyOf={({ project, nodePool }) => `${project.id} ${nodePool.id}`}
        columns={[
          { id: 'project', header: 'Project', cell: ({ project }) => project.name },
          {
            id: 'effect',
            header: 'Effect',
            cell: ({ effect }) => <Mark {...EFFECTS[effect]}>{EFFECTS[effect].word}</Mark>,
          },
          {
            id: 'wait',
            header: 'Mean wait',
            cell: ({ before, after }) => `${formatDuration(before.waitMeanMs)} → ${formatDuration(after.waitMeanMs)}`,
          },
          { id: 'sooner', header: 'Sooner', align: 'end', cell: ({ sooner }) => formatNumber(sooner) },
          { id: 'later', header: 'Later', align: 'end', cell: ({ later }) => formatNumber(later) },
          {
            id: 'preemptions',
            header: 'Preempted',
            align: 'end',
            cell: ({ before, after }) => `${formatNumber(before.preemptions)} → ${formatNumber(after.preemptions)}`,
          },
        ]}
      />
      <ul>
        {pools.map(({ nodePool, before, after }) => (
          <li key={nodePool.id}>
            Pool {nodePool.name} is in use {formatShare(before.utilisation, 1)} before,{' '}
            {formatShare(after.utilisation, 1)} after; {formatNumber(before.started)} of{' '}
            {formatNumber(before.workloads)} start before, {formatNumber(after.started)} after.
          </li>
        ))}
      </ul>
      <details className={classes['dim']}>
        <summary>{plural(workloads, 'workload')} played again; what that assumes</summary>
        <ul className={classes['assumed']}>
          {assumptions.map((assumption) => (
            <li key={assumption}>{sentence(assumption)}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}

function verdictOf(gainers: readonly string[], losers: readonly string[]): string {
  if (gainers.length === 0 && losers.length === 0) return 'Nobody would have waited longer or shorter.'
  const gain = gainers.length > 0 ? `${gainers.join(', ')} would have waited less` : 'nobody would have waited less'
  const loss = losers.length > 0 ? `${losers.join(', ')} longer` : 'nobody longer'
  return sentence(`${gain}, ${loss}`)
}
