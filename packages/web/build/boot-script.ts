import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const ENTRY = fileURLToPath(new URL('../src/boot/boot.ts', import.meta.url))

/**
 * Puts the small script that runs before the first paint into the page, as a file of its own: the content security policy allows no inline script, and a module
 * would run only when all of the application is there.
 */
export function bootScript(): Plugin {
  let path = '/boot.js'
  let isBuild = false
  return {
    name: 'fairlead:boot-script',
    configResolved: (config) => void (isBuild = config.command === 'build'),
    configureServer: (server) => {
      server.middlewares.use('/boot.js', (_request, response, next) => {
        bundle().then((source) => {
          response.setHeader('content-type', 'text/javascript')
          response.end(source)
        }, next)
      })
    },
    async buildStart() {
      if (!isBuild) return
      const source = await bundle()
      const fileName = `assets/boot-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`
      this.emitFile({ type: 'asset', fileName, source })
      path = `/${fileName}`
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: path }, injectTo: 'head-prepend' }],
  }
}

/** One plain script without exports, so that nothing of it is left behind but what it sets. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2024',
      modulePreload: false,
      rolldownOptions: { input: ENTRY, output: { format: 'iife' } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  const [script, ...others] = outputs
  if (script?.type !== 'chunk' || others.length > 0) throw new Error('the boot script is more than one file')
  return script.code
}
