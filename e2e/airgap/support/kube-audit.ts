import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One request to an API server: who did what to which kind of object, and how it was answered. */
export interface Asked {
  user: string
  verb: string
  /** As `deployments.apps` or `pods/exec`. */
  resource: string
  /** Of what belongs to one. */
  namespace?: string
  /** Left out for what is asked of all, and for what is made. */
  name?: string
  code: number
}

interface AuditEvent {
  verb: string
  user: { username: string }
  objectRef?: { resource: string; subresource?: string; apiGroup?: string; namespace?: string; name?: string }
  responseStatus?: { code?: number }
}

/** Flags by which an API server writes down every request, as soon as it is answered, into `folder`. */
export function auditFlags(folder: string): string[] {
  const policy = join(folder, 'audit-policy.json')
  const rules = [{ level: 'Metadata' }]
  writeFileSync(
    policy,
    JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules }),
  )
  return [`--audit-policy-file=${policy}`, `--audit-log-path=${join(folder, 'audit.jsonl')}`]
}

/** Requests for objects. A watch is told when it begins and again when it ends. */
export function readAudit(file: string): Asked[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as AuditEvent)
    .flatMap(({ user, verb, objectRef, responseStatus }) => {
      if (objectRef === undefined) return []
      const { resource, subresource, apiGroup, namespace, name } = objectRef
      const kind = `${resource}${subresource === undefined ? '' : `/${subresource}`}`
      const where = { ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }) }
      const code = responseStatus?.code ?? 0
      return [{ user: user.username, verb, resource: groupedName(kind, apiGroup), ...where, code }]
    })
}

/** As people name a kind: `deployments.apps`. */
export function groupedName(resource: string, group = ''): string {
  return group === '' ? resource : `${resource}.${group}`
}

/** What everybody may ask: who they are, and what they may do. */
export function isAboutSelf({ resource }: Pick<Asked, 'resource'>): boolean {
  return /^self\w+reviews\./.test(resource)
}

/** The kinds of request of one user, each once, as lines in order. */
export function rightsOf(asked: readonly Asked[], user: string): string[] {
  const own = asked.filter((each) => each.user === user)
  return [...new Set(own.map(({ resource, verb }) => `${resource} ${verb}`))].toSorted()
}
