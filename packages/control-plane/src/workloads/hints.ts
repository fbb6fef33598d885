/** What helps after an end, where something better can be said than "read its output". */
const HINTS_OF_END: Readonly<Record<string, string>> = {
  OOM: 'ask for more memory, or raise its limit: --memory 8Gi, --size medium',
  TIMEOUT: 'give it more time: --timeout 4h, or none',
  IMAGE_PULL:
    'check the name of the image, and that its registry can be reached from the cluster: fairlead cluster check NAME --network',
  IMAGE_PULL_SECRET_NOT_FOUND: 'make that secret in the namespace of the project, or name another: --pull-secret NAME',
  ADMISSION_DENIED: 'change what the rule asks for, or place it on another cluster: --cluster NAME',
  NAMESPACE_QUOTA:
    'the owner of the cluster can raise the ResourceQuota of the namespace; or place it elsewhere: --cluster NAME',
  DATA_NOT_FOUND: 'check the path, and the connection with: fairlead connection test NAME',
  DATA_FORBIDDEN: 'check what the secret of the connection may do, with: fairlead connection test NAME',
  CONFIG_INVALID: 'correct what it names, and submit it again',
  POLICY_DENIED: 'see what the owner of the cluster allows with: fairlead cluster get NAME; or place it elsewhere',
}

/** What can be done about a workload that has failed. */
export function hintOfEnd(reason: string | null, name: string): string {
  return HINTS_OF_END[reason ?? ''] ?? `read its output with: fairlead logs ${name}`
}

const HINTS_OF_START: Readonly<Record<string, string>> = {
  IMAGE_PULLING: 'a large image takes minutes the first time on a node',
  VOLUME_PENDING:
    'look at the claims of the namespace: the storage class may have nothing to give, or may bind in another zone',
  WAITING_NODE: 'a node is being added or comes back; if none does, look at: fairlead node ls',
  GANG_INCOMPLETE: 'it starts when all of its replicas are there; those that are not say why in: fairlead get NAME',
}

/** What can be done while a cluster is still starting a workload. */
export function hintOfStart(reason: string | null): string | null {
  return HINTS_OF_START[reason ?? ''] ?? null
}
