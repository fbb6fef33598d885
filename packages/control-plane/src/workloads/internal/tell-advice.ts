import type { Advice } from '../../app/advisor.ts'
import type { Suggestion } from '../schemas.ts'
import { commandFor, type KnownNames } from './command-for.ts'
import { hideNames } from './hide-names.ts'

/** Advice as this reader may see it: what is about a project that he may not see keeps its sentence, without the name. */
export function tellAdvice(
  advice: readonly Advice[],
  names: KnownNames,
  hidden: ReadonlyMap<string, string>,
): Suggestion[] {
  const hiddenNames = [...hidden.values()]
  return advice.map(({ code, text, by, outcome, preempts, changes }) => {
    const isHidden = changes.some((change) => change.kind === 'quota' && hidden.has(change.queueId))
    const command = isHidden ? null : commandFor(changes, names)
    return {
      code,
      text: hideNames(text, hiddenNames),
      // The rules of a project are not for whoever submits to it.
      by: by === 'owner' && command?.startsWith('fairlead project set ') ? 'admin' : by,
      outcome,
      preempts,
      // Whose runs end is not told: they may be anybody's.
      changes: isHidden
        ? []
        : changes.map((change) => (change.kind === 'wait' ? { ...change, workloadIds: [] } : change)),
      command,
    }
  })
}
