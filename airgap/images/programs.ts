import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { bundleProgram, type BundledProgram } from './bundle-program.ts'

interface Program {
  /** The folder of its package.json. */
  home: string
  /** From {@link home}, by the name of the file that is made. */
  entries: Readonly<Record<string, string>>
  /** Compiled modules, which lie beside it. */
  external: readonly string[]
  /** It is carried in every delta, and what goes wrong in it is told in sentences: names of its own need not be long. */
  hasShortNames?: true
}

/** Every program of ours that leaves the checkout as JavaScript. */
export const PROGRAMS = {
  'control-plane': {
    home: 'packages/control-plane',
    entries: { main: 'src/main.ts', admin: 'src/admin.ts' },
    external: ['@node-rs/argon2'],
  },
  agent: { home: 'packages/agent', entries: { main: 'src/main.ts', probe: 'src/probe.ts' }, external: [] },
  cli: { home: 'packages/cli', entries: { main: 'src/main.ts' }, external: [], hasShortNames: true },
  'terraform-provider': { home: 'packages/terraform-provider', entries: { main: 'src/main.ts' }, external: [] },
  /** What starts in a bundle by its launchers; they share pieces. */
  bundle: {
    home: 'airgap',
    entries: {
      airgap: 'cli/main.ts',
      fairlead: 'bundle/fairlead-entry.ts',
      'terraform-provider-fairlead': 'bundle/terraform-provider-entry.ts',
    },
    external: [],
    hasShortNames: true,
  },
} as const satisfies Record<string, Program>
export type ProgramName = keyof typeof PROGRAMS

const made = new Map<ProgramName, Promise<BundledProgram>>()

/** The files of a program, made once in a process. */
export function programOf(name: ProgramName): Promise<BundledProgram> {
  const there = made.get(name)
  if (there) return there
  const { home, entries, external, hasShortNames }: Program = PROGRAMS[name]
  const paths = Object.entries(entries).map(([file, path]) => [file, join(ROOT, home, path)] as const)
  const program = bundleProgram(Object.fromEntries(paths), { external, hasShortNames })
  made.set(name, program)
  return program
}
