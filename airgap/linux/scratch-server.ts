import { randomBytes } from 'node:crypto'
import { chownSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import type { Host } from '../cli/host.ts'
import { awaitUnit } from './await-unit.ts'
import { CONTROL_PLANE_USER } from './control-plane-unit.ts'
import { databaseAnswers } from './database-answers.ts'
import { serverSections } from './postgresql-unit.ts'
import { systemctl } from './systemctl.ts'
import { unit } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'
import { idsOf } from './user-ids.ts'
import { writeIfOther } from './write-if-other.ts'

const NAME = 'fairlead-scratch.service'
/** Forgotten by systemd at the next start of the host. */
const UNIT_FILE = `/run/systemd/system/${NAME}`
export const SCRATCH_DATA = '/var/lib/fairlead-scratch'
const READY_MS = 120_000

export interface Scratch {
  host: Host
  /** Where the PostgreSQL is unpacked. */
  root: string
  image: UnpackedImage
  /** A folder for root alone. */
  work: string
}

/** Backups are restored into a PostgreSQL of its own to see that they can be; it lives as long as `use`, which gets its address. Nothing in it lasts, so nothing waits for a disk. */
export async function withScratchServer<T>(
  { host, root, image, work }: Scratch,
  use: (url: string) => Promise<T>,
): Promise<T> {
  await remove()
  const password = randomBytes(24).toString('hex')
  const port = await freePort()
  const url = `postgres://fairlead:${password}@127.0.0.1:${port}/fairlead`
  const passwordFile = `${work}/scratch.password`
  writeIfOther(passwordFile, `${password}\n`, 0o600)
  mkdirSync(SCRATCH_DATA, { mode: 0o700 })
  const { uid, gid } = idsOf(CONTROL_PLANE_USER)
  chownSync(SCRATCH_DATA, uid, gid)
  const { Unit, Service } = serverSections(root, image, {
    name: NAME,
    about: 'PostgreSQL that backups are tried in',
    user: CONTROL_PLANE_USER,
    data: SCRATCH_DATA,
    run: 'fairlead-scratch',
    passwordFile,
    port,
    settings: ['fsync=off', 'full_page_writes=off', 'max_wal_size=4GB'],
  })
  // One whose installer was killed goes by itself.
  const { text } = unit(NAME, { Unit, Service: { ...Service, RuntimeMaxSec: '6h' } })
  try {
    writeIfOther(UNIT_FILE, text)
    systemctl(['daemon-reload'])
    systemctl(['start', NAME])
    const { now, signal } = host
    await awaitUnit({ unit: NAME, isReady: () => databaseAnswers(url), timeoutMs: READY_MS, now, signal })
    return await use(url)
  } finally {
    await remove()
  }
}

async function remove(): Promise<void> {
  // Nothing in it is missed.
  systemctl(['kill', '--signal=SIGKILL', NAME], { mayFail: true })
  systemctl(['stop', NAME], { mayFail: true })
  rmSync(UNIT_FILE, { force: true })
  rmSync(SCRATCH_DATA, { recursive: true, force: true })
  systemctl(['daemon-reload'], { mayFail: true })
  systemctl(['reset-failed', NAME], { mayFail: true })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
