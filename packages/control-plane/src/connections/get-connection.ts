import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findConnection } from './find-connection.ts'
import { viewConnection } from './internal/view-connection.ts'
import { Connection, ConnectionRef } from './schemas.ts'

export const getConnection = action({
  name: 'connection.get',
  summary: 'One connection',
  rest: { method: 'get', path: '/projects/{project}/connections/{connection}' },
  allow: 'connection:read',
  input: ConnectionRef,
  output: Connection,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { row, project } = await findConnection(ctx, q, input, 'connection:read')
      return viewConnection(row, project)
    }),
})
