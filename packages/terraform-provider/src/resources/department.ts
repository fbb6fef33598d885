import { ConflictError } from '@fairlead/sdk'
import type { Resource } from '../schema/resource.ts'
import type { Fields } from '../wire/value.ts'

export const department: Resource = {
  about:
    'A department: the upper level of the quota tree. One that had projects stays when it is destroyed, and is no longer managed. Import it by name or id.',
  attributes: {
    name: { holds: 'string', about: 'Lower-case letters, digits and dashes.', from: 'given', isFixed: true },
    id: { holds: 'string', about: 'Set by the control plane.', from: 'told' },
  },
  read: async (client, before, signal) => {
    const all = await client.departments.list({ signal })
    const found = all.find(({ id, name }) => id === before['id'] || name === before['id'])
    return found && ({ name: found.name, id: found.id } satisfies Fields)
  },
  create: async (client, planned, signal) => {
    const { id } = await client.departments.create({ name: planned['name'] as string }, { signal })
    return { told: { id } }
  },
  remove: async (client, before, signal) => {
    const { id, name } = before as { id: string; name: string }
    try {
      await client.departments.delete(id, { signal })
      return []
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error
      const inside = await client.projects.list({ department: id }, { signal })
      if (inside.some(({ archivedAt }) => archivedAt === null)) throw error
      return [`the department "${name}" stays: its archived projects keep the history of their work there`]
    }
  },
}
