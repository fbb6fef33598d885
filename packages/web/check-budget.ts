import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/**
 * Fails when the built console is larger than its budget. Sizes are KiB after gzip −9. "First load" is what the entry and the shell need before
 * any page; a page adds its own part. Requests are what is fetched before a page can be seen: the document, its icon, its files of code and style, and two batches of
 * questions to the control plane, of who is signed in and of what the page shows. With `--json` it prints a JSON line for each.
 */
const BUDGET = { firstLoad: 167, firstLoadBrotli: 144, page: 205, css: 18, worker: 12, images: 10, requests: 12 }
/** The document; its icon; who is signed in; what the page shows. */
const REQUESTS_BESIDE_FILES = 4

interface Chunk {
  file: string
  src?: string
  isEntry?: boolean
  imports?: string[]
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

/** Files that come with a chunk: itself and what it imports. */
function closure(key: string, into = new Set<string>(), seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return into
  seen.add(key)
  const chunk = manifest[key]
  if (!chunk) return into
  into.add(chunk.file)
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
const first = new Set([
  ...closure(entry),
  ...keys.filter((key) => key.endsWith('.css')).map((key) => manifest[key]?.file ?? ''),
])
for (const name of readdirSync(join(dist, 'assets'))) if (/^boot-.*\.js$/.test(name)) first.add(`assets/${name}`)

const isJson = process.argv.includes('--json')
const failures: string[] = []
function line(what: string, size: number, limit: number, unit: 'KiB' | 'requests' = 'KiB'): void {
  const isOver = size > limit
  if (isOver) failures.push(`${what}: ${Number(size.toFixed(1))} ${unit} is more than ${limit}`)
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ what, value: Math.round(size * 10) / 10, unit, limit, isOver })}\n`)
    return
  }
  process.stdout.write(
    `${isOver ? '✗' : '✓'} ${what.padEnd(44)} ${String(Math.round(size * 10) / 10).padStart(7)} of ${limit} ${unit}\n`,
  )
}

line('first load, JS, gzip', sum(first, '.js'), BUDGET.firstLoad)
line('first load, JS, brotli', sum(first, '.js', 'brotli'), BUDGET.firstLoadBrotli)
line('styles of all pages, gzip', sum(first, '.css'), BUDGET.css)
for (const key of keys.filter((candidate) => isRoute(candidate)).sort()) {
  const all = new Set([...first, ...closure(key)])
  const name = key.replace(/^src\/routes\//, '').replace(/\.tsx\?.*/, '')
  line(`page ${name}, JS, gzip`, sum(all, '.js'), BUDGET.page)
  line(`page ${name}, requests`, all.size + REQUESTS_BESIDE_FILES, BUDGET.requests, 'requests')
}
const worker = readdirSync(join(dist, 'assets')).find((name) => /^live-worker-.*\.js$/.test(name))
line('shared worker, gzip', worker ? sizeOf(`assets/${worker}`).gzip : 0, BUDGET.worker)
line('favicon', sizeOf('favicon.svg').gzip, BUDGET.images)

if (failures.length > 0) {
  process.stderr.write(`\nThe console is over its budget:\n  ${failures.join('\n  ')}\n`)
  process.exit(1)
}
