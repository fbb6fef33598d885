import { SUBMIT_WORKLOAD } from '@fairlead/sdk/schemas'
import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml'
import { UsageError } from '../lib/usage-error.ts'
import { placeAt, placeOf, type ManifestDoc } from './manifest-doc.ts'
import { unknownKeys, type Schema } from './unknown-keys.ts'

const KINDS = {
  Job: 'job',
  Distributed: 'distributed',
  Workspace: 'workspace',
  Endpoint: 'endpoint',
  Evaluation: 'evaluation',
  ImageBuild: 'image-build',
} as const
const TEXT: Schema = {}
const SHAPE: Schema = {
  properties: {
    kind: TEXT,
    metadata: {
      properties: { name: TEXT, project: TEXT, labels: { additionalProperties: TEXT } },
      additionalProperties: false,
    },
    spec: SUBMIT_WORKLOAD.properties.spec,
  },
  additionalProperties: false,
}

/** What a document says, before the control plane has looked at it. */
export interface Manifest {
  doc: ManifestDoc
  /** Undefined: its template says it. */
  kind: (typeof KINDS)[keyof typeof KINDS] | undefined
  name: string | undefined
  project: string | undefined
  labels: Record<string, string> | undefined
  spec: Record<string, unknown>
}

/** The documents of a file. Throws {@link UsageError} that names every unknown key with its line. */
export function readManifests(file: string, text: string): Manifest[] {
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines })
  const documents = Array.isArray(parsed)
    ? parsed.filter((document) => document.contents !== null || document.errors.length > 0)
    : []
  if (documents.length === 0) throw new UsageError('there is no document in it', { where: file })
  return documents.map((document) => {
    const [broken] = document.errors
    if (broken) {
      const [message = ''] = broken.message.split('\n')
      throw new UsageError(`this is not YAML: ${message.replace(/ at line \d+, column \d+:?$/, '')}`, {
        where: placeAt({ file, lines }, broken.pos[0]),
      })
    }
    return readOne({ file, document, lines })
  })
}

function readOne(doc: ManifestDoc): Manifest {
  const { document } = doc
  if (!isMap(document.contents))
    throw new UsageError('a job is a map with kind, metadata and spec', { where: placeOf(doc, []) })
  const unknown = unknownKeys(document.contents, SHAPE)
  const [first] = unknown
  if (first) {
    const others = unknown.slice(1).map(({ path, message }) => `${placeOf(doc, path)}: ${message}`)
    throw new UsageError(first.message, { where: placeOf(doc, first.path), details: others })
  }
  if (!isMap(document.get('spec'))) throw new UsageError('spec is missing', { where: placeOf(doc, ['spec']) })
  const kind = kindOf(doc)
  keepEnvAsWritten(doc)
  const content = document.toJS() as {
    metadata?: { name?: string; project?: string; labels?: Record<string, string> } | null
    spec: Record<string, unknown>
  }
  const { name, project, labels } = content.metadata ?? {}
  return { doc, kind, name, project, labels, spec: content.spec }
}

function kindOf(doc: ManifestDoc): Manifest['kind'] {
  const kind: unknown = doc.document.get('kind')
  if (kind === undefined && doc.document.hasIn(['spec', 'template'])) return undefined
  if (typeof kind === 'string' && Object.hasOwn(KINDS, kind)) return KINDS[kind as keyof typeof KINDS]
  const names = Object.keys(KINDS)
  const all = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  throw new UsageError(`kind is ${all}; it may be absent where spec.template is there`, {
    where: placeOf(doc, ['kind']),
  })
}

/** `LR: 0.10` is the text 0.10 to a program, whatever YAML makes of it. */
function keepEnvAsWritten({ document }: ManifestDoc): void {
  const env = document.getIn(['spec', 'env'], true)
  if (!isMap(env)) return
  for (const { value } of env.items) {
    if (isScalar(value) && typeof value.value !== 'string' && value.value !== null) {
      value.value = value.source ?? ''
    }
  }
}
