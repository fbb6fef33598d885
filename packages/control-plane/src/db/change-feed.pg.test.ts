import { expect, test } from 'vitest'
import { useDatabase } from '../../test/database.ts'
import { newId } from '../lib/ids.ts'
import { sleep } from '../lib/sleep.ts'
import { feedHead, readFeed } from './change-feed.ts'
import { connectDatabase } from './connect.ts'

const database = useDatabase()

test('a reader misses nothing and sees nothing twice, however late its writers commit', async () => {
  const db = connectDatabase(database.url(), 40)
  const organizationId = newId()
  let cursor = await feedHead(db.system.sql)
  const written = new Set<string>()
  const seen: string[] = []
  let isWriting = true

  async function writer(index: number): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) {
      const entity = `${index}-${turn}`
      const isRolledBack = (index + turn) % 7 === 0
      await db.system.sql
        .begin(async (sql) => {
          await sql`insert into changes (organization_id, topic, entity_id) values (${organizationId}, 'workload', ${entity})`
          await sleep(Math.floor(Math.random() * 25))
          if (isRolledBack) throw new Error('rolled back on purpose')
        })
        .then(
          () => written.add(entity),
          () => undefined,
        )
    }
  }

  async function reader(): Promise<void> {
    for (let quiet = 0; quiet < 10;) {
      const page = await readFeed(db.system.sql, cursor)
      cursor = page.cursor
      seen.push(...page.changes.map((change) => change.entityId))
      quiet = isWriting || page.changes.length > 0 || page.moreSoon ? 0 : quiet + 1
      await sleep(3)
    }
  }

  const reading = reader()
  await Promise.all(Array.from({ length: 32 }, (_, index) => writer(index)))
  isWriting = false
  await reading
  expect(seen.toSorted()).toEqual([...written].toSorted())
  await db.close()
})
