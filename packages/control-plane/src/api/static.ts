import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import type { HttpEnv } from './http-env.ts'
import { pagePreloads } from './page-preloads.ts'

/**
 * Serves the built console: files that carry a hash in their name for ever, everything else as the one page, whose router reads the
 * path. Brotli and gzip files made by the build are preferred. The page names the files that its address will need.
 */
export function mountConsole(http: Hono<HttpEnv>, webDir: string): void {
  const page = join(webDir, 'index.html')
  if (webDir === '' || !existsSync(page)) {
    http.get('/', (c) =>
      c.text('Fairlead control plane. The console is not built: pnpm --filter @fairlead/web build\n'),
    )
    return
  }
  const [head = '', rest = ''] = readFileSync(page, 'utf8').split('</head>')
  const preloads = pagePreloads(webDir)
  http.use(
    '/assets/*',
    serveStatic({
      root: webDir,
      precompressed: true,
      onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  )
  http.get('/assets/*', (c) => c.text('not found\n', 404))
  http.use('/favicon.svg', serveStatic({ root: webDir }))
  http.get('*', (c) => c.html(`${head}${preloads(c.req.path)}</head>${rest}`, 200, { 'cache-control': 'no-cache' }))
}
