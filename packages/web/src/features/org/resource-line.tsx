import { TextInput } from '../../components/input/text-input.tsx'
import { ShareBar, shareExtent } from '../../components/bars/share-bar.tsx'
import { More } from '../../components/page/more.tsx'
import { resourceLabel, resourceUnit } from '../../lib/format/amounts.ts'
import type { Queue } from '../queues/shares.ts'
import { BoundInput } from './bound-input.tsx'
import { readBound, type BoundName, type LineFields } from './quota-lines.ts'
import classes from './org.module.css'

interface ResourceLineProps {
  resource: string
  line: LineFields
  standing: Queue | undefined
  problems: Readonly<Record<string, string>>
  onChange: (change: Partial<LineFields>) => void
}

const LABELS: Record<BoundName, string> = {
  deserved: 'Deserved',
  limit: 'Limit',
  borrowLimit: 'Borrows at most',
  lendLimit: 'Lends at most',
  userLimit: 'One user at most',
}
const USUAL = ['deserved', 'limit'] as const
const SHARING = ['borrowLimit', 'lendLimit', 'userLimit'] as const
const TIPS: Partial<Record<BoundName, string>> = {
  borrowLimit: 'Above what it deserves.',
  lendLimit: 'Of what it deserves and does not use. With 0 all of it stays free.',
  userLimit: 'What the runs of one user hold in this queue.',
}

/** Everything that a queue is told about one resource, below how it stands. */
export function ResourceLine({ resource, line, standing, problems, onChange }: ResourceLineProps) {
  const amount = (list: Readonly<Record<string, number>> | undefined) => list?.[resource] ?? 0
  const share = {
    deserved: readBound(resource, line.deserved) ?? null,
    limit: readBound(resource, line.limit) ?? null,
    fairShare: amount(standing?.fairShare),
    allocated: amount(standing?.allocated),
    requested: amount(standing?.requested),
  }
  const input = (bound: BoundName) => (
    <BoundInput
      key={bound}
      label={LABELS[bound]}
      tip={TIPS[bound]}
      value={line[bound]}
      error={problems[`${resource}.${bound}`]}
      onChange={(value) => onChange({ [bound]: value })}
    />
  )
  const isSharing = SHARING.some((bound) => !line[bound].isUnlimited || problems[`${resource}.${bound}`] !== undefined)
  return (
    <fieldset className={classes['resource']} aria-label={resourceLabel(resource)}>
      <h3>
        {resourceLabel(resource)}
        <span>{resourceUnit(resource) || 'pieces'}</span>
      </h3>
      <ShareBar share={share} max={Math.max(shareExtent(share), share.limit ?? 0, 1) * 1.02} />
      <div className={classes['bounds']}>
        {USUAL.map(input)}
        <TextInput
          label="Weight"
          inputMode="decimal"
          value={line.weight}
          error={problems[`${resource}.weight`]}
          onChange={(event) => onChange({ weight: event.currentTarget.value })}
        />
      </div>
      <More title="Borrowing, lending and users" isOpen={isSharing}>
        <div className={classes['sharing']}>{SHARING.map(input)}</div>
      </More>
    </fieldset>
  )
}
