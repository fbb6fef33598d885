import type { Problem } from './problem.ts'
import { saveFile } from './download.ts'

/**
 * Fetches a list as a file and hands it to the reader. Answers how many rows it has. Throws what the control plane refused, and when the answer broke off:
 * a part of a list must not pass for the whole.
 */
export async function fetchCsv(list: string, filter: Readonly<Record<string, unknown>>, name: string): Promise<number> {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(filter)) {
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one))
  }
  const response = await fetch(`/api/v1/${list}.csv?${query}`).catch(() => {
    throw new Error('the control plane does not answer')
  })
  if (!response.ok) throw new Error(await refusalOf(response))
  const file = await response.blob().catch(() => {
    throw new Error('the answer broke off before its end; try again')
  })
  saveFile(`${name}-${new Date().toISOString().slice(0, 10)}.csv`, file)
  return Number(response.headers.get('fairlead-rows'))
}

async function refusalOf(response: Response): Promise<string> {
  const answer = (await response.json().catch(() => undefined)) as { error?: Problem } | undefined
  return answer?.error?.message ?? `the control plane answered with ${response.status}`
}
