import { ConflictError } from '@fairlead/sdk'
import { requireDuration } from '../schema/duration.ts'
import type { Resource } from '../schema/resource.ts'
import { settle } from '../schema/settle.ts'
import { Problem } from '../wire/problem.ts'
import type { Fields } from '../wire/value.ts'

const LOG_POLICIES = ['redact', 'relay', 'local', 'stream'] as const
type LogPolicy = (typeof LOG_POLICIES)[number]
const LOG_POLICY: LogPolicy = 'stream'

export const cluster: Resource = {
  about:
    'A cluster that an agent may join. Its trust ends when it is destroyed: what runs there is left to its owner, and its name stays taken. Import it by name or id.',
  attributes: {
    name: { holds: 'string', about: 'Lower-case letters, digits and dashes.', from: 'given', isFixed: true },
    labels: { holds: { mapOf: 'string' }, about: 'What rules of projects and of work go by.', from: 'free' },
    log_policy: {
      holds: 'string',
      about: `What becomes of logs: ${LOG_POLICIES.join(', ')}. Absent: ${LOG_POLICY}.`,
      from: 'free',
    },
    paused: { holds: 'bool', about: 'Whether new work is held back. Absent: no.', from: 'free' },
    token_ttl: {
      holds: 'string',
      about: 'How long the join token is good. Absent: 15 minutes, at most 24 hours.',
      from: 'free',
    },
    join_token: {
      holds: 'string',
      about: 'Good once, for the agent; there after the cluster was made by this configuration. It lies in the state.',
      from: 'told',
      isSecret: true,
    },
    id: { holds: 'string', about: 'Set by the control plane.', from: 'told' },
  },
  validate: (config) => {
    requireDuration('token_ttl', config['token_ttl'])
    const policy = config['log_policy']
    if (typeof policy === 'string' && !LOG_POLICIES.includes(policy as LogPolicy))
      throw new Problem(['log_policy'], `log_policy is "${policy}"`, `It is one of ${LOG_POLICIES.join(', ')}.`)
  },
  read: async (client, before, signal) => {
    const found = await client.clusters.get(before['id'] as string, { signal })
    if (found.state === 'revoked') return undefined
    return {
      name: found.name,
      labels: settle(before['labels'], found.labels, {}),
      log_policy: settle(before['log_policy'], found.logPolicy, LOG_POLICY),
      paused: settle(before['paused'], found.paused, false),
      token_ttl: before['token_ttl'] ?? null,
      join_token: before['join_token'] ?? null,
      id: found.id,
    }
  },
  create: async (client, planned, signal) => {
    const {
      name,
      token_ttl: tokenTtl,
      paused,
    } = planned as { name: string; token_ttl: string | null; paused: boolean | null }
    const { labels, logPolicy } = settingsOf(planned)
    const request = { name, labels, logPolicy, ...(tokenTtl === null ? {} : { tokenTtl }) }
    const made = await client.clusters.create(request, { signal }).catch(async (error: unknown) => {
      if (!(error instanceof ConflictError) || !(await isRevoked())) throw error
      throw new Problem(
        ['name'],
        `the name "${name}" belongs to a cluster whose trust was ended`,
        'It keeps its name with its history: choose another one.',
      )
    })
    const told = { id: made.cluster.id, join_token: made.join.token }
    if (paused !== true) return { told }
    return await client.clusters.update(made.cluster.id, { paused }, { signal }).then(
      () => ({ told }),
      (failed: unknown) => ({ told, failed }),
    )

    async function isRevoked(): Promise<boolean> {
      const found = await client.clusters.get(name, { signal }).catch(() => undefined)
      return found?.state === 'revoked'
    }
  },
  update: async (client, planned, before, signal) => {
    await client.clusters.update(before['id'] as string, settingsOf(planned), { signal })
    return { told: {} }
  },
  remove: async (client, before, signal) => {
    await client.clusters.revoke(before['id'] as string, { signal })
    return []
  },
}

function settingsOf({ labels, log_policy: logPolicy, paused }: Fields) {
  return {
    labels: (labels ?? {}) as Record<string, string>,
    logPolicy: (logPolicy ?? LOG_POLICY) as LogPolicy,
    paused: paused === true,
  }
}
