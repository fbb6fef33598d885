import { useVirtualizer } from '@tanstack/react-virtual'
import { IconArrowDown } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { cx } from '../../lib/cx.ts'
import type { LogEntry } from './log-buffer.ts'
import { LogLine, type LineLooks } from './log-line.tsx'
import classes from './logs.module.css'

const LINE_HEIGHT = 18
/** Within this of the end one reads the end. */
const NEAR_END_PX = 40

interface LogViewProps {
  entries: readonly LogEntry[]
  looks: LineLooks
  isWrapped: boolean
  isFollowing: boolean
  /** Place of the find that is looked at, or -1. */
  current: number
  onMark: (index: number) => void
}

/** Lines of output: only those in view are in the page. Scrolling up stops the following of the end; the button takes it up again. */
export function LogView({ entries, looks, isWrapped, isFollowing, current, onMark }: LogViewProps) {
  const scroll = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => entries[index]?.n ?? index,
    overscan: 24,
  })
  const last = entries.at(-1)?.n
  useEffect(() => {
    if (isAtEnd && entries.length > 0) virtual.scrollToIndex(entries.length - 1, { align: 'end' })
  }, [last, isAtEnd, entries.length, virtual])
  useEffect(() => {
    if (current < 0) return
    setAtEnd(false)
    virtual.scrollToIndex(current, { align: 'center' })
  }, [current, virtual])
  useEffect(() => virtual.measure(), [isWrapped, virtual])
  return (
    <div className={classes['stage']}>
      {/* It scrolls, and is read line by line. */}
      <div
        ref={scroll}
        className={cx(classes['scroll'], isWrapped && classes['wrapped'])}
        role="log"
        aria-live="off"
        aria-label="Output"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={({ currentTarget: box }) =>
          setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX)
        }
      >
        <div className={classes['lines']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = entries[item.index]
            return entry ? (
              // Finding a line marks it as well, with the keyboard.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
              <div
                key={item.key}
                onClick={() => onMark(item.index)}
                ref={isWrapped ? virtual.measureElement : undefined}
                data-index={item.index}
                className={cx(classes['entry'], entry.kind === 'gap' && classes['gap'])}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogLine entry={entry} looks={looks} isCurrent={item.index === current} />
              </div>
            ) : null
          })}
        </div>
      </div>
      {!isAtEnd && isFollowing ? (
        <Button
          size="small"
          className={classes['jump'] ?? ''}
          icon={<IconArrowDown size={13} />}
          onClick={() => setAtEnd(true)}
        >
          Newest
        </Button>
      ) : null}
    </div>
  )
}
