import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { frames } from '@fairlead/airgap/life/frames'
import type { Admin } from '@fairlead/airgap/life/life-place'
import type { UnpackedImage } from '../../e2e/airgap/support/contain.ts'

/** The commands of `admin.js` out of an unpacked image of the control plane, with the PostgreSQL programs of that image, as a pod for backups runs them. */
export function localTools(image: Pick<UnpackedImage, 'root' | 'env'>, databaseUrl: string, scratchUrl: string): Admin {
  const env = Object.fromEntries(image.env.map((line) => line.split('=', 2) as [string, string]))
  return async (args, { input, output } = {}) => {
    const child = spawn('/usr/sbin/chroot', [image.root, '/usr/local/bin/node', '/app/dist/server/admin.js', ...args], {
      env: { ...env, DATABASE_URL: databaseUrl, FAIRLEAD_SCRATCH_DATABASE_URL: scratchUrl },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const code = new Promise<number | null>((resolve) => child.once('close', resolve))
    const said = text(child.stderr)
    const sending = input === undefined ? child.stdin.end() : pipeline(Readable.from(frames(input)), child.stdin)
    const told =
      output === undefined ? text(child.stdout) : pipeline(child.stdout, output, { end: false }).then(() => '')
    await Promise.all([sending, finished(child.stdout)]).catch(() => undefined)
    if ((await code) !== 0) throw new Error(`admin.js ${args[0]}: ${await said}`)
    return await told
  }
}
