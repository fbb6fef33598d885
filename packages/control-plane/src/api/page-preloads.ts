import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Finds out which files of code the console will need for an address, from the `pages.json` of its build, and answers them as tags for the page's head: they
 * are fetched at once then, and not only when the application runs. An unknown address, or a build without that file, has none.
 */
export function pagePreloads(webDir: string): (path: string) => string {
  const file = join(webDir, 'pages.json')
  if (!existsSync(file)) return () => ''
  const pages = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>).map(
    ([pattern, files]) => ({
      parts: partsOf(pattern),
      tags: files.map((name) => `<link rel="modulepreload" crossorigin href="/${name}">`).join(''),
    }),
  )
  // What is spelled out goes before what stands for anything: /clusters/enrol before /clusters/$cluster.
  pages.sort((a, b) => wild(a.parts) - wild(b.parts))
  return (path) => {
    const given = partsOf(path)
    return pages.find(({ parts }) => isMatch(parts, given))?.tags ?? ''
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter(Boolean)
}

function wild(parts: readonly string[]): number {
  return parts.reduce((count, part) => count + (part === '$' ? 100 : part.startsWith('$') ? 1 : 0), 0)
}

function isMatch(pattern: readonly string[], given: readonly string[]): boolean {
  if (pattern.at(-1) === '$') return given.length >= pattern.length
  return (
    pattern.length === given.length && pattern.every((part, index) => part.startsWith('$') || part === given[index])
  )
}
