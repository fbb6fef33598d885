import { readFileSync } from 'node:fs'
import type { ClusterSite, Site } from '../site/site.ts'
import type { Host } from '../cli/host.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import { caConfigMap, pullSecret, secretObject } from './common-objects.ts'
import type { KubeObject } from './kube-object.ts'
import { JOIN_SECRET } from './values.ts'

/** What the agent needs beside its chart. Without a token, the Secret for it is left as it is. */
export function clusterObjects(site: Site, cluster: ClusterSite, joinToken: string | undefined): KubeObject[] {
  const { namespace, projects } = cluster
  return [
    pullSecret('cluster', namespace, site),
    caConfigMap('cluster', namespace, site),
    joinToken === undefined ? undefined : secretObject('cluster', namespace, JOIN_SECRET, { token: joinToken }),
    // Nodes pull the images of work with a login from its own namespace.
    ...projects.map((project) => pullSecret('cluster', project, site)),
  ].filter((object) => object !== undefined)
}

/** The join token from its file or from standard input. Throws with exit class `usage` when there is none. */
export async function readJoinToken(
  { joinTokenFile }: { joinTokenFile?: string | undefined },
  stdin: Host['stdin'],
): Promise<string> {
  let text = ''
  if (joinTokenFile !== undefined) text = readFileSync(joinTokenFile, 'utf8')
  else if (stdin.isTTY !== true) for await (const chunk of stdin) text += chunk.toString()
  const token = text.trim()
  if (token === '')
    throw new AirgapError('usage', 'there is no join token', {
      hint: 'take one with "Add cluster" in the console, and name its file in cluster.joinTokenFile, or give it on standard input',
    })
  return token
}
