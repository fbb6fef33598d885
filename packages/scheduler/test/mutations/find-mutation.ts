import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutation } from './mutation.ts'

/** The planner's own. */
const SOURCES = join(import.meta.dirname, '../../src')

/** The file below `sources` with the mutation in it, or why it cannot be made: then the mutation must follow the code. */
export function mutatedSource(
  { name, file, text, replacement }: Mutation,
  sources = SOURCES,
): { source: string } | { obstacle: string } {
  let source: string
  try {
    source = readFileSync(join(sources, file), 'utf8')
  } catch {
    return { obstacle: `'${name}': src/${file} is not there: name the file that holds the guard now` }
  }
  const parts = source.split(text)
  if (parts.length === 2) return { source: parts.join(replacement) }
  const found = parts.length === 1 ? 'is not in' : `stands ${parts.length - 1} times in`
  return {
    obstacle: `'${name}': its text ${found} src/${file}: quote the guard as it reads now, so that it stands once`,
  }
}
