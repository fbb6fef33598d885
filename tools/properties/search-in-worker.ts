import { Worker } from 'node:worker_threads'
import type { Property, Search } from '../../packages/scheduler/test/properties/property.ts'

export interface NamedSearch extends Search {
  /** Name of the property. */
  name: string
}

/** Searches one property in a thread of its own. Resolves to what broke, or undefined. */
export function searchInWorker(search: NamedSearch): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: search })
    let failure: string | undefined
    worker.once('message', (text: string) => (failure = text))
    worker.once('error', reject)
    worker.once('exit', () => resolve(failure))
  })
}

/** Searches one property here. Answers what broke, or undefined. */
export function failureOf({ search }: Property, asked: Search): string | undefined {
  try {
    search(asked)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
