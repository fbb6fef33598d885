import { openCluster } from '../cluster/rig-cluster.ts'
import { clusterFolder } from '../cluster/rig-record.ts'
import type { Say } from '../programs/ensure-program.ts'
import { startRegistry } from '../registry/start-registry.ts'
import { buildAll } from './build-all.ts'
import { down } from './down.ts'
import { importNode } from './import-node.ts'
import { USAGE, type Command } from './parse-command.ts'
import { printStatus } from './print-status.ts'
import { rights } from './rights.ts'
import { up } from './up.ts'

/** Does what a call asks for. Results go to stdout, progress to `say`. */
export async function runCommand(command: Command, say: Say): Promise<void> {
  switch (command.do) {
    case 'help':
      process.stdout.write(USAGE)
      return
    case 'up':
      return await up(command, say)
    case 'down':
      return await down(command.name, say)
    case 'status':
      return printStatus()
    case 'kubeconfig':
      process.stdout.write(`${openCluster(clusterFolder(command.name)).kubeconfig}\n`)
      return
    case 'registry': {
      const { layout, login } = command
      const registry = await startRegistry(openCluster(clusterFolder(command.name)), {
        layout,
        ...(login === undefined ? {} : { login }),
      })
      say(`serving ${layout} at ${registry.url} until Ctrl-C`)
      return await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
    }
    case 'rights':
      return await rights(command, say)
    case 'import':
      return await importNode(command.name, say)
    case 'build':
      return await buildAll(say)
  }
}
