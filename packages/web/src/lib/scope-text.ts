import { defined } from './search.ts'

/** Whose work pages show: of one department, or of one project; neither: everything that the reader may see. */
export interface Scope {
  department?: string
  project?: string
}

/** A scope as the address has it: `department:research`, `project:vision`. */
export type ScopeText = `${'department' | 'project'}:${string}`

/** Nothing for what names no scope. */
export function readScope(value: unknown): ScopeText | undefined {
  if (typeof value !== 'string' || !/^(department|project):[a-z0-9-]{1,63}$/.test(value)) return undefined
  return value as ScopeText
}

export function scopeOf(text: ScopeText | undefined): Scope {
  const [kind, name] = (text ?? '').split(':')
  return defined({
    department: kind === 'department' ? name : undefined,
    project: kind === 'project' ? name : undefined,
  })
}
