import { TOLD_KEY } from './has-told.ts'
import { createStore } from './store.ts'

/** A workload of which somebody wants to be told, and the phase of which they know. */
export interface Told {
  name: string
  phase: string
}
export type ToldList = Readonly<Record<string, Told>>

/** Whoever wants to hear of more does not want to hear of each. */
const MOST = 50

/** What this browser tells of, in all of its tabs. What cannot be read is nothing. */
export function readTold(text: string | null): ToldList {
  try {
    const kept: unknown = JSON.parse(text ?? '{}')
    if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {}
    return Object.fromEntries(
      Object.entries(kept as Record<string, Partial<Told> | null>).flatMap(([id, told]): [string, Told][] =>
        typeof told?.name === 'string' && typeof told.phase === 'string'
          ? [[id, { name: told.name, phase: told.phase }]]
          : [],
      ),
    )
  } catch {
    return {}
  }
}

/** With one more, or with what is known of it now; the oldest goes when there are too many. */
export function withTold(list: ToldList, id: string, told: Told): ToldList {
  const { [id]: _before, ...others } = list
  return Object.fromEntries([...Object.entries(others), [id, told] as const].slice(-MOST))
}

export const toldStore = createStore<ToldList>(readTold(stored()))

function stored(): string | null {
  try {
    return localStorage.getItem(TOLD_KEY)
  } catch {
    return null
  }
}

/** Changes the list as it stands in this browser now, whichever tab wrote it last. */
export function changeTold(change: (before: ToldList) => ToldList): void {
  const next = change(readTold(stored()))
  toldStore.set(next)
  try {
    localStorage.setItem(TOLD_KEY, JSON.stringify(next))
  } catch {
    // Without storage it holds for this tab.
  }
}

/** Follows what other tabs of this browser change. Answers how to stop. */
export function followTold(): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === TOLD_KEY) toldStore.set(readTold(newValue))
  }
  addEventListener('storage', onStorage)
  return () => removeEventListener('storage', onStorage)
}
