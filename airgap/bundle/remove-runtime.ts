import { rmSync } from 'node:fs'
import { basename } from 'node:path'

/** Removes, when this program ends, the folder that the launcher has unpacked Node into. */
export function removeRuntimeAtExit(): void {
  const folder = process.env['FAIRLEAD_AIRGAP_RUNTIME']
  if (folder === undefined || !/^fairlead-airgap\.\d+$/.test(basename(folder))) return
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
}
