import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { ShareBar } from '../../components/bars/share-bar.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { cx } from '../../lib/cx.ts'
import { describeAmount } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { gateName, gateShare, type Gate, type Why } from './gates.ts'
import { StartLine } from './start-line.tsx'
import { Suggestions } from './suggestions.tsx'
import classes from './explain.module.css'

/**
 * Why a workload is where it is: the dominant reason in one sentence with numbers, what would help, and every gate in the order in which the
 * scheduler asked.
 */
export function Explain({ why }: { why: Why }) {
  const { reason } = why.workload.status
  return (
    <div className={classes['box']}>
      <div className={classes['headline']}>
        <p className={classes['sentence']}>{sentence(why.headline)}</p>
        <StartLine why={why} />
        {why.hint ? (
          <p className={classes['hint']}>
            <b>What helps:</b> {why.hint}.
          </p>
        ) : null}
        <ExplainMeta why={why} reason={reason} />
      </div>
      <Suggestions why={why} />
      {why.gates.length > 0 ? (
        <ol className={classes['gates']} aria-label="What the scheduler asked, in its order">
          {why.gates
            .filter(({ state }) => state !== 'not-reached')
            .map((gate) => (
              <GateLine key={gate.gate} gate={gate} />
            ))}
          <NotAsked gates={why.gates} />
        </ol>
      ) : null}
      {why.holders.length > 0 ? <Holders holders={why.holders} /> : null}
    </div>
  )
}

function ExplainMeta({ why, reason }: { why: Why; reason: string | null }) {
  const { position, round, permanent, workload } = why
  if (!position && !round && !reason) return null
  return (
    <div className={classes['meta']}>
      {reason ? <Tag kind="code">{reason}</Tag> : null}
      {permanent ? <Tag kind="warn">waiting alone will not help</Tag> : null}
      {position ? (
        <span>
          <Link
            to="/queues"
            search={{ pool: workload.nodePool.name, project: workload.project.name, why: workload.id }}
          >
            {position.ahead === 0 ? 'first' : `${formatNumber(position.ahead)} ahead`}
          </Link>{' '}
          of {formatNumber(position.of)} in its queue
        </span>
      ) : null}
      {round ? (
        <span>
          {round.id > 0 ? `round ${formatNumber(round.id)}, ` : 'as of '}
          <TimeAgo at={round.at} />
        </span>
      ) : null}
    </div>
  )
}

const STATES = {
  pass: { word: 'passed', icon: <IconCheck size={15} stroke={2.2} /> },
  fail: { word: 'did not pass', icon: <IconX size={15} stroke={2.4} /> },
  'not-reached': { word: 'not asked', icon: <IconMinus size={13} /> },
}

function GateLine({ gate }: { gate: Gate }) {
  const measured = gateShare(gate)
  return (
    <li className={cx(classes['gate'], classes[gate.state])}>
      <span className={classes['icon']} role="img" aria-label={STATES[gate.state].word}>
        {STATES[gate.state].icon}
      </span>
      <span className={classes['name']}>{gateName(gate.gate)}</span>
      <span className={classes['text']}>{gate.text}</span>
      <span className={classes['bar']}>
        {measured ? <ShareBar share={measured.share} max={measured.max} height={10} /> : null}
      </span>
    </li>
  )
}

/** Gates behind one that is shut are not asked; they stand together, because there is nothing to say of each. */
function NotAsked({ gates }: { gates: readonly Gate[] }) {
  const names = gates.filter(({ state }) => state === 'not-reached').map(({ gate }) => gateName(gate).toLowerCase())
  if (names.length === 0) return null
  return (
    <li className={cx(classes['gate'], classes['notReached'])}>
      <span className={classes['icon']} role="img" aria-label={STATES['not-reached'].word}>
        {STATES['not-reached'].icon}
      </span>
      <span className={classes['name']}>Not asked yet</span>
      <span className={cx(classes['text'], classes['wide'])}>{names.join(', ')}</span>
    </li>
  )
}

function Holders({ holders }: { holders: Why['holders'] }) {
  return (
    <div className={classes['holders']}>
      <h3>Holds what is missing, beyond what it is owed</h3>
      <ul>
        {holders.map(({ queue, resource, amount }) => (
          <li key={`${queue} ${resource}`}>
            {queue}: {describeAmount(resource, amount)}
          </li>
        ))}
      </ul>
    </div>
  )
}
