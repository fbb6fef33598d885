import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../lib/invariant.ts'
import { runWhatIfJob, type WhatIfJob } from './what-if-job.ts'

/** One comparison, and the thread is gone. */
must(parentPort, 'runs as a worker thread').postMessage(runWhatIfJob(workerData as WhatIfJob))
