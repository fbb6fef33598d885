import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent, startPlane, temporaryFolder, testLogger } from '../../test/in-process-agent.ts'
import { fastClock } from '../../test/fast-clock.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import { loadAgentKey } from '../identity/agent-key.ts'
import { folderStore } from '../identity/identity-store.ts'
import { systemClock } from '../lib/clock.ts'
import { createEndpoint } from '../link/endpoint.ts'
import { enrol, type EnrolOptions } from './enrol.ts'
import { readJoinToken } from './read-join-token.ts'

async function options(url: string, token: string, stateDir = temporaryFolder()): Promise<EnrolOptions> {
  return {
    endpoint: createEndpoint({ url, env: {} }),
    key: await loadAgentKey(folderStore(stateDir)),
    token,
    clusterUid: 'host-1',
    driver: 'simulated',
    agentVersion: '0.1.0',
    clock: systemClock,
    random: () => 0,
    log: testLogger(),
    signal: new AbortController().signal,
  }
}

test.concurrent('a join token becomes an identity, with a proof that names token, nonce and receiver', async () => {
  const plane = await startPlane()
  const identity = await enrol(await options(plane.origin, plane.newToken()))
  expect(identity).toMatchObject({ clusterId: plane.cluster.id, clusterName: 'test', controlPlane: plane.origin })
})

test.concurrent('the key is on disk, for its owner alone, before the first call', async () => {
  const stateDir = temporaryFolder()
  const { thumbprint } = await loadAgentKey(folderStore(stateDir))
  expect(statSync(join(stateDir, 'agent-key.json')).mode & 0o777).toBe(0o600)
  expect((await loadAgentKey(folderStore(stateDir))).thumbprint).toBe(thumbprint)
})

test.concurrent('when the answer of a done enrolment is lost, asking again with the same key succeeds', async () => {
  const plane = await startPlane()
  plane.mischief.loseEnrolReplies = 2
  const identity = await enrol({ ...(await options(plane.origin, plane.newToken())), clock: fastClock(20) })
  expect(identity.clusterId).toBe(plane.cluster.id)
  expect(plane.enrolments).toHaveLength(3)
  expect(plane.cluster.keys.size).toBe(1)
})

test.concurrent('a token that another key has used, or that is unknown or expired, is refused for good with a sentence', async () => {
  const plane = await startPlane()
  const token = plane.newToken()
  await enrol(await options(plane.origin, token))
  await expect(enrol(await options(plane.origin, token))).rejects.toThrow(
    'refused the enrolment: the join token was used ask for another one',
  )
  await expect(enrol(await options(plane.origin, `${token}-other`))).rejects.toThrow('the join token is not good')
  const old = plane.newToken()
  plane.tokens.set(old, { isExpired: true })
  await expect(enrol(await options(plane.origin, old))).rejects.toThrow('the join token is not good')
  expect(plane.enrolments).toHaveLength(4)
})

test.concurrent('a wrong clock does not keep an agent from enrolling', async () => {
  const plane = await startPlane()
  const clock = new ManualClock()
  expect(Math.abs(clock.now() - Date.now())).toBeGreaterThan(3_600_000)
  const identity = await enrol({ ...(await options(plane.origin, plane.newToken())), clock })
  expect(identity.clusterId).toBe(plane.cluster.id)
})

test.concurrent('while the control plane is away the agent goes on asking, in windows', async () => {
  const plane = await startPlane()
  const { origin } = plane
  await plane.stop()
  const clock = new ManualClock()
  const stopping = new AbortController()
  const lines: string[] = []
  const settings = await options(origin, 'x'.repeat(30))
  const done = enrol({ ...settings, clock, signal: stopping.signal, log: testLogger(lines) }).catch(
    (error: Error) => error,
  )
  for (let round = 0; round < 40 && lines.length < 4; round += 1) {
    await clock.advance(2_000)
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
  stopping.abort()
  expect(await done).toMatchObject({ message: 'stopped before enrolment was done' })
  expect(lines.length).toBeGreaterThanOrEqual(4)
})

test.concurrent('a restart needs no token', async () => {
  const plane = await startPlane()
  const first = await startAgent({ plane })
  await first.stop()
  const second = await startAgent({ plane, stateDir: first.stateDir, settings: { joinTokenFile: undefined } })
  expect(second.clusterId).toBe(first.clusterId)
  expect(plane.enrolments).toHaveLength(1)
})

test.concurrent('a state folder of one control plane is not used for another', async () => {
  const [plane, other] = [await startPlane(), await startPlane()]
  const first = await startAgent({ plane })
  await first.stop()
  await expect(startAgent({ plane: other, stateDir: first.stateDir })).rejects.toThrow('belongs to the cluster test of')
})

test.concurrent('a control plane that has moved keeps its agents, when they are told where it was', async () => {
  const [plane, moved] = [await startPlane(), await startPlane()]
  const first = await startAgent({ plane })
  await first.stop()
  const told = { joinTokenFile: undefined, controlPlaneFormerUrl: plane.origin }
  const second = await startAgent({ plane: moved, stateDir: first.stateDir, settings: told })
  expect(second.clusterId).toBe(first.clusterId)
  await second.stop()
  // From now on it knows the new place by itself.
  const third = await startAgent({ plane: moved, stateDir: first.stateDir, settings: { joinTokenFile: undefined } })
  expect(third.clusterId).toBe(first.clusterId)
})

test.concurrent('an agent that has not enrolled and has no token says what it needs', async () => {
  const plane = await startPlane()
  await expect(startAgent({ plane, settings: { joinTokenFile: undefined } })).rejects.toThrow('give it a join token')
})

test.concurrent('a file that does not hold a token is refused before anything is called', () => {
  const path = join(temporaryFolder(), 'token')
  writeFileSync(path, 'short')
  expect(() => readJoinToken(path)).toThrow('does not hold a join token')
  expect(() => readJoinToken(`${path}-missing`)).toThrow('cannot be read')
  writeFileSync(path, `${'t'.repeat(40)}\n`)
  expect(readJoinToken(path)).toBe('t'.repeat(40))
})
