import { numberIn, type RowResult } from './trace.ts'

export const OPENB_FIELDS = [
  'name',
  'cpu_milli',
  'memory_mib',
  'num_gpu',
  'gpu_milli',
  'gpu_spec',
  'qos',
  'pod_phase',
  'creation_time',
  'deletion_time',
  'scheduled_time',
] as const

/**
 * A row of the openb pod list. Its quality of service is the queue; it runs from `scheduled_time` to `deletion_time`. A pod that asks for one GPU
 * with `gpu_milli` below 1000 gets that part of a device. Failed pods end with exit code 1.
 */
export function openbRow(record: Readonly<Record<string, string | undefined>>, line: number): RowResult {
  const values: Record<string, number> = {}
  for (const field of ['cpu_milli', 'memory_mib', 'num_gpu', 'gpu_milli', 'creation_time'] as const) {
    const read = numberIn(record, field)
    if ('malformed' in read) return read
    values[field] = read.value
  }
  const queue = record['qos']?.trim() ?? ''
  if (queue === '') return { malformed: 'qos is missing' }
  if ((record['scheduled_time']?.trim() ?? '') === '')
    return { skipped: 'it was never scheduled, so it has no running time' }
  const scheduled = numberIn(record, 'scheduled_time')
  if ('malformed' in scheduled) return scheduled
  const deleted = numberIn(record, 'deletion_time')
  if ('malformed' in deleted) return deleted
  const runSeconds = deleted.value - scheduled.value
  if (runSeconds < 0) return { malformed: 'deletion_time is before scheduled_time' }
  const { num_gpu: devices = 0, gpu_milli: part = 1000 } = values
  return {
    job: {
      line,
      queue,
      submitAt: values['creation_time'] ?? 0,
      runSeconds,
      gpus: devices === 1 && part > 0 && part < 1000 ? part / 1000 : devices,
      cpuMilli: values['cpu_milli'],
      memoryMib: values['memory_mib'],
      gpuModels: (record['gpu_spec'] ?? '')
        .split('|')
        .map((model) => model.trim())
        .filter((model) => model !== ''),
      exitCode: record['pod_phase']?.trim() === 'Failed' ? 1 : 0,
    },
  }
}
