import { BLOCKERS } from './blockers.ts'
import { lookAt, startsWith } from './look-at.ts'

/** Prints what people are told about each blocker, and what becomes of the work when they do the first thing that is suggested. */
let failed = 0
for (const [index, blocker] of BLOCKERS.entries()) {
  const { explanation, suggestions } = lookAt(blocker)
  console.log(`${index + 1}. ${blocker.name}`)
  console.log(
    `   ${explanation.reason}: ${explanation.message}${explanation.permanent ? ' (waiting does not help)' : ''}`,
  )
  for (const [place, suggestion] of suggestions.entries()) {
    const isStarted = startsWith(blocker, suggestion)
    if (!isStarted) failed++
    console.log(
      `   ${place === 0 ? '>' : '-'} ${suggestion.text} [${suggestion.by}] ${isStarted ? 'done: it runs' : 'DONE, AND IT STILL WAITS'}`,
    )
  }
  if (suggestions.length === 0) failed++
}
console.log(`${BLOCKERS.length} blockers, ${failed} without an answer that works`)
process.exitCode = failed === 0 ? 0 : 1
