import { ConflictError } from '@fairlead/sdk'
import { durationText, isSameDuration, requireDuration } from '../schema/duration.ts'
import type { Resource } from '../schema/resource.ts'
import { settle } from '../schema/settle.ts'
import { Problem } from '../wire/problem.ts'
import type { Fields } from '../wire/value.ts'
import { labelRules, labelRulesRequest, settleLabelRules } from './label-rules.ts'

/** How long a silent cluster keeps its runs where a project says nothing. */
const LOST_AFTER = '30m'

export const project: Resource = {
  about:
    'A project: who works together, in one namespace of each cluster. It is archived when it is destroyed, and its name stays taken. Import it by name or id.',
  attributes: {
    name: { holds: 'string', about: 'Lower-case letters, digits and dashes.', from: 'given', isFixed: true },
    department: { holds: 'string', about: 'Name or id of its department.', from: 'given', isFixed: true },
    description: { holds: 'string', about: 'For people.', from: 'free' },
    namespace: {
      holds: 'string',
      about: 'Where its runs live in each cluster. Absent: the name.',
      from: 'either',
      isFixed: true,
    },
    lost_after: {
      holds: 'string',
      about: `How long a silent cluster keeps its runs. Absent: ${LOST_AFTER}.`,
      from: 'free',
    },
    cluster_rules: labelRules,
    id: { holds: 'string', about: 'Set by the control plane.', from: 'told' },
  },
  validate: (config) => requireDuration('lost_after', config['lost_after']),
  read: async (client, before, signal) => {
    const found = await client.projects.get(before['id'] as string, { signal })
    if (found.archivedAt !== null) return undefined
    return {
      name: found.name,
      department: before['department'] === found.department.id ? found.department.id : found.department.name,
      description: settle(before['description'], found.description, ''),
      namespace: found.namespace,
      lost_after: settle(before['lost_after'], durationText(found.lostAfterSeconds), LOST_AFTER, isSameDuration),
      cluster_rules: settleLabelRules(before['cluster_rules'], found.clusterRules),
      id: found.id,
    }
  },
  create: async (client, planned, signal) => {
    const { name, department, namespace } = planned as Record<string, string>
    const fixed = { name: name!, department: department!, ...(typeof namespace === 'string' ? { namespace } : {}) }
    try {
      const made = await client.projects.create({ ...fixed, ...settingsOf(planned) }, { signal })
      return { told: { id: made.id, namespace: made.namespace } }
    } catch (error) {
      if (!(error instanceof ConflictError) || !(await isArchived())) throw error
      throw new Problem(
        ['name'],
        `the name "${name}" belongs to a project that was archived`,
        'It keeps its name with its history: choose another one.',
      )
    }

    async function isArchived(): Promise<boolean> {
      const found = await client.projects.get(name!, { signal }).catch(() => undefined)
      return typeof found?.archivedAt === 'string'
    }
  },
  update: async (client, planned, before, signal) => {
    await client.projects.update(before['id'] as string, settingsOf(planned), { signal })
    return { told: {} }
  },
  remove: async (client, before, signal) => {
    await client.projects.archive(before['id'] as string, { signal })
    return []
  },
}

function settingsOf({ description, lost_after: lostAfter, cluster_rules: rules }: Fields) {
  return {
    description: (description ?? '') as string,
    lostAfter: (lostAfter ?? LOST_AFTER) as string,
    clusterRules: labelRulesRequest(rules),
  }
}
