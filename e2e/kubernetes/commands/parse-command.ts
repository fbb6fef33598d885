import { parseArgs } from 'node:util'
import { isClusterName } from '../cluster/rig-record.ts'
import { NODE_SHAPES, type NodeShapeName } from '../kwok/node-shapes.ts'
import { KUBERNETES_VERSIONS, type KubernetesRelease } from '../programs/catalog.ts'

export const USAGE = `A real Kubernetes on this machine, for tests.

  pnpm rig up [--name NAME] [--version newest|oldest] [--kwok-nodes N [--gpu SHAPE]] [--real-node ...]
  pnpm rig down [--name NAME]         one cluster, or all of them
  pnpm rig status
  pnpm rig kubeconfig [NAME]          prints where it is: export KUBECONFIG="$(pnpm -s rig kubeconfig)"
  pnpm rig registry --layout FOLDER [--name NAME] [--login USER:PASSWORD]
  pnpm rig rights --namespace PROJECT ... [--name NAME]
                                      prints a kubeconfig with what the agent's chart gives
  pnpm rig import [--name NAME]       puts an image with Node on real nodes, and prints its name
  pnpm rig build                      compiles every program that is not in the cache

--version is ${Object.entries(KUBERNETES_VERSIONS)
  .map(([release, version]) => `${release} (${version})`)
  .join(' or ')}. \`up\` on a cluster that runs adds nodes to it.
--gpu is one of ${Object.keys(NODE_SHAPES).join(', ')}.
--real-node may be given several times; it needs root.
`

export class UsageError extends Error {
  override name = 'UsageError'
}

export type Command =
  | { do: 'help' | 'status' | 'build' }
  | {
      do: 'up'
      name: string
      /** Absent: the newest for a new cluster, and any for one that runs. */
      release: KubernetesRelease | undefined
      kwokNodes: number
      shape: NodeShapeName
      realNodes: number
    }
  | { do: 'down'; name: string | undefined }
  | { do: 'kubeconfig' | 'import'; name: string }
  | { do: 'rights'; name: string; namespaces: string[] }
  | { do: 'registry'; name: string; layout: string; login: { user: string; password: string } | undefined }

const DEFAULT_NAME = 'rig'

/** Reads the words of a call. Throws {@link UsageError}. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args)
  const [verb = 'help', ...rest] = positionals
  const name = values.name ?? DEFAULT_NAME
  if (!isClusterName(name))
    throw new UsageError(`--name is ${name}, and may be up to 31 small letters, digits and dashes`)
  if (values.help || verb === 'help') return { do: 'help' }
  if (rest.length > (verb === 'kubeconfig' ? 1 : 0)) throw new UsageError(`what is ${rest.at(-1)}?\n\n${USAGE}`)
  switch (verb) {
    case 'status':
    case 'build':
      return { do: verb }
    case 'down':
      return { do: 'down', name: values.name }
    case 'kubeconfig':
      return { do: 'kubeconfig', name: rest[0] ?? name }
    case 'import':
      return { do: 'import', name }
    case 'rights':
      if (!values.namespace?.length) throw new UsageError('--namespace is missing: where the agent may run something')
      return { do: 'rights', name, namespaces: values.namespace }
    case 'registry':
      if (values.layout === undefined) throw new UsageError('--layout is missing: the folder with the images')
      return { do: 'registry', name, layout: values.layout, login: loginOf(values.login) }
    case 'up':
      return {
        do: 'up',
        name,
        release: values.version === undefined ? undefined : oneOf('--version', values.version, KUBERNETES_VERSIONS),
        kwokNodes: count(values['kwok-nodes'] ?? '0'),
        shape: oneOf('--gpu', values.gpu ?? 'cpu', NODE_SHAPES),
        realNodes: values['real-node']?.length ?? 0,
      }
    default:
      throw new UsageError(`there is no command ${verb}\n\n${USAGE}`)
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        name: { type: 'string' },
        version: { type: 'string' },
        'kwok-nodes': { type: 'string' },
        gpu: { type: 'string' },
        'real-node': { type: 'boolean', multiple: true },
        layout: { type: 'string' },
        login: { type: 'string' },
        namespace: { type: 'string', multiple: true },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

function oneOf<T extends string>(flag: string, value: string, known: Record<T, unknown>): T {
  if (!Object.hasOwn(known, value))
    throw new UsageError(`${flag} is ${value}, and may be ${Object.keys(known).join(', ')}`)
  return value as T
}

function count(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new UsageError(`--kwok-nodes is ${text}, and may be a number up to 9999`)
  return Number(text)
}

function loginOf(text: string | undefined): { user: string; password: string } | undefined {
  if (text === undefined) return undefined
  const [user, password] = text.split(':')
  if (!user || !password) throw new UsageError('--login is to be USER:PASSWORD')
  return { user, password }
}
