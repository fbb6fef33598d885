import { parentPort, workerData } from 'node:worker_threads'
import { PROPERTIES } from '../../packages/scheduler/test/properties/all.ts'
import { failureOf, type NamedSearch } from './search-in-worker.ts'

const search = workerData as NamedSearch
const failure = failureOf(
  PROPERTIES.find(({ name }) => name === search.name)!,
  search,
)
if (failure !== undefined) parentPort!.postMessage(failure)
