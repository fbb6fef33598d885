import { ask, type Question } from '../lib/ahead/questions.ts'
import { readScope, scopeOf, type Scope } from '../lib/scope-text.ts'
import type { StoredPrefs } from './set-looks.ts'

interface Visit {
  path: string
  search: URLSearchParams
  prefs: StoredPrefs
}

/** Pages of somebody who is not signed in yet. */
const OUTSIDE: ReadonlySet<string> = new Set(['sign-in', 'setup'])
const ID = /^[0-9a-f-]{36}$/

/**
 * What the page of an address asks the control plane before it can show anything, one list for each request: who is signed in is known without waiting for the
 * rest. A page that is not here, or that is filtered, asks for itself when it is there; a question too many costs a request and nothing else.
 */
export function firstQuestions(visit: Visit): Question[][] {
  const [first = '', second, ...deeper] = visit.path.split('/').filter(Boolean)
  if (OUTSIDE.has(first)) return []
  const scope = scopeOf(readScope(visit.search.get('scope')) ?? readScope(visit.prefs['scope']))
  const who = ask('session', 'whoami', {})
  const page =
    deeper.length > 0 ? [] : second === undefined ? listQuestions(first, scope, visit) : oneQuestions(first, second)
  if (page.length === 0) return [[who]]
  const all = [...page, ...scopeQuestions(scope).filter(({ path }) => !page.some((question) => question.path === path))]
  // The files of a page of one cluster are as many as may be: one request has all of it.
  return first === 'clusters' && second !== undefined ? [[who, ...all]] : [[who], all]
}

function listQuestions(page: string, scope: Scope, { search, prefs }: Visit): Question[] {
  const isFiltered = [...search.keys()].some((key) => key !== 'scope')
  switch (page) {
    case '':
      return [
        ask('overview', 'get', scope),
        ask('clusters', 'list', {}),
        ask('nodes', 'list', {}),
        ask('queues', 'list', {}),
      ]
    case 'clusters':
      return [ask('clusters', 'list', {})]
    case 'nodes':
      return [ask('nodes', 'list', {})]
    case 'org':
      return [
        ask('departments', 'list', {}),
        ask('projects', 'list', {}),
        ask('queues', 'list', {}),
        ask('quotas', 'list', {}),
        ask('nodePools', 'list', {}),
      ]
    case 'queues':
      return isFiltered ? [] : queueQuestions(scope)
    case 'workloads':
      // Columns of the reader's own may need more of each row.
      return isFiltered || hasOwnColumns(prefs) ? [] : workloadQuestions(scope)
    default:
      return []
  }
}

function queueQuestions(scope: Scope): Question[] {
  return [
    ask('queues', 'list', {}),
    ask('overview', 'get', {}),
    ask('queues', 'pending', { ...scope, pageSize: 0 }),
    ask('queues', 'pending', { ...scope, permanent: true, pageSize: 0 }),
    ask('queues', 'pending', { ...scope, skip: 0, pageSize: 100 }),
    ask('queues', 'decisions', { limit: 30 }),
    ask('clusters', 'list', {}),
  ]
}

function workloadQuestions({ department, ...rest }: Scope): Question[] {
  return department === undefined
    ? [ask('workloads', 'list', { ...rest, pageSize: 200 })]
    : [ask('workloads', 'list', { department, pageSize: 200 }), ask('projects', 'list', { department })]
}

function oneQuestions(page: string, name: string): Question[] {
  if (page === 'workloads' && ID.test(name)) return [ask('workloads', 'get', { workload: name })]
  if (page !== 'clusters' || name === 'enrol') return []
  return [
    ask('clusters', 'get', { cluster: name }),
    ask('nodes', 'list', { cluster: name }),
    ask('metrics', 'top', { by: 'node' }),
  ]
}

/** Every page says so when what its scope names is not there. */
function scopeQuestions({ department, project }: Scope): Question[] {
  if (department !== undefined) return [ask('departments', 'list', {})]
  return project === undefined ? [] : [ask('projects', 'list', {})]
}

function hasOwnColumns({ hiddenColumns }: StoredPrefs): boolean {
  return typeof hiddenColumns === 'object' && hiddenColumns !== null && 'workloads' in hiddenColumns
}
