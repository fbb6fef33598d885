import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useSetScope } from '../../lib/scope.ts'
import { trpc } from '../../lib/trpc.ts'
import { useTheme } from '../../lib/use-theme.ts'
import { useCan } from '../../lib/whoami.ts'
import { PAGES } from '../shell/navigation.ts'
import { PHASE_LOOKS } from '../workloads/phases.ts'
import { rank, readRecent, remember, type PaletteItem } from './palette-items.ts'

const SHOWN_MAX = 12

/** What answers a query: pages, actions, clusters and projects at once, workloads as the control plane finds them. */
export function usePaletteItems(query: string, searched: string): { items: PaletteItem[]; isSearching: boolean } {
  const navigate = useNavigate()
  const router = useRouter()
  const setScope = useSetScope()
  const { isDark, setTheme } = useTheme()
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const found = useQuery(
    trpc.workloads.list.queryOptions(
      { search: searched, pageSize: 8 },
      { enabled: searched.length >= 2, placeholderData: keepPreviousData },
    ),
  )
  const canSubmit = useCan('workload:submit')
  const canEnrol = useCan('cluster:write')
  const items = useMemo(() => {
    const departmentNames = [...new Set((projects.data?.items ?? []).map(({ department }) => department.name))]
    const open = (href: string, name: string) => () => {
      remember({ href, name })
      router.history.push(href)
    }
    const pages = PAGES.map(({ to, name, keys }): PaletteItem => ({
      id: to,
      kind: 'page',
      name,
      detail: undefined,
      keys,
      run: open(to, name),
    }))
    const action = (id: string, name: string, run: () => void): PaletteItem => ({
      id,
      kind: 'action',
      name,
      detail: undefined,
      keys: undefined,
      run,
    })
    const actions = [
      ...(canSubmit ? [action('submit', 'Submit workload', () => void navigate({ to: '/workloads/submit' }))] : []),
      ...(canEnrol ? [action('enrol', 'Add cluster', () => void navigate({ to: '/clusters/enrol' }))] : []),
      action('compare', 'Compare workloads', () => void navigate({ to: '/workloads/compare' })),
      action('tokens', 'New token', () => void navigate({ to: '/settings/tokens' })),
      action('theme', isDark ? 'Light appearance' : 'Dark appearance', () => setTheme(isDark ? 'light' : 'dark')),
    ]
    const ofClusters = (clusters.data?.items ?? []).map(({ id, name, health }): PaletteItem => ({
      id,
      kind: 'cluster',
      name,
      detail: health,
      keys: undefined,
      run: open(`/clusters/${name}`, name),
    }))
    const ofProjects = (projects.data?.items ?? []).map(({ id, name, department }): PaletteItem => ({
      id,
      kind: 'project',
      name,
      detail: department.name,
      keys: undefined,
      run: open(`/org?panel=project&of=${encodeURIComponent(name)}`, name),
    }))
    if (query.trim() === '') {
      const recent = readRecent().map(({ href, name }): PaletteItem => ({
        id: `recent ${href}`,
        kind: 'recent',
        name,
        detail: href.split('?')[0],
        keys: undefined,
        run: open(href, name),
      }))
      return [...recent, ...pages, ...actions].slice(0, SHOWN_MAX + 4)
    }
    const scopes = [
      action('scope', 'Scope: everything', () => setScope(undefined)),
      ...departmentNames.map((name) =>
        action(`scope department ${name}`, `Scope: department ${name}`, () => setScope(`department:${name}`)),
      ),
      ...(projects.data?.items ?? []).map(({ name }) =>
        action(`scope project ${name}`, `Scope: project ${name}`, () => setScope(`project:${name}`)),
      ),
    ]
    const workloads =
      searched.length >= 2
        ? (found.data?.items ?? []).map(({ id, name, project, status }): PaletteItem => ({
            id,
            kind: 'workload',
            name,
            detail: `${project.name}, ${PHASE_LOOKS[status.phase].word.toLowerCase()}`,
            keys: undefined,
            run: open(`/workloads/${id}`, name),
          }))
        : []
    const all = rank([...pages, ...actions, ...ofClusters, ...ofProjects, ...scopes, ...workloads], query, SHOWN_MAX)
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
    searched,
    clusters.data,
    projects.data,
    found.data,
    canSubmit,
    canEnrol,
    isDark,
    navigate,
    router,
    setTheme,
    setScope,
  ])
  return { items, isSearching: found.isFetching }
}
