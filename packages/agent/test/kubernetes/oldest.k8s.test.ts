import { afterAll, beforeAll, vi } from 'vitest'
import { contractOn } from './contract-on.ts'
import { eachKind, openKinds, type KindsAround } from './each-kind.ts'

vi.setConfig({ testTimeout: 120_000 })

let around: KindsAround

beforeAll(async () => {
  around = await openKinds('oldest')
})

afterAll(async () => {
  await around?.opened.close()
  await around?.cluster.leave()
})

eachKind(() => around)
contractOn('oldest')
