import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { chartFolder } from './helm.ts'
import type { Manifest } from './manifest.ts'

/** One verb on one resource, where it holds. */
export interface Right {
  scope: string
  group: string
  resource: string
  names: string
  verb: string
}

interface Source {
  group: string
  resource: string
  option?: string
  names?: string
  verbs: Record<string, string>
}

const PLACES = { own: 'namespace of the agent', project: 'each project namespace', cluster: 'cluster' } as const

/** What each word of `names` in rights.yaml stands for. */
const NAMES: Record<string, string> = {
  identity: 'the Secret of its key',
  lease: 'its Lease',
  checked: '`secrets.names`',
  kubeSystem: '`kube-system`',
  projectRole: 'the role of project namespaces',
}

/** The rights that rendered Roles and ClusterRoles give, by where they hold. */
export function rightsIn(objects: readonly Manifest[]): Right[] {
  return objects
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap((role) =>
      (role.rules ?? []).flatMap(({ apiGroups, resources, resourceNames = [], verbs }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            verbs.map((verb) => ({ scope: scopeOf(role), group, resource, names: resourceNames.join(', '), verb })),
          ),
        ),
      ),
    )
}

function scopeOf({ metadata }: Manifest): string {
  if (metadata.name.endsWith('.project')) return 'project'
  return metadata.namespace === undefined ? 'cluster' : 'own'
}

/** The rights that the chart's rights.yaml states. */
export function statedRights(): (Right & { option: string; reason: string })[] {
  const source = parse(readFileSync(join(chartFolder('fairlead-agent'), 'rights.yaml'), 'utf8')) as Record<
    keyof typeof PLACES,
    Source[]
  >
  return (['own', 'project', 'cluster'] as const).flatMap((scope) =>
    source[scope].flatMap(({ group, resource, option = '', names = '', verbs }) =>
      Object.entries(verbs).map(([verb, reason]) => ({ scope, group, resource, names, verb, option, reason })),
    ),
  )
}

/** The stated rights as a document for whoever has to allow them. */
export function rightsTable(): string {
  const sections = Object.entries(PLACES).map(([scope, place]) => {
    const rows = statedRights()
      .filter((right) => right.scope === scope)
      .map(({ group, resource, names, verb, option, reason }) =>
        [group || 'core', resource, names && NAMES[names], verb, option && `\`${option}\``, reason].join(' | '),
      )
    const head = '| Group | Resource | Only | Verb | Given with | Reason |\n|---|---|---|---|---|---|'
    return `## In the ${place}\n\n${head}\n${rows.map((row) => `| ${row} |`).join('\n')}\n`
  })
  return `# Rights of the agent\n\n${INTRODUCTION}\n\n${sections.join('\n')}`.replaceAll(
    'In the each project namespace',
    'In each project namespace',
  )
}

const INTRODUCTION = `Made from \`rights.yaml\`, from which the Roles are made, too. A right without a word under "Given with" is always given; others only with that
value of the chart: \`kubelet.direct\` and \`kubelet.proxy\` are \`clusterRead.kubelet\`, all others are named as they are. "Only" says to which objects a
right is bound.

Never asked for: \`*\`, \`escalate\`, \`impersonate\`, \`list\` or \`watch\` of Secrets, and any right on persistent volumes, webhooks, roles or role bindings but
for the one fenced exception of \`namespaces.create\`. Two things follow from what is asked for, and no Role can prevent them: whoever makes Jobs in a namespace can have them
mount any Secret of that namespace and run them with any of its ServiceAccounts. Keep in project namespaces only what its runs may use.`
