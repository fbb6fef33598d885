import { PAGE } from './page-files.ts'

/** What the bundler says about a module. */
interface Module {
  code: string | null
  isEntry: boolean
  importers: readonly string[]
  dynamicImporters: readonly string[]
}
interface Graph {
  getModuleInfo: (id: string) => Module | null
}
interface Group {
  name: (id: string, graph: Graph) => string | null
  priority: number
}

const LIBRARY =
  /\/node_modules\/(react|react-dom|scheduler|use-sync-external-store|clsx|klona|@trpc\/[\w-]+|@tanstack\/(history|query-core|react-query|react-router|router-core|react-store|store))\/|rolldown\/runtime|preload-helper/
const TABLE =
  /\/node_modules\/@tanstack\/(react-table|table-core|react-virtual|virtual-core)\/|\/components\/table\/(data-table|table-|table\.|use-|hold-order|arrange-columns|column-menu)/
const FORM = /\/node_modules\/(@mantine\/form|zod)\/|\/lib\/zod-setup/
const CHART = /\/node_modules\/uplot\/|\/components\/chart\//
const ICON = /\/node_modules\/@tabler\/icons-react\//

/** The picture of nodes: pages fetch it after what is seen first. */
const HEAT = /\/components\/heat\/|\/features\/clusters\/node-heat/

/** A module of fewer characters that some pages share costs less on the others than a file of its own costs on these. */
const SMALL = 2500
/** And so does one of fewer than this, of one page and its dialogs. */
const TINY = 1000
/** Of which there are so many, on one page and its dialogs, that they are a file. */
const FORM_PARTS = /\/features\/(submit|placement|enrolment)\//
/** What so many pages need belongs to all of them. */
const PAGES_OF_ALL = 8

/**
 * Which file a module goes to, so that a page is a handful of files and none carries much that it does not need: the libraries under everything,
 * the application, tables, forms, charts, what a few pages share, and each page's own. Left alone, the bundler makes a file for each set of pages and dialogs
 * that share a module, which is hundreds. The first whose turn it is takes what its modules import along, and the bundler knows better than the graph which that
 * is: through an index file everything seems to need everything.
 */
export function chunkGroups(): Group[] {
  const rootsOf = roots()
  const place = (id: string, graph: Graph): string | null => {
    const path = id.replaceAll('\\', '/').replace(/^.*\/\.pnpm\/[^/]+/, '')
    if (LIBRARY.test(path)) return 'vendor'
    if (TABLE.test(path)) return 'table'
    if (FORM.test(path)) return 'form'
    if (CHART.test(path)) return 'chart'
    if (ICON.test(path)) return 'app'
    if (path.includes('/node_modules/')) return null
    const found = rootsOf(id, graph)
    if (found.isOfEntry) return 'app'
    if (HEAT.test(path)) return 'heat'
    if (PAGE.test(path)) return null
    const size = (graph.getModuleInfo(id)?.code ?? '').length
    const isTiny = size < TINY && !FORM_PARTS.test(path)
    const isSmall = size < SMALL
    if (found.pages.size >= PAGES_OF_ALL || (found.pages.size > 1 && isSmall)) return 'app'
    if (found.pages.size > 1) return 'parts'
    const [page] = found.pages
    if (page === undefined || found.others === 0) return null
    // The page of the queues has most files as it is.
    if (page === 'queues') return 'parts'
    return isTiny || (isSmall && path.includes('/src/components/')) ? 'app' : `${page}-parts`
  }
  const first = ['vendor', 'app', 'table', 'form', 'chart', 'parts']
  return [
    ...first.map((name, index) => ({
      name: (id: string, graph: Graph) => (place(id, graph) === name ? name : null),
      priority: first.length - index,
    })),
    { name: place, priority: 0 },
  ]
}

interface Roots {
  isOfEntry: boolean
  /** The pages that load it with themselves. */
  pages: Set<string>
  /** How many dialogs and other parts that are fetched when they are wanted load it with themselves. */
  others: number
}

function roots(): (id: string, graph: Graph) => Roots {
  const known = new Map<string, Roots>()
  return (id, graph) => {
    let found = known.get(id)
    if (found) return found
    found = { isOfEntry: false, pages: new Set(), others: 0 }
    const seen = new Set([id])
    for (const each of seen) {
      const module = graph.getModuleInfo(each)
      if (!module) continue
      if (module.isEntry) found.isOfEntry = true
      else if (module.dynamicImporters.length > 0) {
        const [, page] = PAGE.exec(each.replaceAll('\\', '/')) ?? []
        if (page !== undefined) found.pages.add(page.replace(/^_console\W/, '').replaceAll(/\W+/g, '-'))
        else found.others += 1
      }
      for (const importer of module.importers) seen.add(importer)
    }
    known.set(id, found)
    return found
  }
}
