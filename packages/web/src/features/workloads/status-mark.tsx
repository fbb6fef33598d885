import { Mark } from '../../components/mark/mark.tsx'
import { useNow } from '../../lib/clock.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { formatAge } from '../../lib/format/time.ts'
import { PHASE_LOOKS, type Status } from './phases.ts'

/**
 * The phase of a workload. While its cluster is out of contact the mark is hollow and says as of when: the phase is the last that is known,
 * not a guess. In a cell that is a word, and when is told on hover.
 */
export function StatusMark({ status, isShort = false }: { status: Status; isShort?: boolean }) {
  const now = useNow(15_000)
  const looks = PHASE_LOOKS[status.phase]
  const isStale = status.connected === false
  const seen = status.observedAt ? formatAge(Date.parse(status.observedAt), now) : 'never'
  const about = isStale
    ? `Its cluster is out of contact. This is what was last seen, ${seen}.`
    : status.message
      ? sentence(status.message)
      : `It ${looks.about}.`
  const wording = (): string => {
    if (!isStale) return looks.word
    return isShort ? `Was ${looks.word.toLowerCase()}` : `${looks.word}, as of ${seen}`
  }
  return (
    <span data-tip={about}>
      <Mark tone={looks.tone} shape={looks.shape} isHollow={isStale}>
        {wording()}
      </Mark>
    </span>
  )
}
