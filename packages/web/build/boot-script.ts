import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const SOURCE = new URL('boot.js', import.meta.url)

/**
 * Puts the tiny script that sets theme and density before the first paint into the page, as a file of its own: the content security
 * policy allows no inline script, and a module would run too late.
 */
export function bootScript(): Plugin {
  let path = '/boot.js'
  let isBuild = false
  return {
    name: 'fairlead:boot-script',
    configResolved: (config) => void (isBuild = config.command === 'build'),
    configureServer: (server) => {
      server.middlewares.use('/boot.js', (_request, response) => {
        response.setHeader('content-type', 'text/javascript')
        response.end(readFileSync(SOURCE))
      })
    },
    buildStart() {
      if (!isBuild) return
      const source = readFileSync(SOURCE, 'utf8')
      const fileName = `assets/boot-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`
      this.emitFile({ type: 'asset', fileName, source })
      path = `/${fileName}`
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: path }, injectTo: 'head-prepend' }],
  }
}
