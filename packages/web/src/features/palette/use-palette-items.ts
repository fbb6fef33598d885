import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useSetScope } from '../../lib/scope.ts'
import { useShortcutList } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useTheme } from '../../lib/theme.ts'
import { useCan } from '../../lib/whoami.ts'
import { PAGES } from '../shell/navigation.ts'
import { PHASE_LOOKS } from '../workloads/phases.ts'
import { hereItems } from './here-items.ts'
import { rank, readRecent, remember, type PaletteItem } from './palette-items.ts'
import { usePaletteObjects } from './use-palette-objects.ts'

const SHOWN_MAX = 12

/** What answers a query: pages, actions, what the open page can do, and objects at once, workloads and nodes as the control plane finds them. */
export function usePaletteItems(query: string, searched: string): { items: PaletteItem[]; isSearching: boolean } {
  const navigate = useNavigate()
  const router = useRouter()
  const setScope = useSetScope()
  const { isDark, setTheme } = useTheme()
  const shortcuts = useShortcutList()
  const open = useCallback(
    (href: string, name: string) => () => {
      remember({ href, name })
      router.history.push(href)
    },
    [router],
  )
  const isSearched = searched.length >= 2
  const { items: objects, projects, isSearching } = usePaletteObjects(open, isSearched ? searched : undefined)
  const found = useQuery(
    trpc.workloads.list.queryOptions(
      { search: searched, pageSize: 8 },
      { enabled: isSearched, placeholderData: keepPreviousData },
    ),
  )
  const canSubmit = useCan('workload:submit')
  const canEnrol = useCan('cluster:write')
  const canSeeNodes = useCan('cluster:read')
  const items = useMemo(() => {
    const departmentNames = [...new Set(projects.map(({ department }) => department.name))]
    const pages = PAGES.map(({ to, name, keys }): PaletteItem => ({
      id: to,
      kind: 'page',
      name,
      detail: undefined,
      keys,
      run: open(to, name),
    }))
    const here = hereItems(shortcuts)
    const action = (id: string, name: string, run: () => void): PaletteItem => ({
      id,
      kind: 'action',
      name,
      detail: undefined,
      keys: undefined,
      run,
    })
    const isHere = (name: string) => here.some((item) => item.name === name)
    const actions = [
      ...(canSubmit ? [action('submit', 'Submit workload', () => void navigate({ to: '/workloads/submit' }))] : []),
      ...(canEnrol ? [action('enrol', 'Add cluster', () => void navigate({ to: '/clusters/enrol' }))] : []),
      ...(canSeeNodes ? [action('nodes', 'All nodes', () => void navigate({ to: '/nodes' }))] : []),
      action('compare', 'Compare workloads', () => void navigate({ to: '/workloads/compare' })),
      action('tokens', 'New token', () => void navigate({ to: '/settings/tokens' })),
      action('theme', isDark ? 'Light appearance' : 'Dark appearance', () => setTheme(isDark ? 'light' : 'dark')),
    ].filter(({ name }) => !isHere(name))
    if (query.trim() === '') {
      const recent = readRecent().map(({ href, name }): PaletteItem => ({
        id: `recent ${href}`,
        kind: 'recent',
        name,
        detail: href.split('?')[0],
        keys: undefined,
        run: open(href, name),
      }))
      return [...recent, ...here, ...pages, ...actions]
    }
    const scopes = [
      action('scope', 'Scope: everything', () => setScope(undefined)),
      ...departmentNames.map((name) =>
        action(`scope department ${name}`, `Scope: department ${name}`, () => setScope(`department:${name}`)),
      ),
      ...projects.map(({ name }) =>
        action(`scope project ${name}`, `Scope: project ${name}`, () => setScope(`project:${name}`)),
      ),
    ]
    const workloads = isSearched
      ? (found.data?.items ?? []).map(({ id, name, project, status }): PaletteItem => ({
          id,
          kind: 'workload',
          name,
          detail: `${project.name}, ${PHASE_LOOKS[status.phase].word.toLowerCase()}`,
          keys: undefined,
          run: open(`/workloads/${id}`, name),
        }))
      : []
    const all = rank([...pages, ...actions, ...here, ...objects, ...scopes, ...workloads], query, SHOWN_MAX)
    return [
      ...all,
      action(
        'search',
        `Workloads with “${query.trim()}” in their name`,
        () => void navigate({ to: '/workloads', search: { q: query.trim() } }),
      ),
    ]
  }, [
    query,
    isSearched,
    objects,
    projects,
    shortcuts,
    found.data,
    canSubmit,
    canEnrol,
    canSeeNodes,
    isDark,
    navigate,
    open,
    setTheme,
    setScope,
  ])
  return { items, isSearching: isSearching || found.isFetching }
}
