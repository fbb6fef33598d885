import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findCluster } from '../clusters/find-cluster.ts'
import { ClusterUpgrades, ClusterUpgradesRef } from './schemas.ts'
import { viewUpgrades } from './view-upgrades.ts'

export const getClusterUpgrades = action({
  name: 'cluster.upgrades',
  summary:
    "Release of a cluster's agent, its channel and window, what is offered with its changes, and what became of upgrades",
  rest: { method: 'get', path: '/clusters/{cluster}/upgrades' },
  allow: 'cluster:read',
  input: ClusterUpgradesRef,
  output: ClusterUpgrades,
  run: (ctx, input) => transaction(ctx, async ({ q }) => viewUpgrades(ctx.app, q, await findCluster(q, input.cluster))),
})
