import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/**
 * Fails when the built console is larger than its budget. Sizes are KiB after gzip −9. "First load" is what the entry and the shell need before
 * any page; a page adds its own part. With `--json` it prints a JSON line for each.
 */
const BUDGET = { firstLoad: 180, firstLoadBrotli: 155, page: 215, css: 25, worker: 12, images: 10 }

interface Chunk {
  file: string
  src?: string
  isEntry?: boolean
  imports?: string[]
  css?: string[]
}

const dist = join(import.meta.dirname, 'dist')
if (!existsSync(join(dist, 'manifest.json'))) {
  process.stderr.write('check-budget: there is no build; run: pnpm --filter @fairlead/web build\n')
  process.exit(2)
}
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, Chunk>

const sizes = new Map<string, { gzip: number; brotli: number }>()
function sizeOf(file: string): { gzip: number; brotli: number } {
  let size = sizes.get(file)
  if (!size) {
    const bytes = readFileSync(join(dist, file))
    size = { gzip: gzipSync(bytes, { level: 9 }).length / 1024, brotli: brotliCompressSync(bytes).length / 1024 }
    sizes.set(file, size)
  }
  return size
}

/** Files that come with a chunk: itself, what it imports, and their styles. */
function closure(key: string, into = new Set<string>(), seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return into
  seen.add(key)
  const chunk = manifest[key]
  if (!chunk) return into
  into.add(chunk.file)
  for (const file of chunk.css ?? []) into.add(file)
  for (const next of chunk.imports ?? []) closure(next, into, seen)
  return into
}

function sum(files: Iterable<string>, ending: string, kind: 'gzip' | 'brotli' = 'gzip'): number {
  let total = 0
  for (const file of files) if (file.endsWith(ending)) total += sizeOf(file)[kind]
  return total
}

const keys = Object.keys(manifest)
const entry = keys.find((key) => manifest[key]?.isEntry) ?? ''
const isRoute = (key: string) => /^src\/routes\/.*tsr-split=component/.test(key)
const shell = keys.find((key) => key.startsWith('src/routes/_console.tsx')) ?? ''
const first = new Set([...closure(entry), ...closure(shell)])
for (const name of readdirSync(join(dist, 'assets'))) if (/^boot-.*\.js$/.test(name)) first.add(`assets/${name}`)

const isJson = process.argv.includes('--json')
const failures: string[] = []
let widestCss = 0
function line(what: string, size: number, limit: number): void {
  const isOver = size > limit
  if (isOver) failures.push(`${what}: ${size.toFixed(1)} KiB is more than ${limit}`)
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ what, kib: Math.round(size * 10) / 10, limitKib: limit, isOver })}\n`)
    return
  }
  process.stdout.write(`${isOver ? '✗' : '✓'} ${what.padEnd(44)} ${size.toFixed(1).padStart(7)} of ${limit} KiB\n`)
}

line('first load, JS, gzip', sum(first, '.js'), BUDGET.firstLoad)
line('first load, JS, brotli', sum(first, '.js', 'brotli'), BUDGET.firstLoadBrotli)
line('first load, CSS, gzip', sum(first, '.css'), BUDGET.css)
for (const key of keys.filter((candidate) => isRoute(candidate) && candidate !== shell).sort()) {
  const all = new Set([...first, ...closure(key)])
  const name = key.replace(/^src\/routes\//, '').replace(/\.tsx\?.*/, '')
  line(`page ${name}, JS, gzip`, sum(all, '.js'), BUDGET.page)
  widestCss = Math.max(widestCss, sum(all, '.css'))
}
line('page with the most CSS, gzip', widestCss, BUDGET.css)
const worker = readdirSync(join(dist, 'assets')).find((name) => /^live-worker-.*\.js$/.test(name))
line('shared worker, gzip', worker ? sizeOf(`assets/${worker}`).gzip : 0, BUDGET.worker)
line('favicon', sizeOf('favicon.svg').gzip, BUDGET.images)

if (failures.length > 0) {
  process.stderr.write(`\nThe console is over its budget:\n  ${failures.join('\n  ')}\n`)
  process.exit(1)
}
