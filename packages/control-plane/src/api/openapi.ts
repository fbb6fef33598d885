import { z, type ZodObject, type ZodType } from 'zod'
import { Problem } from '../common/schemas.ts'
import { Cluster, ClusterDetail, Node } from '../clusters/schemas.ts'
import { Connection } from '../connections/schemas.ts'
import { Project } from '../projects/schemas.ts'
import { PendingWorkload, QueueDecision } from '../queue/schemas.ts'
import { Queue, Quota } from '../quotas/schemas.ts'
import { Run } from '../runs/schemas.ts'
import { Size } from '../sizes/schemas.ts'
import { Template } from '../templates/schemas.ts'
import {
  GetLogs,
  LogEvent,
  SubmittedWorkload,
  SubmitWorkload,
  TimelineEvent,
  Why,
  Workload,
  WorkloadDetail,
  WorkloadPreview,
} from '../workloads/schemas.ts'
import type { AnyAction } from '../app/action.ts'
import type { CsvList } from '../app/csv-list.ts'
import { CSV_LISTS, ROWS_HEADER } from './csv-stream.ts'
import { allActions, pathFields, REST_PREFIX, takesQuery } from './rest.ts'

type Json = Record<string, unknown>

/** Shapes that many routes share, under their own name. */
const NAMED: Record<string, ZodType> = {
  Cluster,
  ClusterDetail,
  Connection,
  Node,
  PendingWorkload,
  Problem,
  Project,
  Queue,
  QueueDecision,
  Quota,
  Run,
  Size,
  SubmittedWorkload,
  SubmitWorkload,
  Template,
  TimelineEvent,
  Why,
  Workload,
  WorkloadDetail,
  WorkloadPreview,
}

let cached: Json | undefined

/** The OpenAPI 3.1 document, made from the zod schemas that check the requests themselves. */
export function openApiDocument(version: string): Json {
  cached ??= build(version)
  return cached
}

function build(version: string): Json {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id })
  const schemas: Json = {}
  function schemaOf(schema: ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _dialect,
      $defs,
      ...rest
    } = z.toJSONSchema(schema, { metadata: names, io, unrepresentable: 'any' }) as Json
    for (const [name, definition] of Object.entries(($defs ?? {}) as Json)) schemas[name] = moveRefs(definition)
    return moveRefs(rest) as Json
  }
  const problem = {
    description: 'refused',
    content: { 'application/json': { schema: schemaOf(z.array(Problem), 'output')['items'] } },
  }

  const paths: Record<string, Json> = {}
  for (const action of allActions()) {
    const path = `${REST_PREFIX}${action.rest.path}`
    paths[path] = { ...paths[path], [action.rest.method]: operation(action, schemaOf, problem) }
  }
  paths[`${REST_PREFIX}/workloads/{workload}/logs`] = { get: logsOperation(schemaOf, problem) }
  for (const list of CSV_LISTS)
    paths[`${REST_PREFIX}/${list.list}.csv`] = { get: csvOperation(list, schemaOf, problem) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fairlead',
      version,
      description: 'One control plane for many compute and GPU clusters. Every refusal has the shape of Problem.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'a personal token: flt_...' } },
    },
  }
}

function operation(
  action: AnyAction,
  schemaOf: (schema: ZodType, io: 'input' | 'output') => Json,
  problem: Json,
): Json {
  const inPath = pathFields(action)
  const input = schemaOf(action.input, 'input')
  const properties = (input['properties'] ?? {}) as Record<string, Json>
  const required = (input['required'] ?? []) as string[]
  const others = Object.keys((action.input as ZodObject).shape).filter((name) => !inPath.includes(name))
  const isQuery = takesQuery(action)
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? {} })),
    ...(isQuery
      ? others.map((name) => ({ name, in: 'query', required: required.includes(name), schema: properties[name] ?? {} }))
      : []),
    ...(others.includes('idempotencyKey')
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } }]
      : []),
  ]
  const body =
    inPath.length === 0
      ? input
      : {
          type: 'object',
          properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
          required: required.filter((name) => others.includes(name)),
          additionalProperties: false,
        }
  return {
    operationId: action.name,
    summary: action.summary,
    tags: [action.name.split('.')[0]],
    'x-permission': action.allow,
    ...(action.allow === 'anyone' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(!isQuery && others.length > 0
      ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      [action.rest.status ?? 200]: {
        description: 'done',
        content: { 'application/json': { schema: schemaOf(action.output, 'output') } },
      },
      default: problem,
    },
  }
}

/** The route that answers a stream of events, and so is no action. */
function logsOperation(schemaOf: (schema: ZodType, io: 'input' | 'output') => Json, problem: Json): Json {
  const input = schemaOf(GetLogs, 'input')
  const properties = (input['properties'] ?? {}) as Record<string, Json>
  return {
    operationId: 'workload.logs',
    summary:
      'The output of a workload as server-sent events: lines, gap, end. The id of an event is the cursor behind it',
    tags: ['workload'],
    'x-permission': 'workload:logs',
    parameters: Object.entries(properties).map(([name, schema]) => ({
      name,
      in: name === 'workload' ? 'path' : 'query',
      required: name === 'workload',
      schema,
    })),
    responses: {
      200: { description: 'a stream', content: { 'text/event-stream': { schema: schemaOf(LogEvent, 'output') } } },
      default: problem,
    },
  }
}

/** A list as a file: a stream too. */
function csvOperation(list: CsvList, schemaOf: (schema: ZodType, io: 'input' | 'output') => Json, problem: Json): Json {
  const properties = (schemaOf(list.input, 'input')['properties'] ?? {}) as Record<string, Json>
  return {
    operationId: list.name,
    summary: list.summary,
    tags: [list.name.split('.')[0]],
    'x-permission': list.allow,
    parameters: Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
    responses: {
      200: {
        description: 'a file: names of columns, then rows; times are in UTC',
        headers: { [ROWS_HEADER]: { description: 'how many rows there are', schema: { type: 'integer' } } },
        content: { 'text/csv': { schema: { type: 'string' } } },
      },
      default: problem,
    },
  }
}

/** `#/$defs/X` becomes `#/components/schemas/X`, at any depth. */
function moveRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moveRefs)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
        : [key, moveRefs(inner)],
    ),
  )
}
