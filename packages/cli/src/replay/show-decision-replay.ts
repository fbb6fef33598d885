import { wrap } from '../output/fit.ts'
import { local, span } from '../output/times.ts'
import type { App } from '../session/app.ts'
import type { DecisionReplay } from './replay-decisions.ts'

const SHOWN_MAX = 20

/** The replay for people. */
export function showDecisionReplay({ paint, width = 100 }: App, replay: DecisionReplay): string {
  const { differences, rounds, decisions, sections, skipped, otherReleases, planMs } = replay
  if (replay.from === null) return 'There is nothing in the decision log for that time.\n'
  const lines = [
    `${local(replay.from)} to ${local(replay.to)}: ${rounds} rounds with ${decisions} decisions planned again in ${span(planMs)}, from ${sections} ${sections === 1 ? 'world' : 'worlds'}`,
  ]
  if (otherReleases.length > 0) {
    lines.push(
      paint.yellow(`Logged by release ${otherReleases.join(', ')}; this is another one, and may plan otherwise.`),
    )
  }
  if (skipped > 0) lines.push(paint.yellow(`${skipped} rounds behind damaged entries could not be planned.`))
  for (const { entry, round, message } of differences.slice(0, SHOWN_MAX)) {
    const where = `entry ${entry}${round === null ? '' : `, round ${round}`}`
    lines.push(...wrap(`${where}: ${message}`, width).map((line) => paint.red(line)))
  }
  if (differences.length > SHOWN_MAX) lines.push(`and ${differences.length - SHOWN_MAX} more`)
  const verdict = `${differences.length} differences`
  lines.push(differences.length === 0 ? paint.green(verdict) : paint.red(verdict))
  return `${lines.join('\n')}\n`
}
