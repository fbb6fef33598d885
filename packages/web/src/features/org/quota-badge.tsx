import { Tag } from '../../components/mark/tag.tsx'
import { Notice } from '../../components/states/notice.tsx'
import type { QuotaBadge } from './quota-badges.ts'
import classes from './org.module.css'

/** What stands out, in two words each, and in a sentence for whoever points at them. */
export function QuotaBadges({ badges }: { badges: readonly QuotaBadge[] }) {
  if (badges.length === 0) return null
  return (
    <span className={classes['badges']}>
      {badges.map(({ kind, words, about }) => (
        <span key={kind} data-tip={about}>
          <Tag {...(kind === 'unallocated' ? {} : { kind: 'warn' as const })}>{words}</Tag>
        </span>
      ))}
    </span>
  )
}

/** The same with their sentences, where there is room. */
export function QuotaNotices({ badges }: { badges: readonly QuotaBadge[] }) {
  return badges.map(({ kind, words, about }) => (
    <Notice key={kind} tone={kind === 'unallocated' ? 'info' : 'warn'} title={`${words.split(':')[0]}.`}>
      {about}
    </Notice>
  ))
}
