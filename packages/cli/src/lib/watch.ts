import { UnavailableError } from '@fairlead/sdk'
import { setTimeout as sleep } from 'node:timers/promises'
import { local } from '../output/times.ts'
import type { App } from '../session/app.ts'

const EVERY_MS = 2_000
const CLEAR = '\u001B[H\u001B[2J\u001B[3J'

/** Shows a page anew until the user leaves. A control plane that is away for a while is told and waited for. */
export async function watch(app: App, page: () => Promise<string>): Promise<void> {
  const { signal, stdout } = app.host
  while (!signal.aborted) {
    const text = await page().catch((error: unknown) => {
      if (signal.aborted) return ''
      if (error instanceof UnavailableError) return `${error.message}\n`
      throw error
    })
    if (signal.aborted) return
    const time = app.paint.dim(`${local(new Date(app.host.now()).toISOString())}  every 2 s, Ctrl-C to leave`)
    app.write(`${stdout.isTTY === true ? CLEAR : ''}${time}\n\n${text}`)
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}
