import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Button } from '../../components/button/button.tsx'
import { IconButton } from '../../components/button/icon-button.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { usePrefs } from '../../lib/prefs.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { logCommands } from '../workloads/workload-commands.ts'
import { atLevels } from './at-levels.ts'
import { findInLog, searchPattern } from './find-in-log.ts'
import { findLine, lineLink } from './line-link.ts'
import { LevelChips } from './level-chips.tsx'
import { LogActions } from './log-actions.tsx'
import type { LogEntry } from './log-buffer.ts'
import type { Level } from './log-level.ts'
import type { TimeStyle } from './log-line.tsx'
import { LogView } from './log-view.tsx'
import { useLog } from './use-log.ts'
import classes from './logs.module.css'

type Run = Outputs['workloads']['runs']['items'][number]

const ALL_LEVELS: ReadonlySet<Level> = new Set()
const TAIL_MAX = 100_000
const TAILS = [1000, 10_000, TAIL_MAX]

interface LogViewerProps {
  workload: { id: string; name: string; replicas: number }
  runs: readonly Run[]
  isLive: boolean
  /** A line of a run that a link leads to. */
  linked?: { run: string | undefined; line: string } | undefined
}

/** The output of a workload, live or as it was. */
export function LogViewer({ workload, runs, isLive, linked }: LogViewerProps) {
  const { zone } = usePrefs()
  const [runId, setRunId] = useState(linked?.run)
  const [replica, setReplica] = useState<number>()
  const [isFollowing, setFollowing] = useState(isLive && !linked)
  const [tail, setTail] = useState(linked ? TAIL_MAX : 1000)
  const [isWrapped, setWrapped] = useState(false)
  const [times, setTimes] = useState<TimeStyle>('off')
  const [search, setSearch] = useState('')
  const [place, setPlace] = useState(-1)
  const [spoken, setSpoken] = useState('')
  const [filter, setFilter] = useState<string>()
  const [marked, setMarked] = useState<number>()
  const [levels, setLevels] = useState(ALL_LEVELS)
  const viewer = useRef<HTMLElement>(null)
  const run = runs.find(({ id }) => id === runId) ?? runs[0]
  const { buffer, error, isReading, restart } = useLog({
    workload: workload.id,
    runId,
    replica,
    tail: filter === undefined ? tail : TAIL_MAX,
    isFollowing,
    search: filter,
  })
  const pattern = useMemo(() => searchPattern(search), [search])
  const sought = useDeferredValue(pattern)
  const shown = useMemo(() => atLevels(buffer.entries, levels), [buffer.entries, levels])
  const finds = useMemo(() => findInLog(shown, sought), [shown, sought])
  const looks = useMemo(
    () => ({
      times,
      zone,
      startedAt: run?.startedAt ? Date.parse(run.startedAt) : undefined,
      hasReplicas: workload.replicas > 1,
      pattern: sought,
    }),
    [times, zone, run, workload.replicas, sought],
  )
  const atLink = useMemo(() => (linked ? findLine(buffer.entries, linked.line) : -1), [buffer.entries, linked])
  const linkedPlace =
    shown === buffer.entries || atLink < 0 ? atLink : shown.indexOf(buffer.entries[atLink] as LogEntry)
  const current = place >= 0 ? (finds[place] ?? -1) : (marked ?? linkedPlace)
  const link = useMemo(() => {
    const entry = shown[current]
    if (!entry) return undefined
    return lineLink(buffer.entries, shown === buffer.entries ? current : buffer.entries.indexOf(entry))
  }, [buffer.entries, shown, current])
  const address =
    link === undefined || !run
      ? undefined
      : `${location.origin}/workloads/${workload.id}?${new URLSearchParams({ tab: 'logs', run: run.id, line: link }).toString()}`
  const step = (by: number) => {
    if (finds.length > 0) setPlace((before) => (Math.max(before, by < 0 ? 0 : -1) + by + finds.length) % finds.length)
  }
  const onFindKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    step(event.shiftKey ? -1 : 1)
  }
  if (error && buffer.entries.length === 0) {
    return <ErrorState title="The output could not be read" error={error} onRetry={restart} />
  }
  return (
    <section ref={viewer} className={classes['viewer']} aria-label="Logs">
      <div className={classes['tools']}>
        <Segments
          label="What to read"
          options={[
            { value: 'follow', label: 'Follow' },
            { value: 'history', label: 'History' },
          ]}
          value={isFollowing ? 'follow' : 'history'}
          onChange={(value) => setFollowing(value === 'follow')}
        />
        {runs.length > 1 ? (
          <Picker
            label="Run"
            isLabelHidden
            width={118}
            options={runs.map(({ id, generation }) => ({ value: id, label: `Run ${generation}` }))}
            value={run?.id ?? ''}
            onChange={setRunId}
          />
        ) : null}
        {workload.replicas > 1 ? (
          <Picker
            label="Replica"
            isLabelHidden
            width={128}
            options={[
              'all',
              ...Array.from({ length: Math.min(500, workload.replicas) }, (_, index) => String(index)),
            ].map((value) => ({ value, label: value === 'all' ? 'All replicas' : `Replica ${value}` }))}
            value={replica === undefined ? 'all' : String(replica)}
            onChange={(value) => setReplica(value === 'all' ? undefined : Number(value))}
          />
        ) : null}
        <Picker
          label="How much to read"
          isLabelHidden
          width={150}
          options={TAILS.map((lines) => ({ value: String(lines), label: `Last ${formatNumber(lines)} lines` }))}
          value={String(tail)}
          onChange={(value) => setTail(Number(value))}
        />
        <div className={classes['find']}>
          <TextInput
            className={classes['findInput'] ?? ''}
            type="search"
            aria-label="Find in output"
            placeholder="Find text or /pattern/"
            leftSection={<IconSearch size={14} />}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              setPlace(-1)
            }}
            onKeyDown={onFindKey}
            data-page-filter
          />
          <span className={classes['count']} role="status">
            {search === ''
              ? null
              : pattern
                ? `${place < 0 ? '' : `${place + 1} of `}${formatNumber(finds.length)}`
                : 'no pattern'}
          </span>
          {search === '' && filter === undefined ? null : (
            <>
              <Button
                size="small"
                aria-pressed={filter !== undefined}
                onClick={() => {
                  setFilter(filter === undefined && search !== '' ? search : undefined)
                  setPlace(-1)
                  setMarked(undefined)
                }}
              >
                {filter === undefined ? 'Search the whole run' : `Only lines with “${filter}”`}
              </Button>
              <IconButton label="Find before" size="small" onClick={() => step(-1)}>
                <IconChevronUp size={15} />
              </IconButton>
              <IconButton label="Find next" size="small" onClick={() => step(1)}>
                <IconChevronDown size={15} />
              </IconButton>
            </>
          )}
        </div>
        <LogActions
          name={workload.name}
          shown={shown}
          times={times}
          onTimes={setTimes}
          isWrapped={isWrapped}
          onWrap={setWrapped}
          onSpeak={setSpoken}
          address={address}
          viewer={viewer}
          commands={logCommands(workload, { follow: isFollowing, replica, run: runId, search: filter })}
        />
      </div>
      <LevelChips
        entries={buffer.entries}
        chosen={levels}
        onChoose={(chosen) => {
          setLevels(chosen)
          setPlace(-1)
          setMarked(undefined)
        }}
      />
      <LogView
        entries={shown}
        looks={looks}
        isWrapped={isWrapped}
        isFollowing={isFollowing}
        current={current}
        onMark={(index) => {
          setPlace(-1)
          setMarked(index)
        }}
      />
      <div className={classes['foot']}>
        <span>{plural(buffer.entries.filter(({ kind }) => kind === 'line').length, 'line')}</span>
        {buffer.dropped > 0 ? <span>{formatNumber(buffer.dropped)} older lines were let go</span> : null}
        {linked && atLink < 0 && !isReading ? <span>The line of the link is no longer in this output</span> : null}
        <span role="status">
          {isReading
            ? isFollowing
              ? 'Following'
              : 'Reading'
            : buffer.isEnded
              ? 'Complete'
              : error
                ? 'Connection lost; trying again'
                : ''}
        </span>
      </div>
      <div className={classes['spoken']} aria-live="assertive">
        {spoken}
      </div>
    </section>
  )
}
