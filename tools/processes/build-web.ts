import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './child.ts'

/** Builds the console when its sources have changed since it was last built. */
export function buildWeb(say: (line: string) => void): void {
  const web = join(ROOT, 'packages/web')
  // Beside the console and not in it: what is built depends on the sources alone.
  const stampFile = join(web, 'node_modules/.built-from')
  const wanted = fingerprint(web)
  const isBuilt = existsSync(join(web, 'dist/index.html'))
  if (isBuilt && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  say('building the console')
  const started = Date.now()
  rmSync(stampFile, { force: true })
  // What a test runner has put there would make another console.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITE|VITEST|TEST$|MODE$|DEV$|PROD$|BASE_URL$|SSR$)/.test(name),
  )
  const env = { ...Object.fromEntries(inherited), NODE_ENV: 'production' }
  const result = spawnSync('pnpm', ['--filter', '@fairlead/web', 'build'], { cwd: ROOT, encoding: 'utf8', env })
  if (result.status !== 0) throw new Error(`the console does not build:\n${result.stdout}\n${result.stderr}`)
  writeFileSync(stampFile, wanted)
  say(`built the console in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** Names and contents of everything that the build reads and does not make itself, schemas of the control plane included. */
function fingerprint(web: string): string {
  const files = [
    ...globSync('{src,public,build}/**/*', { cwd: web }).map((path) => join(web, path)),
    ...globSync('*.{ts,html,json}', { cwd: web }).map((path) => join(web, path)),
    ...globSync('packages/control-plane/src/*/schemas.ts', { cwd: ROOT }).map((path) => join(ROOT, path)),
    join(ROOT, 'pnpm-lock.yaml'),
  ]
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    if (statSync(file).isFile() && !/\.gen\.\w+$/.test(file))
      hash.update(file.slice(ROOT.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}
