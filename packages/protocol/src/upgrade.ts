import { z } from 'zod'

/** Arguments of the verb `upgrade`: become that release. The agent may decline, and takes only another digest of its own repository. */
export const UpgradeOrder = z.object({
  /** Of the upgrade, for its reports. */
  upgradeId: z.uuid(),
  version: z.string().min(1).max(64),
  /** By digest: `registry.example.com/fairlead-agent@sha256:…`. */
  image: z.string().min(1).max(1024),
  /** The new agent has this long to come to the control plane and to pass its own check; after it, the old image comes back. */
  gateMs: z.int().positive(),
})
export type UpgradeOrder = z.infer<typeof UpgradeOrder>

/**
 * How an upgrade of the agent itself stands; said again at the start of each session until nothing is to be said any more. `running`: the new
 * image is wanted, and the old agent has not been replaced for good. `failed`: the old image is back, and `message` says why.
 */
export const UpgradeReport = z.object({
  upgradeId: z.uuid(),
  state: z.enum(['running', 'succeeded', 'failed']).catch('running'),
  message: z.string().max(1024),
})
export type UpgradeReport = z.infer<typeof UpgradeReport>
