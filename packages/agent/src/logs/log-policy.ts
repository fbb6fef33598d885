import type { Welcome } from '@fairlead/protocol'

type LogPolicy = Welcome['logPolicy']

/** From what lets nothing out to what lets most out. */
const ORDER: readonly LogPolicy[] = ['local', 'redact', 'relay', 'stream']

/** What both the control plane and the cluster's owner allow. */
export function stricterLogPolicy(asked: LogPolicy, allowed: LogPolicy | undefined): LogPolicy {
  if (allowed === undefined) return asked
  return ORDER.indexOf(asked) <= ORDER.indexOf(allowed) ? asked : allowed
}
