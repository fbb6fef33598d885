import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet } from '../commands/command-set.ts'

export const installationCommands = {
  licence: (): Commands => commandSet({ cli: { words: ['licence'] }, request: { method: 'GET', path: '/licence' } }),
}
