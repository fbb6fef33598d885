import { createServer } from 'node:net'
import { until } from '../../../tools/processes/child.ts'

/** A socket without a file: the kernel gives it to one program at a time, and takes it back from one that ends in the middle. */
const LOCK = '\0fairlead-rig'
const WAIT_MS_MAX = 120_000

/** Lets one program of the machine at a time make or remove clusters: bridges, addresses and groups belong to all of them. */
export async function withRigLock<T>(work: () => Promise<T> | T): Promise<T> {
  const lock = createServer()
  await until(
    'the lock of the rig is free',
    () =>
      new Promise<true | undefined>((resolve, reject) => {
        lock.once('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'EADDRINUSE') resolve(undefined)
          else reject(error)
        })
        lock.listen(LOCK, () => {
          lock.removeAllListeners('error')
          resolve(true)
        })
      }),
    WAIT_MS_MAX,
  )
  try {
    return await work()
  } finally {
    await new Promise((resolve) => lock.close(resolve))
  }
}
