import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet } from '../commands/command-set.ts'
import type { View } from './view-page.ts'

type Named = Pick<View, 'id' | 'name'>

export function renameViewCommands({ id, name }: Named, wanted: string): Commands {
  return commandSet({
    cli: { words: ['views', 'rename', name, wanted] },
    request: { method: 'PATCH', path: `/views/${id}`, body: { name: wanted } },
  })
}

export function removeViewCommands({ id, name }: Named): Commands {
  return commandSet({
    cli: { words: ['views', 'rm', name] },
    request: { method: 'DELETE', path: `/views/${id}` },
  })
}
