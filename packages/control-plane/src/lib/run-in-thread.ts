import { Worker } from 'node:worker_threads'

/**
 * Runs a module as a thread of its own with `workerData`, and answers the one message that it posts; the thread is gone then, with its memory.
 * Rejects when it throws or ends without a message, after `timeoutMs`, and when the signal aborts.
 */
export async function runInThread<T>(
  module: URL,
  workerData: unknown,
  { timeoutMs, signal, heapMib = 2048 }: { timeoutMs: number; signal?: AbortSignal; heapMib?: number },
): Promise<T> {
  const worker = new Worker(module, { workerData, resourceLimits: { maxOldGenerationSizeMb: heapMib } })
  const leaving = signal ? AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) : AbortSignal.timeout(timeoutMs)
  try {
    return await new Promise<T>((resolve, reject) => {
      worker.once('message', (answer: T) => resolve(answer))
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} and no answer`)))
      leaving.addEventListener('abort', () => reject(leaving.reason as Error), { once: true })
    })
  } finally {
    await worker.terminate()
  }
}
