import { commandLine } from '../../lib/shell.ts'

/** Places that are empty at first. */
export type EmptyPlace = 'clusters' | 'departments' | 'workloads' | 'connections' | 'templates' | 'tokens' | 'prices'

/** One thing to do from a shell. */
export interface FirstCommand {
  title: string
  command: string
}

/** Signs in to this control plane, from any machine that reaches it. */
export function loginCommand(origin: string): string {
  return commandLine(['fairlead', 'login'], { url: origin })
}

function make(title: string, ...line: Parameters<typeof commandLine>): FirstCommand {
  return { title, command: commandLine(...line) }
}

/** Work and what it uses belong to a project. */
const TREE: readonly FirstCommand[] = [
  make('Create a department', ['fairlead', 'department', 'add', 'research']),
  make('Create a project in it', ['fairlead', 'project', 'add', 'vision'], { department: 'research' }),
]

/** What fills a place, from a shell, in order. `project` is one of the reader's; absent: the one that the steps make. */
export function firstCommands(place: EmptyPlace, project = 'vision'): FirstCommand[] {
  switch (place) {
    case 'clusters':
      return [
        make('Name a cluster, and keep its token for the agent', ['fairlead', 'cluster', 'add', 'first'], {
          'token-file': 'first.token',
        }),
      ]
    case 'departments':
      return [...TREE]
    case 'workloads':
      return [...TREE, make('Run a command', ['fairlead', 'run'], { project, follow: true }, ['echo', 'hello'])]
    case 'connections':
      return [
        ...TREE,
        make('Name a claim that its clusters have', ['fairlead', 'connection', 'add', 'datasets'], {
          project,
          type: 'pvc',
          set: ['claim=datasets'],
          'read-only': true,
        }),
      ]
    case 'templates':
      return [
        make('Write down what work begins with, and name it', ['fairlead', 'template', 'push', 'nightly'], {
          file: 'spec.yaml',
          kind: 'job',
        }),
      ]
    case 'prices':
      return [make('Say what a GPU hour costs', ['fairlead', 'prices'], { set: '2.40', currency: 'EUR' })]
    case 'tokens':
      return [make('See who you are there', ['fairlead', 'whoami'])]
  }
}
