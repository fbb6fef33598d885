import {
  IconChartBar,
  IconHammer,
  IconPlayerPlay,
  IconServerBolt,
  IconSitemap,
  IconTerminal2,
} from '@tabler/icons-react'
import { useId } from 'react'
import { KIND_WORDS, KINDS, type WorkloadKind } from '../workloads/kinds.ts'
import classes from './kind-cards.module.css'

const ICONS = {
  job: IconPlayerPlay,
  distributed: IconSitemap,
  workspace: IconTerminal2,
  endpoint: IconServerBolt,
  evaluation: IconChartBar,
  'image-build': IconHammer,
} as const

interface KindCardsProps {
  value: WorkloadKind
  onChange: (kind: WorkloadKind) => void
  /** The template says the kind. */
  isFixed: boolean
}

/** What is to be submitted: one card a kind. */
export function KindCards({ value, onChange, isFixed }: KindCardsProps) {
  const name = useId()
  return (
    <fieldset className={classes['cards']}>
      <legend>Kind of work</legend>
      {KINDS.map((kind) => {
        const { word, about } = KIND_WORDS[kind]
        const Icon = ICONS[kind]
        return (
          <label key={kind} className={classes['card']}>
            <input
              type="radio"
              name={name}
              checked={kind === value}
              disabled={isFixed && kind !== value}
              onChange={() => onChange(kind)}
            />
            <Icon size={18} aria-hidden />
            <b>{word}</b>
            <span className={classes['about']}>{about}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
