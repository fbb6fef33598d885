import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../lib/invariant.ts'
import { runEstimateJob, runForecastJob, type EstimateJob, type ForecastJob } from './forecast-job.ts'

/** One pass of forecasts, or one question, and the thread is gone. */
const job = workerData as ForecastJob | EstimateJob
must(parentPort, 'runs as a worker thread').postMessage('alone' in job ? runEstimateJob(job) : runForecastJob(job))
