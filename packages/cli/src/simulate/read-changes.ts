import { FairleadError, type Input } from '@fairlead/sdk'
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { UsageError } from '../lib/usage-error.ts'
import { placeAt, placeOf, type ManifestDoc } from '../manifest/manifest-doc.ts'

export type Changes = Input<'what-if.run'>['changes']

/** A file with `changes:`, and where its parts stand. Throws {@link UsageError} with the line. */
export function readChanges(file: string, text: string): { doc: ManifestDoc; changes: Changes } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const [message = ''] = broken.message.split('\n')
    throw new UsageError(`this is not YAML: ${message.replace(/ at line \d+, column \d+:?$/, '')}`, {
      where: placeAt({ file, lines }, broken.pos[0]),
    })
  }
  const doc: ManifestDoc = { file, document, lines }
  const hint = 'changes:\n  - kind: quota\n    project: vision\n    gpu: { deserved: 8 }'
  if (!isMap(document.contents)) throw new UsageError('it is a map with changes', { where: placeOf(doc, []), hint })
  for (const { key } of document.contents.items) {
    const name = String(key)
    if (name !== 'changes') {
      throw new UsageError(`there is no "${name}" here, only changes`, { where: placeOf(doc, [name]), hint })
    }
  }
  if (!isSeq(document.get('changes', true))) {
    throw new UsageError('changes is a list', { where: placeOf(doc, ['changes']), hint })
  }
  return { doc, changes: (document.toJS() as { changes: Changes }).changes }
}

/** A refusal with the lines of the file that it is about. Anything else comes back as it is. */
export function placeChangeRefusal(error: unknown, doc: ManifestDoc): unknown {
  if (!(error instanceof FairleadError) || !error.issues.some(({ path }) => path.startsWith('changes'))) return error
  const placed = error.issues.map(({ path, message }) => {
    const parts = path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    return { where: placeOf(doc, parts), text: `${parts.slice(2).join('.') || path}: ${message}` }
  })
  const [first, ...others] = placed
  return new UsageError(first?.text ?? error.message, {
    ...(first ? { where: first.where } : {}),
    details: others.map(({ where, text }) => `${where}: ${text}`),
  })
}
