import { PERMISSIONS, ROLE_TABLE, ROLES } from '@fairlead/control-plane/permissions'
import { expect, test } from 'vitest'
import { effectiveAccess, grantText, lostBetween, type Grant } from './effective-access.ts'

const ID = '019a2f6e-0000-7000-8000-000000000002'
const grant = (role: Grant['role'], kind: Grant['scope']['kind'], name = 'vision'): Grant => ({
  role,
  scope: { kind, id: ID, name },
})

test('each role gives exactly what the table of roles says, and each permission names what it comes with', () => {
  for (const role of ROLES) {
    const [kind] = ROLE_TABLE[role].at
    const access = effectiveAccess([grant(role, kind ?? 'organization')])
    expect(access.map(({ permission }) => permission)).toEqual(PERMISSIONS)
    for (const { permission, by } of access)
      expect(by.length > 0, `${role} ${permission}`).toBe(ROLE_TABLE[role].permissions.includes(permission))
  }
  expect(effectiveAccess([]).every(({ by }) => by.length === 0)).toBe(true)
})

test('of several roles the widest is named first', () => {
  const access = effectiveAccess([grant('researcher', 'project'), grant('viewer', 'organization', 'default')])
  expect(access.find(({ permission }) => permission === 'workload:read')?.by.map(grantText)).toEqual([
    'viewer',
    'researcher of vision',
  ])
})

test('what is lost is what no other role gives', () => {
  const [admin, viewer] = [grant('admin', 'organization'), grant('viewer', 'project')]
  expect(lostBetween([admin, viewer], [viewer])).toContain('user:write')
  expect(lostBetween([admin, viewer], [viewer])).not.toContain('workload:read')
  expect(lostBetween([admin, viewer], [admin])).toEqual([])
})
