import type { BrowserContext } from '@playwright/test'

/** What must not happen in a browser, whatever a test is about. */
export interface Trouble {
  /** This one is what the test wants to see, such as the browser's own line about an answer 401. */
  allow(pattern: RegExp): void
  found(): string[]
}

/** Listens for violations of the content security policy, errors in the browser's log, uncaught errors and requests to other hosts. */
export async function watchForTrouble(context: BrowserContext, url: () => string): Promise<Trouble> {
  const seen: string[] = []
  const allowed: RegExp[] = []
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) => {
    console.error('content security policy: ' + event.violatedDirective + ' ' + event.blockedURI)
  })`)
  context.on('weberror', (error) => seen.push(`uncaught: ${error.error().stack ?? error.error().message}`))
  context.on('console', (message) => {
    const text = `${message.type()}: ${message.text()} ${message.location().url}`
    if (['error', 'warning'].includes(message.type()) && !MACHINE.test(text)) seen.push(text)
  })
  context.on('request', (request) => {
    const target = request.url()
    const { origin, protocol } = new URL(target)
    if (protocol !== 'blob:' && protocol !== 'data:' && origin !== url()) seen.push(`foreign request: ${target}`)
  })
  return {
    allow: (pattern) => allowed.push(pattern),
    found: () => seen.filter((line) => !allowed.some((pattern) => pattern.test(line))),
  }
}

/** No fault of the page: a machine without a graphics card, or whose network interfaces come and go. */
const MACHINE = /WebGL|GPU stall|software rendering|ERR_NETWORK_CHANGED/i
