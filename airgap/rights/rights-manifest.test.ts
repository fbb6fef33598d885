import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { mergeRights, nameRight, type Right } from './right.ts'
import { rightsManifest, rightsObjects } from './rights-manifest.ts'
import { handedOnRights, rightsOfPlan } from './rights-of-plan.ts'

const NAMESPACE = 'fairlead'
const right = (more: Partial<Right>): Right => ({ group: '', resource: 'pods', verbs: ['get'], why: 'looks', ...more })

test('rights for the same objects are one rule, with every verb and reason once', () => {
  const found = mergeRights([
    right({ namespace: 'b', verbs: ['list', 'get'] }),
    right({ namespace: 'b', verbs: ['create'], why: 'makes' }),
    right({ namespace: 'b', why: 'looks' }),
    right({ namespace: 'b', names: ['z', 'a'] }),
    right({ group: 'apps', resource: 'deployments' }),
  ])
  expect(found.map(nameRight)).toEqual(['get deployments.apps', 'create, get, list pods in b', 'get pods a, z in b'])
  expect(found[1]?.why).toBe('looks; makes')
})

test('in the namespace of a phase all of a kind is its own, elsewhere the objects by their names alone', () => {
  const secret = (namespace?: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', ...(namespace === undefined ? {} : { namespace }) },
  })
  const rendered = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: a }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: b, annotations: { helm.sh/hook: 'pre-install,pre-upgrade' } }
---
apiVersion: v1
kind: Pod
metadata: { name: c, annotations: { helm.sh/hook: test } }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: d }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: e, namespace: vision }
rules: [{ apiGroups: [''], resources: [pods, pods/log], resourceNames: [x], verbs: [get] }]
`
  const plan = { namespace: NAMESPACE, objects: [secret(), secret('vision')], rendered }
  expect(mergeRights(rightsOfPlan(plan)).map(nameRight).toSorted()).toEqual([
    'create roles.rbac.authorization.k8s.io in vision',
    'create secrets in vision',
    'create validatingadmissionpolicies.admissionregistration.k8s.io',
    'create, delete, get, list, patch, watch networkpolicies.networking.k8s.io in fairlead',
    'create, delete, get, patch poddisruptionbudgets.policy in fairlead',
    'create, delete, get, patch secrets in fairlead',
    'delete, get, patch roles.rbac.authorization.k8s.io e in vision',
    'delete, get, patch secrets login in vision',
    'delete, get, patch validatingadmissionpolicies.admissionregistration.k8s.io d',
  ])
  expect(handedOnRights(plan).map(nameRight)).toEqual(['get pods x in vision', 'get pods/log x in vision'])
})

test('a manifest has a Role for each namespace and a ClusterRole for the rest, each rule below its reason, and what is handed on by itself', () => {
  const rights = {
    used: [right({ namespace: NAMESPACE }), right({ resource: 'nodes', verbs: ['list'], why: 'counts them' })],
    handedOn: [right({ resource: 'nodes', verbs: ['list'], why: 'handed on' })],
  }
  const granted = { phase: 'cluster', namespace: NAMESPACE, rights, user: 'kim' } as const
  const objects = rightsObjects(granted)
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`)).toEqual([
    'Role fairlead/fairlead-installer-cluster',
    'RoleBinding fairlead/fairlead-installer-cluster',
    'ClusterRole /fairlead-installer-cluster.fairlead',
    'ClusterRoleBinding /fairlead-installer-cluster.fairlead',
    'ClusterRole /fairlead-installer-cluster-hands-on.fairlead',
    'ClusterRoleBinding /fairlead-installer-cluster-hands-on.fairlead',
  ])
  const text = rightsManifest(granted)
  expect(parseAllDocuments(text).map((document) => document.toJS() as unknown)).toEqual(objects)
  expect(text).toContain("  # counts them\n  - apiGroups: ['']\n    resources: [nodes]\n    verbs: [list]\n")
  expect(text.match(/# counts them/g)).toHaveLength(1)
})

test('who gets them is a user, an account that is there, or one that comes along', () => {
  const rights = { used: [right({})], handedOn: [] }
  const subjectsFor = (user?: string) =>
    rightsObjects({ phase: 'backend', namespace: NAMESPACE, rights, ...(user === undefined ? {} : { user }) }).flatMap(
      (object): object[] =>
        object.kind === 'ServiceAccount' ? [object.metadata] : ((object['subjects'] ?? []) as object[]),
    )
  const group = { apiGroup: 'rbac.authorization.k8s.io' }
  expect(subjectsFor('kim@site')).toEqual([{ kind: 'User', ...group, name: 'kim@site' }])
  expect(subjectsFor('system:serviceaccount:ci:robot')).toEqual([
    { kind: 'ServiceAccount', name: 'robot', namespace: 'ci' },
  ])
  const own = { kind: 'ServiceAccount', name: 'fairlead-installer', namespace: NAMESPACE }
  const account = expect.objectContaining({ name: 'fairlead-installer', namespace: NAMESPACE })
  expect(subjectsFor()).toEqual([account, own])
})
