import type { PodSecurityContext, SecurityContext } from './kube-types.ts'

/** What Pod Security `restricted` asks of a container. */
export const CONTAINER_SECURITY: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
}

/** What it asks of a pod. The user stays the image's, or the platform's choice, unless the agent's settings name one. */
export function podSecurity(runAsUser: number | undefined): PodSecurityContext {
  return {
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    ...(runAsUser === undefined ? {} : { runAsUser, fsGroup: runAsUser }),
  }
}
