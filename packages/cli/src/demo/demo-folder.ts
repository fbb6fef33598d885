import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Host } from '../host.ts'

/** Where the agent of a demo's cluster keeps its key and what it knows: `~/.local/state/fairlead/demo/ID`, or below `XDG_STATE_HOME`. */
export function demoFolder(env: Host['env'], clusterId: string): string {
  const home = env['HOME'] || homedir()
  return join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'fairlead', 'demo', clusterId)
}
