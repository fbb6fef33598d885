import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { openApiDocument } from '../control-plane/src/api/openapi.ts'

/**
 * Writes `src/generated/` from the control plane's OpenAPI document: its types, its routes, and the JSON Schema of a workload. With
 * `--check` nothing is written, and the exit code says whether all of it is up to date.
 */

interface Operation {
  operationId: string
  parameters?: { name: string; in: 'path' | 'query' | 'header' }[]
}

interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

const HEADER = '// Made from the OpenAPI document of the control plane: node packages/sdk/gen.ts\n'
const FOLDER = join(import.meta.dirname, 'src/generated')
const PREFIX = '/api/v1'

/** POSTs that are harmless to repeat. The other methods set a value or only read, and are harmless by themselves. */
const REPEATABLE_POSTS = new Set([
  'workload.cancel',
  'workload.stop',
  'workload.resume',
  'queue.move',
  'setup-link.inspect',
  'user.sign-out',
])

function routesOf(document: Document): string {
  const lines = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [] }]) => {
      const query = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name)
      const isRepeatable = method !== 'post' || REPEATABLE_POSTS.has(operationId)
      const hasKey = parameters.some((parameter) => parameter.name === 'Idempotency-Key')
      return `  ${JSON.stringify(operationId)}: ${JSON.stringify({ method: method.toUpperCase(), path: path.slice(PREFIX.length), query, isRepeatable, hasKey })},\n`
    }),
  )
  return `${HEADER}export const API_PREFIX = ${JSON.stringify(PREFIX)}

export const ROUTES = {
${lines.toSorted().join('')}} as const
`
}

function schemasOf(document: Document): string {
  const schema = JSON.stringify(document.components.schemas['SubmitWorkload'], undefined, 2)
  return `${HEADER}/** JSON Schema of what is submitted. */\nexport const SUBMIT_WORKLOAD = ${schema} as const\n`
}

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../control-plane/package.json'), 'utf8')) as {
  version: string
}
const document = openApiDocument(version)
const types = astToString(await openapiTS(document as unknown as OpenAPI3, { defaultNonNullable: false }))
const files = {
  'api.ts': `${HEADER}${types}`,
  'routes.ts': routesOf(document as unknown as Document),
  'schemas.ts': schemasOf(document as unknown as Document),
}

const isCheck = process.argv.includes('--check')
let stale = 0
for (const [name, text] of Object.entries(files)) {
  const path = join(FOLDER, name)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  if (isCheck) {
    stale += 1
    process.stderr.write(`packages/sdk/src/generated/${name} is out of date; write it with: node packages/sdk/gen.ts\n`)
  } else {
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(path, text)
    process.stdout.write(`wrote packages/sdk/src/generated/${name}\n`)
  }
}
process.exitCode = stale > 0 ? 1 : 0
