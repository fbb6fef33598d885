import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../lib/invariant.ts'
import { runForecastJob, type ForecastJob } from './forecast-job.ts'

/** One pass of forecasts, and the thread is gone. */
must(parentPort, 'runs as a worker thread').postMessage(runForecastJob(workerData as ForecastJob))
