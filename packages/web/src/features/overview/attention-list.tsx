import { Link } from '@tanstack/react-router'
import { Mark } from '../../components/mark/mark.tsx'
import { Section } from '../../components/page/section.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import type { Outputs } from '../../lib/trpc.ts'
import { attentionList, type Attention } from './attention.ts'
import classes from './overview.module.css'

const SHAPES = { failed: 'square', pending: 'diamond', active: 'half' } as const

interface AttentionSectionProps {
  clusters: Outputs['clusters']['list']['items']
  overview: Outputs['overview']['get']
}

/** What needs somebody. Says so when nothing does. */
export function AttentionSection({ clusters, overview }: AttentionSectionProps) {
  const found = attentionList(clusters, overview)
  if (found.length === 0) return null
  return (
    <Section title="Needs a look" isFlush>
      <ul className={classes['attention']}>
        {found.map((entry) => (
          <li key={entry.id}>
            <Mark tone={entry.tone} shape={SHAPES[entry.tone]}>
              {entry.title}
            </Mark>
            <span className={classes['dim']}>
              {entry.detail}
              {entry.since ? (
                <>
                  {' '}
                  {entry.sinceWord ?? 'Last seen'} <TimeAgo at={entry.since} />.
                </>
              ) : null}
            </span>
            <AttentionLink entry={entry} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function AttentionLink({ entry }: { entry: Attention }) {
  const [name = ''] = entry.id.split(' ')
  if (entry.to === 'cluster')
    return (
      <Link to="/clusters/$cluster" params={{ cluster: name }}>
        Open cluster
      </Link>
    )
  if (entry.to === 'enrol')
    return (
      <Link to="/clusters/enrol" search={{ cluster: name }}>
        Go on with its enrolment
      </Link>
    )
  return null
}
