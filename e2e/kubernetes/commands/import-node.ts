import { nodeImage } from '@fairlead/airgap/images/node-image'
import { openCluster } from '../cluster/rig-cluster.ts'
import { clusterFolder } from '../cluster/rig-record.ts'
import { importImages, RIG_IMAGES } from '../node/import-images.ts'
import type { Say } from '../programs/ensure-program.ts'

/** Puts an image with Node on every real node, for workloads that are written in JavaScript, and prints its name. */
export async function importNode(name: string, say: Say): Promise<void> {
  const image = nodeImage({ registry: RIG_IMAGES.registry, tag: '1' })
  say(`importing ${image.name}`)
  await importImages(openCluster(clusterFolder(name)), [image])
  process.stdout.write(`${image.name}\n`)
}
