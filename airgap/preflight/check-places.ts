import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../cli/host.ts'
import { stateFolder } from '../cli/state.ts'
import { HELM } from '../install/helm.ts'
import { fail, pass, type Check } from './check.ts'

/** B5: the installer may write where it keeps and tells things, and run the Helm of the bundle where that lies. */
export function checkPlaces(host: Host, bundle: string): Check {
  const what = 'folders'
  const state = stateFolder(host)
  for (const [folder, fix] of [
    [host.cwd, 'go to a folder in which this user may write: prepare writes what would be installed into out/'],
    [state, 'give this user that folder, or set FAIRLEAD_AIRGAP_STATE to one that lasts'],
  ] as const) {
    const trouble = cannotWrite(folder)
    if (trouble !== undefined) return fail('B5', what, `${folder}: ${trouble}`, fix)
  }
  try {
    accessSync(join(bundle, HELM), constants.X_OK)
  } catch (error) {
    return fail(
      'B5',
      what,
      `${join(bundle, HELM)}: ${(error as NodeJS.ErrnoException).code ?? 'refused'}`,
      'unpack the bundle on a file system that is mounted without noexec, with tar as this user: Helm is run from there',
    )
  }
  return pass('B5', what, `${host.cwd} and ${state} may be written to, programs run from ${bundle}`)
}

function cannotWrite(folder: string): string | undefined {
  const file = join(folder, `.fairlead-airgap-${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, '', { flag: 'wx' })
    rmSync(file)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'refused'
  }
}
