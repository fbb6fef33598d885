import { Fragment, useState } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { ShareBar, ShareLegend, shareScale } from '../../components/bars/share-bar.tsx'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { cx } from '../../lib/cx.ts'
import { formatAmount } from '../../lib/format/amounts.ts'
import { asTree, poolsByUse, shareOf, type Queue } from '../queues/shares.ts'
import classes from './overview.module.css'

/** Who holds what of the GPUs of a pool, beside what each is owed. */
export function QueueShares({ queues, oldSince }: { queues: readonly Queue[]; oldSince: number | undefined }) {
  const hasGpus = queues.some((queue) => (queue.allocated['gpu'] ?? 0) + (queue.requested['gpu'] ?? 0) > 0)
  const resource = hasGpus ? 'gpu' : 'cpu'
  const pools = poolsByUse(queues, resource)
  const [chosen, setChosen] = useState<string>()
  const pool = pools.find(({ id }) => id === chosen) ?? pools[0]
  if (!pool) return null
  const rows = asTree(queues.filter(({ nodePool }) => nodePool.id === pool.id))
  const max = shareScale(rows.map(({ queue }) => shareOf(queue, resource)))
  return (
    <Section
      title={`Shares of ${resource === 'gpu' ? 'GPUs' : 'CPU'}`}
      oldSince={oldSince}
      note={<ShareLegend />}
      actions={
        <>
          <Picker
            label="Node pool"
            isLabelHidden
            options={pools.map(({ id, name }) => ({ value: id, label: name }))}
            value={pool.id}
            onChange={setChosen}
            width={150}
          />
          <CsvButton
            name={`shares-in-${pool.name}`}
            of="shares"
            columns={() => import('./overview-csv.ts').then((module) => module.QUEUE_CSV)}
            readPage={wholeList(rows.map(({ queue }) => queue))}
          />
          <ButtonLink to="/queues" search={{ pool: pool.name }} size="small">
            Queues
          </ButtonLink>
        </>
      }
    >
      <div className={classes['shares']}>
        <span className={classes['sharesHead']}>Queue</span>
        <span className={cx(classes['sharesHead'], classes['wide'])} />
        <span className={cx(classes['sharesHead'], classes['end'])}>Allocated</span>
        <span className={cx(classes['sharesHead'], classes['end'], classes['wide'])}>Deserved</span>
        <span className={cx(classes['sharesHead'], classes['end'], classes['wide'])}>Waiting</span>
        {rows.map(({ queue, depth }) => {
          const share = shareOf(queue, resource)
          return (
            <Fragment key={queue.queue.id}>
              <span className={cx(depth === 0 ? classes['department'] : classes['under'])}>{queue.queue.name}</span>
              <span className={classes['bar']}>
                <ShareBar share={share} max={max} />
              </span>
              <span className={classes['end']}>{formatAmount(resource, share.allocated)}</span>
              <span className={cx(classes['end'], classes['wide'])}>
                {share.deserved === null ? '∞' : formatAmount(resource, share.deserved)}
              </span>
              <span className={cx(classes['end'], classes['wide'])}>{queue.waiting}</span>
            </Fragment>
          )
        })}
      </div>
    </Section>
  )
}
