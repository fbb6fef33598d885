import { numberIn, type RowResult } from './trace.ts'

export const PHILLY_FIELDS = ['timestamp', 'duration', 'num_gpus', 'gpu_time', 'cluster'] as const

const TIME = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/

/** A row of the Philly trace: `timestamp,duration,num_gpus,gpu_time,cluster`. Its virtual cluster is the queue. Times are taken as UTC. */
export function phillyRow(record: Readonly<Record<string, string | undefined>>, line: number): RowResult {
  const time = record['timestamp']?.trim() ?? ''
  if (time === '') return { malformed: 'timestamp is missing' }
  const at = TIME.test(time) ? Date.parse(`${time.replace(' ', 'T')}Z`) : Number.NaN
  if (Number.isNaN(at)) return { malformed: `timestamp is not a date: ${time.slice(0, 40)}` }
  const duration = numberIn(record, 'duration')
  if ('malformed' in duration) return duration
  const gpus = numberIn(record, 'num_gpus')
  if ('malformed' in gpus) return gpus
  if (!Number.isInteger(gpus.value)) return { malformed: `num_gpus is not whole: ${gpus.value}` }
  const queue = record['cluster']?.trim() ?? ''
  if (queue === '') return { malformed: 'cluster is missing' }
  return {
    job: {
      line,
      queue,
      submitAt: at / 1000,
      runSeconds: duration.value,
      gpus: gpus.value,
      cpuMilli: undefined,
      memoryMib: undefined,
      gpuModels: [],
      exitCode: 0,
    },
  }
}
