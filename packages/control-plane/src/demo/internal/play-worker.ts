import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../../lib/invariant.ts'
import { playWork, type PlayJob } from './play-work.ts'

/** One past, and the thread is gone. */
must(parentPort, 'runs as a worker thread').postMessage(playWork(workerData as PlayJob))
