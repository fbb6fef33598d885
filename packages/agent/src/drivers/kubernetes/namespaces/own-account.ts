import type { KubeApi } from '../api/kube-api.ts'

export type Account = { kind: 'ServiceAccount'; name: string; namespace: string }

/** Who the agent is to the API; undefined when it is no ServiceAccount. */
export async function ownAccount(api: KubeApi): Promise<Account | undefined> {
  const { status } = await api.send<{ status?: { userInfo?: { username?: string } } }>({
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
  })
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(status?.userInfo?.username ?? '') ?? []
  return namespace === undefined || name === undefined ? undefined : { kind: 'ServiceAccount', name, namespace }
}
