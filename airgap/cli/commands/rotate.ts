import { Command, Option } from 'commander'
import { Steps, type Say } from '../../install/steps.ts'
import { openLife } from '../../life/open-life.ts'
import { requirePasswords, rotatePassword } from '../../life/rotate-password.ts'
import { ROTATIONS } from '../../life/rotations.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { timeoutMsOf, timeoutOption } from '../minutes.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap rotate list|database-password`: changing secrets. */
export function rotateCommand(app: App): Command {
  return new Command('rotate')
    .description('change a secret, or list every one with how it is changed')
    .addCommand(listCommand(app))
    .addCommand(databasePasswordCommand(app))
}

function listCommand(app: App): Command {
  return new Command('list').description('every secret, and how it is changed').action(() => {
    const lines = ROTATIONS.flatMap(({ secret, how }) => [secret, `  ${how}`])
    app.tell({ ok: true, rotations: ROTATIONS }, lines.join('\n'))
  })
}

function databasePasswordCommand(app: App): Command {
  return new Command('database-password')
    .description('give the bundled database another password, and the control plane with it')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(timeoutOption('how long the control plane may take to get ready'))
    .action(async ({ file, timeout }: { file: string; timeout: string }) => {
      const timeoutMs = timeoutMsOf(timeout)
      const place = await openLife(app, file)
      const store = requirePasswords(place)
      if ((await place.readRecord()) === undefined)
        throw new AirgapError('preflight', `no control plane is installed ${place.where}`, {
          hint: 'a new installation makes a password of its own',
        })
      await place.requireTools()
      const goesOn = (await store.read()).next !== undefined
      if (app.globals.dryRun === true) {
        app.tell(
          { ok: true, goesOn, changed: false },
          goesOn
            ? 'dry run: a change that was broken off would go on; nothing was changed'
            : 'dry run: the database and the control plane would get a new password, and the control plane would start anew; nothing was changed',
        )
        return
      }
      const say: Say = (line, step) => tellStep(app, line, step)
      const steps = new Steps(say, app.host.now)
      await rotatePassword({ place, steps, timeoutMs, say })
      app.audit('rotate database-password', { where: place.where, goesOn })
      app.tell(
        { ok: true, goesOn, changed: true, steps: steps.done },
        'the database has a new password, and nobody gets in with the old one; the control plane runs with the new one',
      )
    })
}
