import { Command } from 'commander'
import type { App } from '../session/app.ts'
import { sizeLsCommand } from './size/ls.ts'
import { sizeRmCommand } from './size/rm.ts'
import { sizeSetCommand } from './size/set.ts'

/** `fairlead size`. */
export function sizeCommand(app: App): Command {
  return new Command('size')
    .summary('requests and limits in one word')
    .addCommand(sizeLsCommand(app))
    .addCommand(sizeSetCommand(app))
    .addCommand(sizeRmCommand(app))
}
