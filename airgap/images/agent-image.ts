import type { ImageSpec } from '../oci/image.ts'
import { AGENT_ENV, AGENT_FLAGS } from '../../tools/processes/node-flags.ts'
import { fairleadImage, type ImageTarget } from './fairlead-image.ts'
import { programFiles } from './program-files.ts'

/** The agent of a cluster. Its state folder has to be mounted. */
export async function agentImage(target: ImageTarget): Promise<ImageSpec> {
  const { npm, own, about } = await programFiles('agent', target.version)
  return fairleadImage(
    {
      name: 'fairlead-agent',
      title: 'Fairlead agent',
      flags: AGENT_FLAGS,
      env: { FAIRLEAD_AGENT_DRIVER: 'kubernetes', ...AGENT_ENV },
    },
    [npm, own, about],
    target,
  )
}
