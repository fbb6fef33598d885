import { text } from 'node:stream/consumers'
import postgres from 'postgres'
import { z } from 'zod'
import { readFrames } from '../backup/framed.ts'
import { scramVerifier } from '../db/scram-verifier.ts'

/** Who has made the bundled database; it has the password of the owner. */
const SUPERUSER = 'fairlead_admin'
const WRONG_PASSWORD = '28P01'

const asked = z.object({ current: z.string().min(1), next: z.string().regex(/^[\w.~-]{16,}$/) })

/**
 * Gives the owner and the superuser of the bundled database another password, both or neither. `input` is a JSON document with `current` and `next`, in frames: no command line shows them. Where the
 * database has taken `next` before, nothing is changed. Answers once `next` opens it and `current` does not. Throws for a database that takes neither.
 */
export async function changePassword(url: string, input: AsyncIterable<Buffer>): Promise<string> {
  const { current, next } = asked.parse(JSON.parse(await text(readFrames(input))))
  const place = new URL(url)
  const owner = decodeURIComponent(place.username)
  const isNew = !(await opens(place, SUPERUSER, next))
  if (isNew) await change(place, current, [owner, SUPERUSER], next)
  for (const user of [owner, SUPERUSER])
    if (!(await opens(place, user, next))) throw new Error(`${user} does not get in with the new password`)
  if (current !== next && (await opens(place, owner, current)))
    throw new Error(`${owner} still gets in with the old password: see what pg_hba.conf of the database trusts`)
  return `${JSON.stringify({ changed: isNew })}\n`
}

async function change(place: URL, current: string, users: readonly string[], next: string): Promise<void> {
  const sql = open(place, SUPERUSER, current)
  try {
    await sql.begin(async (tx) => {
      for (const user of users)
        await tx.unsafe(`alter role "${user.replaceAll('"', '""')}" password '${scramVerifier(next)}'`)
    })
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) throw error
    throw new Error(
      `the database lets ${SUPERUSER} in neither with the password that is kept nor with the new one: somebody has changed it by hand`,
      { cause: error },
    )
  } finally {
    await sql.end({ timeout: 2 })
  }
}

async function opens(place: URL, user: string, password: string): Promise<boolean> {
  const sql = open(place, user, password)
  try {
    await sql`select 1`
    return true
  } catch (error) {
    if ((error as { code?: string }).code === WRONG_PASSWORD) return false
    throw error
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function open({ hostname, port, pathname }: URL, user: string, password: string): postgres.Sql {
  return postgres({
    host: hostname,
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)),
    user,
    password,
    max: 1,
    connect_timeout: 15,
    onnotice: () => undefined,
    connection: { application_name: 'fairlead-password' },
  })
}
