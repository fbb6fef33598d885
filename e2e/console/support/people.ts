import { request } from '@playwright/test'

export interface Person {
  email: string
  name: string
  password: string
}

export const ADMIN: Person = { email: 'kim@example.com', name: 'Kim Larsen', password: 'harbour lights at dusk' }
export const VIEWER: Person = { email: 'vera@example.com', name: 'Vera Okoye', password: 'looking is not touching' }

/** Answers a one-time link as somebody would in the browser. */
export async function redeem(link: string, person: Person): Promise<void> {
  const { origin, hash } = new URL(link)
  await post(origin, '/api/v1/setup-links/redeem', { link: hash.slice(1), ...person })
}

/** What a browser keeps of somebody who has signed in. */
export async function sessionOf(url: string, { email, password }: Person) {
  return await post(url, '/api/v1/sessions', { email, password })
}

async function post(baseURL: string, path: string, data: Record<string, string>) {
  const context = await request.newContext({ baseURL })
  try {
    const response = await context.post(path, { data })
    if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`)
    return await context.storageState()
  } finally {
    await context.dispose()
  }
}
