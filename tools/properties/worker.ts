import { parentPort, workerData } from 'node:worker_threads'
import { PROPERTIES } from '../../packages/scheduler/test/properties/all.ts'
import type { NamedSearch } from './search-in-worker.ts'

const search = workerData as NamedSearch
try {
  PROPERTIES.find(({ name }) => name === search.name)!.search(search)
} catch (error) {
  parentPort!.postMessage(error instanceof Error ? error.message : String(error))
}
