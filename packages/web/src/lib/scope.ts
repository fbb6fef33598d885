import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { setPrefs } from './prefs.ts'
import { readScope, scopeOf, type Scope, type ScopeText } from './scope-text.ts'

/** The scope in the address. */
export function useScopeText(): ScopeText | undefined {
  const search: { scope?: unknown } = useSearch({ strict: false })
  return readScope(search.scope)
}

export function useScope(): Scope {
  const text = useScopeText()
  return useMemo(() => scopeOf(text), [text])
}

/** Goes to a scope on the page that is open, and keeps it for this browser; nothing: everything. */
export function useSetScope(): (scope: ScopeText | undefined) => void {
  const navigate = useNavigate()
  return useCallback(
    (scope) => {
      setPrefs({ scope: scope ?? '' })
      void navigate({ to: '.', search: (before) => ({ ...before, scope }) })
    },
    [navigate],
  )
}

/** A filter of a page within the scope: what the scope names takes the place of what the page says. A project is in one department. */
export function within<T extends Scope>(filter: T, scope: Scope): T {
  if (scope.project !== undefined) {
    const { department: _department, ...rest } = filter
    return { ...rest, project: scope.project } as T
  }
  return scope.department === undefined ? filter : { ...filter, department: scope.department }
}
