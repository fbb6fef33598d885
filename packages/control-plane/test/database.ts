import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { TEMPLATE } from './pg-global-setup.ts'
import { OWNER } from '../src/db/embedded/embedded-postgres.ts'

/**
 * A database of this test file's own, cloned from the migrated template, or with nothing in it. Call at the top of the file; `url()` works inside
 * tests.
 */
export function useDatabase(from: 'migrated' | 'nothing' = 'migrated'): { url: () => string } {
  const name = `t_${randomBytes(6).toString('hex')}`
  beforeAll(async () => {
    const sql = postgres(`${inject('pgServer')}/postgres`, { max: 1, onnotice: () => undefined })
    await sql.unsafe(`create database ${name} template ${from === 'migrated' ? TEMPLATE : 'template0'} owner ${OWNER}`)
    await sql.end()
  })
  afterAll(async () => {
    const sql = postgres(`${inject('pgServer')}/postgres`, { max: 1, onnotice: () => undefined })
    await sql.unsafe(`drop database if exists ${name} with (force)`)
    await sql.end()
  })
  return { url: () => `${inject('pgOwner')}/${name}` }
}
