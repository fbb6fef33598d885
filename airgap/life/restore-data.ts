import type { BackupKeys } from './backup-key.ts'
import type { KeptRelease } from './history.ts'
import type { LifePlace, PlaceWait } from './life-place.ts'
import { parseContents, type ReadBackup } from './open-backup.ts'
import { losses, sendDump } from './send-dump.ts'

/** What is gone when a backup takes the place of the data. */
export interface DataLoss {
  takenAt: string
  /** By table. */
  lines: string[]
}

export interface RestoreDataOptions extends PlaceWait {
  place: LifePlace
  target: KeptRelease
  backup: string
  /** What is in it; it was read to its end. */
  found: ReadBackup
  keys: BackupKeys
  /** Told what is lost; answers whether to go on. Nothing was changed by then. */
  confirm: (loss: DataLoss) => boolean
}

/**
 * Goes back to a release and to the data of a backup. The control plane is stopped meanwhile; what there was is set aside until what was restored is found to be what the backup says, and comes back
 * where it is not. Agents keep their work running and come back afterwards. Throws with the exit class of what went wrong.
 */
export async function restoreData(options: RestoreDataOptions): Promise<DataLoss> {
  const { place, backup, found, keys, target, confirm, say } = options
  const { head, contents } = found
  return await place.withTools({ scratch: false }, async ({ admin }) => {
    const loss = { takenAt: head.takenAt, lines: losses(contents, parseContents(await admin(['contents']))) }
    if (!confirm(loss)) return loss
    say('stopping the control plane; agents and what they run go on')
    await place.whileStopped(options, async () => {
      try {
        say('restoring the database')
        await sendDump(admin, backup, keys, 'replace')
      } catch (error) {
        say('bringing back what was there')
        await admin(['settle', '--keep', 'before'], { isRepair: true })
        throw error
      }
      await admin(['settle', '--keep', 'restored'], { isRepair: true })
    })
    say(`the database holds what the backup says; starting ${target.version}`)
    await place.bringBack(target, options)
    return loss
  })
}
