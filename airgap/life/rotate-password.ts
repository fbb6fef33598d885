import { randomBytes } from 'node:crypto'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Steps } from '../install/steps.ts'
import { oneDocument } from './frames.ts'
import type { LifePlace, PasswordStore, PlaceWait } from './life-place.ts'

export interface RotatePasswordOptions extends PlaceWait {
  place: LifePlace
  steps: Steps
}

/** Where the password of the bundled database of a place is kept. Throws with exit class `usage` for a site with a database of its own. */
export function requirePasswords({ passwords }: LifePlace): PasswordStore {
  if (passwords !== undefined) return passwords
  throw new AirgapError('usage', 'this site has a database of its own', {
    hint: 'change the password there, write it into the file that backend.database.external.urlFile names, and run ./airgap apply backend',
  })
}

/**
 * Gives the bundled database another password, and the control plane with it. The new one is kept before the database has it and until everybody has it, so that a run that was broken off at any point
 * goes on with the same one when it is run again. Connections that are open stay so; the control plane is started anew at the end. Throws with the exit class of what went wrong.
 */
export async function rotatePassword({ place, steps, ...wait }: RotatePasswordOptions): Promise<void> {
  const store = requirePasswords(place)
  await place.alone('rotate database-password', async () => {
    const asked = await steps.run('password', 'a new password', async () => {
      const { current, next = randomBytes(24).toString('hex') } = await store.read()
      await store.keepNext(next)
      return { current, next }
    })
    await steps.run('password-database', 'the database', () =>
      place.withTools({ scratch: false }, ({ admin }) =>
        admin(['database-password'], { input: oneDocument(JSON.stringify(asked)) }),
      ),
    )
    await steps.run('password-programs', 'what the programs are given', () => store.give(asked.next))
    await steps.run('password-restart', 'starting the control plane anew', () => place.restart(wait))
    await steps.run('password-done', 'forgetting the old one', () => store.forgetNext())
  })
}
