import { execFile } from 'node:child_process'

export type Gpu = {
  index: number
  model: string
  memoryMib: number
  busyPercent: number
  usedMib: number
  driver: string
}

const TIMEOUT_MS = 10_000
const FIELDS = ['index', 'name', 'memory.total', 'utilization.gpu', 'memory.used', 'driver_version']

/** The GPUs of this host as its driver sees them; undefined when `nvidia-smi` is not there or does not answer. */
export function queryGpus(program = 'nvidia-smi'): Promise<Gpu[] | undefined> {
  return new Promise((resolve) => {
    execFile(
      program,
      [`--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits'],
      { timeout: TIMEOUT_MS, encoding: 'utf8' },
      (error, stdout) => resolve(error === null ? parseGpus(stdout) : undefined),
    )
  })
}

/** Reads the answer. A figure that a device does not support (`[N/A]`) is 0. */
export function parseGpus(text: string): Gpu[] {
  return text
    .split('\n')
    .map((line) => line.split(',').map((field) => field.trim()))
    .filter((fields) => /^\d+$/.test(fields[0] ?? ''))
    .map(([index, model, memory, busy, used, driver]) => ({
      index: Number(index),
      model: model ?? '',
      memoryMib: numberOf(memory),
      busyPercent: numberOf(busy),
      usedMib: numberOf(used),
      driver: driver ?? '',
    }))
}

function numberOf(text: string | undefined): number {
  const value = Number(text)
  return Number.isFinite(value) ? value : 0
}
