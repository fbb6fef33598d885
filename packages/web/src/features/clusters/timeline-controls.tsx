import type { ReactNode } from 'react'
import { Button } from '../../components/button/button.tsx'
import { IconButton } from '../../components/button/icon-button.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { useShortcut } from '../../lib/shortcuts.ts'
import classes from './timeline.module.css'
import { SPANS, type TimelineView } from './use-timeline-window.ts'

interface TimelineControlsProps {
  view: TimelineView
  /** What a row is: `node`, `pool`, or a label of nodes. */
  by: string
  racks: readonly string[]
  onBy: (by: string) => void
  isTable: boolean
  onTable: (isTable: boolean) => void
  /** Where else this time leads. */
  children: ReactNode
}

const CLOSER = 0.5

/** What of time, which rows, and in which form. */
export function TimelineControls({ view, by, racks, onBy, isTable, onTable, children }: TimelineControlsProps) {
  useShortcut('+', 'Look closer at a time', 'This page', () => view.zoom(CLOSER))
  useShortcut('-', 'Look at more time', 'This page', () => view.zoom(1 / CLOSER))
  useShortcut('0', 'Look at the time until now again', 'This page', view.reset, view.span === undefined)
  return (
    <div className={classes['controls']}>
      <span className={classes['buttons']}>
        <IconButton label="Earlier" size="small" onClick={() => view.pan(-CLOSER)}>
          ‹
        </IconButton>
        <IconButton label="Later" size="small" onClick={() => view.pan(CLOSER)}>
          ›
        </IconButton>
        <IconButton label="Look at more time" shortcut="-" size="small" onClick={() => view.zoom(1 / CLOSER)}>
          −
        </IconButton>
        <IconButton label="Look closer" shortcut="+" size="small" onClick={() => view.zoom(CLOSER)}>
          +
        </IconButton>
        <Button size="small" disabled={view.span !== undefined} data-tip="Until now again (0)" onClick={view.reset}>
          Until now
        </Button>
      </span>
      <Segments
        label="How far back"
        options={SPANS.map((value) => ({ value, label: value }))}
        value={view.span ?? ('' as (typeof SPANS)[number])}
        onChange={view.setSpan}
      />
      <Segments
        label="Rows"
        options={[
          { value: 'node', label: 'Nodes' },
          { value: 'pool', label: 'Pools' },
          ...racks.map((label) => ({ value: label, label: shortLabel(label) })),
        ]}
        value={by}
        onChange={onBy}
      />
      <Segments
        label="How to show it"
        options={[
          { value: 'map', label: 'Picture' },
          { value: 'table', label: 'Table' },
        ]}
        value={isTable ? 'table' : 'map'}
        onChange={(value) => onTable(value === 'table')}
      />
      {children}
    </div>
  )
}

/** What stands after the prefix of a label. */
function shortLabel(label: string): string {
  return label.slice(label.lastIndexOf('/') + 1)
}
