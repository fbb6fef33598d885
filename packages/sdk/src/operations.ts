import type { operations } from './generated/api.ts'

/** Name of a call as the OpenAPI document has it, for example `workload.submit`. */
export type OperationId = keyof operations

type Given<Op extends OperationId, In extends 'path' | 'query'> = operations[Op]['parameters'] extends {
  [K in In]?: infer Fields
}
  ? [Exclude<Fields, undefined>] extends [never]
    ? unknown
    : Exclude<Fields, undefined>
  : unknown

type Body<Op extends OperationId> = operations[Op] extends {
  requestBody: { content: { 'application/json': infer Fields } }
}
  ? Fields
  : unknown

/** What a call takes, wherever it travels: path, query or body. */
export type Input<Op extends OperationId> = Given<Op, 'path'> & Given<Op, 'query'> & Body<Op>

/** What a call answers. */
export type Output<Op extends OperationId> = operations[Op]['responses'] extends {
  200: { content: { 'application/json': infer Answer } }
}
  ? Answer
  : operations[Op]['responses'] extends { 201: { content: { 'application/json': infer Answer } } }
    ? Answer
    : never
