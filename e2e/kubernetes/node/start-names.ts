import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../../../tools/processes/child.ts'
import { addresses } from '../cluster/addresses.ts'
import { kubeconfigPath } from '../cluster/credentials.ts'
import type { RigNetwork } from '../cluster/rig-record.ts'
import { startTracked } from '../cluster/tracked-process.ts'
import { ensureProgram, type Say } from '../programs/ensure-program.ts'

/** How pods call what listens on this machine, such as a control plane that a test has started. */
export const HOST_NAME = 'host.rig.test'

/** Starts the names of a cluster: Services and pods below `cluster.local`, {@link HOST_NAME}, and nothing of the outside world. */
export async function startNames(folder: string, network: RigNetwork, say: Say): Promise<Child> {
  const program = await ensureProgram('coredns', 'newest', say)
  const settings = join(folder, 'Corefile')
  const host = addresses.host(network)
  writeFileSync(
    settings,
    `.:53 {
  bind ${host}
  errors
  hosts {
    ${host} ${HOST_NAME}
    fallthrough
  }
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${kubeconfigPath(folder, 'coredns')}
    pods insecure
    ttl 2
  }
}
`,
  )
  return startTracked(folder, { name: 'coredns', command: program, args: ['-conf', settings] })
}
