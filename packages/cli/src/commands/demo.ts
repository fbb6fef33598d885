import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { demoRemoveCommand } from './demo/remove.ts'
import { demoRunCommand } from './demo/run.ts'
import { demoSeedCommand } from './demo/seed.ts'

/** `fairlead demo`. */
export function demoCommand(app: App): Command {
  return new Command('demo')
    .summary('a site to look at, with a month of work behind it')
    .addCommand(demoSeedCommand(app))
    .addCommand(demoRunCommand(app))
    .addCommand(demoRemoveCommand(app))
}
