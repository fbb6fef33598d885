import type { Page } from '@playwright/test'
import type { Demo, Fill } from './demo.ts'

export interface ScreenshotPage {
  name: string
  /** Its path, which may depend on what the demo made. */
  path: string | ((demo: Demo) => Promise<string>)
  /** What is done on it before the picture is taken. */
  act?: (page: Page) => Promise<void>
  /** Without an account. */
  isOutside?: true
  /** Where it says the same whatever there is, or needs something to be there. */
  fills?: readonly Fill[]
  /** One of the few that documents show. */
  isInDocuments?: true
}

type Phase = 'RUNNING' | 'QUEUED' | 'FAILED'
const FILLED = ['typical', 'full'] as const

/** Every page, and the panels, dialogs and tabs that carry weight. */
export const PAGES: readonly ScreenshotPage[] = [
  { name: 'overview', path: '/', isInDocuments: true },
  { name: 'workloads', path: '/workloads', isInDocuments: true },
  { name: 'workloads-filtered', path: '/workloads?q=state%3Afailed', fills: FILLED },
  { name: 'workloads-nothing', path: '/workloads?q=no-such-name' },
  { name: 'workloads-panel', path: panelOf('RUNNING'), fills: FILLED },
  { name: 'workload', path: withPhase('RUNNING'), fills: FILLED },
  { name: 'workload-runs', path: withPhase('RUNNING', 'runs'), fills: FILLED },
  { name: 'workload-usage', path: withPhase('RUNNING', 'usage'), fills: FILLED },
  { name: 'workload-logs', path: withPhase('RUNNING', 'logs'), fills: FILLED },
  { name: 'workload-spec', path: withPhase('RUNNING', 'spec'), fills: FILLED },
  { name: 'workload-why', path: withPhase('QUEUED'), isInDocuments: true, fills: FILLED },
  { name: 'workload-failed', path: withPhase('FAILED'), fills: FILLED },
  { name: 'submit', path: '/workloads/submit' },
  { name: 'queues', path: '/queues', isInDocuments: true },
  { name: 'queues-why', path: whyOfFirst, fills: FILLED },
  { name: 'queues-what-if', path: '/queues?whatIf=true', fills: FILLED },
  { name: 'connections', path: '/connections' },
  { name: 'connection-new', path: '/connections', act: press('n'), fills: FILLED },
  { name: 'clusters', path: '/clusters' },
  { name: 'cluster', path: cluster(), isInDocuments: true, fills: FILLED },
  { name: 'cluster-node', path: firstNode, fills: FILLED },
  { name: 'cluster-usage', path: cluster('usage'), fills: FILLED },
  { name: 'cluster-timeline', path: cluster('timeline'), fills: FILLED },
  { name: 'cluster-runs', path: cluster('runs'), fills: FILLED },
  { name: 'cluster-abilities', path: cluster('abilities'), fills: FILLED },
  { name: 'cluster-release', path: cluster('release'), fills: FILLED },
  { name: 'cluster-details', path: cluster('details'), fills: FILLED },
  { name: 'nodes', path: '/nodes' },
  { name: 'enrol', path: '/clusters/enrol' },
  { name: 'pools', path: '/pools' },
  { name: 'pool-new', path: '/pools', act: press('n') },
  { name: 'org', path: '/org' },
  { name: 'org-project', path: '/org?panel=project&of=alignment', isInDocuments: true, fills: FILLED },
  { name: 'org-new', path: '/org', act: press('n'), fills: FILLED },
  { name: 'usage', path: '/usage', isInDocuments: true },
  { name: 'usage-users', path: '/usage?by=user&range=30d', fills: FILLED },
  { name: 'audit', path: '/audit' },
  { name: 'audit-entry', path: firstEntry },
  { name: 'settings', path: '/settings' },
  { name: 'settings-tokens', path: '/settings/tokens' },
  { name: 'settings-sizes', path: '/settings/sizes' },
  { name: 'settings-templates', path: '/settings/templates' },
  { name: 'settings-installation', path: '/settings/installation' },
  { name: 'settings-roles', path: '/settings/roles' },
  { name: 'settings-users', path: '/settings/users' },
  { name: 'settings-user', path: firstUser },
  { name: 'palette', path: '/', act: press('Control+k'), fills: FILLED },
  { name: 'shortcuts', path: '/', act: press('?') },
  { name: 'not-found', path: '/nowhere' },
  { name: 'sign-in', path: '/sign-in', isOutside: true, fills: ['empty'] },
]

function cluster(tab?: string): ScreenshotPage['path'] {
  return async ({ client }) => {
    const [first] = await client.clusters.list()
    if (!first) throw new Error('there is no cluster')
    return `/clusters/${first.name}${tab === undefined ? '' : `?tab=${tab}`}`
  }
}

async function firstNode({ client }: Demo): Promise<string> {
  const [first] = await client.clusters.list()
  const [node] = await client.nodes.list({ cluster: first?.name ?? '' })
  return `/clusters/${first?.name ?? ''}?node=${node?.name ?? ''}`
}

function withPhase(phase: Phase, tab?: string): ScreenshotPage['path'] {
  return async (demo) => `${await openPhase(demo, phase)}${tab === undefined ? '' : `?tab=${tab}`}`
}

async function openPhase({ client }: Demo, phase: Phase): Promise<string> {
  for await (const { id } of client.jobs.list({ phase: [phase], pageSize: 1 })) return `/workloads/${id}`
  throw new Error(`nothing is ${phase}`)
}

function panelOf(phase: Phase): ScreenshotPage['path'] {
  return async (demo) => (await openPhase(demo, phase)).replace('/workloads/', '/workloads?panel=')
}

async function firstUser({ client }: Demo): Promise<string> {
  const [first] = await client.users.list()
  return `/settings/users?user=${first?.id ?? ''}`
}

async function whyOfFirst({ client }: Demo): Promise<string> {
  for await (const { id } of client.jobs.list({ phase: ['QUEUED'], pageSize: 1 })) return `/queues?why=${id}`
  throw new Error('nothing waits')
}

async function firstEntry({ client }: Demo): Promise<string> {
  const action = 'token.create'
  for await (const { id } of client.audit.list({ action, pageSize: 1 })) return `/audit?action=${action}&entry=${id}`
  return '/audit'
}

function press(key: string) {
  return async (page: Page) => await page.keyboard.press(key)
}
