import { expect, test } from 'vitest'
import { nodeTopOptions } from '../features/clusters/node-top.ts'
import { pendingFilter, pendingTotals, pendingWindow, recentDecisions } from '../features/queues/pending.ts'
import { keyOf } from '../lib/ahead/questions.ts'
import { trpc } from '../lib/trpc.ts'
import { whoamiOptions } from '../lib/whoami.ts'
import { firstQuestions } from './first-questions.ts'

/** What is asked at an address, request by request. */
function at(address: string, prefs: Record<string, unknown> = {}): string[][] {
  const { pathname, searchParams } = new URL(address, 'http://console')
  return firstQuestions({ path: pathname, search: searchParams, prefs }).map((questions) =>
    questions.map(({ path, input }) => keyOf(path, input)),
  )
}

/** The same of questions as pages ask them. */
function asked(...options: { queryKey: readonly unknown[] }[]): string[] {
  return options.map(({ queryKey: [path, rest] }) =>
    keyOf((path as string[]).join('.'), (rest as { input?: unknown } | undefined)?.input),
  )
}

const who = asked(whoamiOptions)

test('who is signed in is asked apart from what the page shows, and not before the door', () => {
  expect(at('/settings/keys')).toEqual([who])
  expect(at('/')[0]).toEqual(who)
  for (const outside of ['/sign-in?next=%2Fqueues', '/setup']) expect(at(outside)).toEqual([])
})

test('the pages ask what is asked ahead of them', () => {
  const overview = trpc.overview.get.queryOptions({})
  const [clusters, nodes] = [trpc.clusters.list.queryOptions({}), trpc.nodes.list.queryOptions({})]
  const queues = trpc.queues.list.queryOptions({})
  expect(at('/')[1]).toEqual(asked(overview, clusters, nodes, queues))
  expect(at('/queues/')[1]).toEqual(
    asked(
      queues,
      overview,
      pendingTotals(pendingFilter({})),
      pendingTotals({ ...pendingFilter({}), permanent: true }),
      pendingWindow(pendingFilter({}), 0),
      recentDecisions,
      clusters,
    ),
  )
  expect(at('/clusters/hamburg')).toEqual([
    asked(
      whoamiOptions,
      trpc.clusters.get.queryOptions({ cluster: 'hamburg' }),
      trpc.nodes.list.queryOptions({ cluster: 'hamburg' }),
      nodeTopOptions,
    ),
  ])
  expect(at('/clusters/enrol')).toEqual([who])
})

test('the scope of the address goes before the one that was kept, and both hold', () => {
  const [overview, projects] = asked(
    trpc.overview.get.queryOptions({ project: 'vision' }),
    trpc.projects.list.queryOptions({}),
  )
  for (const given of [
    at('/?scope=project%3Avision', { scope: 'department:research' }),
    at('/', { scope: 'project:vision' }),
  ]) {
    expect(given[1]?.[0]).toBe(overview)
    expect(given[1]?.at(-1)).toBe(projects)
  }
  expect(at('/', { scope: 'junk' })[1]).toEqual(at('/')[1])
})

test('nothing is asked ahead of a list that is filtered or has columns of the reader', () => {
  expect(at('/workloads')[1]).toEqual(asked(trpc.workloads.list.queryOptions({ pageSize: 200 })))
  expect(at('/workloads?phase=FAILED')).toEqual([who])
  expect(at('/workloads', { hiddenColumns: { workloads: [] } })).toEqual([who])
  expect(at('/queues?pool=default')).toEqual([who])
})
