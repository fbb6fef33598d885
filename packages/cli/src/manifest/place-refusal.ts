import { FairleadError } from '@fairlead/sdk'
import { isScalar, visit } from 'yaml'
import { placeAt, placeOf, type ManifestDoc, type Path } from './manifest-doc.ts'

/** What the API calls otherwise than a document does. */
const METADATA = new Set(['name', 'project', 'labels'])

/** A refusal of a batch with the lines of the documents that it is about. Anything else comes back as it is. */
export function placeRefusal(error: unknown, docs: readonly ManifestDoc[]): unknown {
  if (!(error instanceof FairleadError)) return error
  const issues = error.issues.map((issue) => {
    const { doc, rest } = docOf(issue.path, docs)
    if (!doc || rest === '(root)') return issue
    const path = pathIn(rest)
    return { path: placeOf(doc, path), message: `${path.join('.')}: ${issue.message}` }
  })
  const [first] = issues
  const message =
    first && first.path !== error.issues[0]?.path ? `${first.path}: ${first.message}` : byName(error, docs)
  const Class = error.constructor as typeof FairleadError
  return new Class(message, {
    code: error.code,
    status: error.status ?? undefined,
    requestId: error.requestId ?? undefined,
    // "correct the fields named in issues" says less than the lines do.
    hint: error.code === 'VALIDATION' ? null : error.hint,
    issues,
    cause: error,
  })
}

/** Of several documents the API says which one; of a single one it says nothing. */
function docOf(text: string, docs: readonly ManifestDoc[]): { doc: ManifestDoc | undefined; rest: string } {
  const [, index, rest = ''] = /^workloads\.(\d+)(?:\.|: )?(.*)$/s.exec(text) ?? []
  if (index !== undefined) return { doc: docs[Number(index)], rest }
  return { doc: docs.length === 1 ? docs[0] : undefined, rest: text }
}

function pathIn(text: string): Path {
  const path = text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  return METADATA.has(String(path[0])) ? ['metadata', ...path] : path
}

/** A refusal without a field often quotes what it is about: a taken name, a project that is not there. */
function byName(error: FairleadError, docs: readonly ManifestDoc[]): string {
  const { doc, rest } = docOf(error.message, docs)
  const [, quoted] = /"([^"]+)"/.exec(rest) ?? []
  for (const candidate of doc ? [doc, ...docs] : docs) {
    const offset = quoted === undefined ? undefined : offsetOfText(candidate, quoted)
    if (offset !== undefined) return `${placeAt(candidate, offset)}: ${rest}`
  }
  return doc ? `${placeOf(doc, [])}: ${rest}` : error.message
}

function offsetOfText({ document }: ManifestDoc, text: string): number | undefined {
  let found: number | undefined
  visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || !isScalar(node) || String(node.value as unknown) !== text) return undefined
      found = node.range?.[0]
      return visit.BREAK
    },
  })
  return found
}
