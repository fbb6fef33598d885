import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findNode } from './find-node.ts'
import { setCordon, viewCordon } from './internal/set-cordon.ts'
import { CordonedNode, NodeRef } from './schemas.ts'

export const uncordonNode = action({
  name: 'node.uncordon',
  summary: 'Let new work come to a node again',
  rest: { method: 'post', path: '/nodes/{node}/uncordon' },
  allow: 'cluster:write',
  input: NodeRef,
  output: CordonedNode,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const node = await findNode(tx.q, input)
      await setCordon(ctx, tx, node, false)
      return await viewCordon(tx.q, node.id)
    })
  },
})
