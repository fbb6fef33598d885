import type { Page } from '@playwright/test'
import { expect, test } from './support/console-test.ts'
import { ADMIN } from './support/people.ts'

test.use({ as: 'nobody' })

test('a wrong password is refused without a word on which part was wrong, and what was typed stays', async ({
  page,
  trouble,
}) => {
  trouble.allow(/status of 401/)
  await page.goto('/sign-in')
  await signIn(page, ADMIN.email, 'not the password')
  await expect(page.getByRole('alert')).toContainText(/email or password/i)
  await expect(page.getByLabel('Email')).toHaveValue(ADMIN.email)
})

test('a page behind the door asks for the sign-in and is there afterwards; after the sign-out it asks again', async ({
  page,
  trouble,
}) => {
  trouble.allow(/status of 401/)
  await page.goto('/clusters/atlas')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signIn(page, ADMIN.email, ADMIN.password)
  await expect(page.getByRole('heading', { level: 1, name: 'atlas' })).toBeVisible()

  await page.getByRole('button', { name: `account of ${ADMIN.name}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goto('/clusters/atlas')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('where one goes after the sign-in is a page of ours, whatever the address says', async ({
  page,
  trouble,
  house,
}) => {
  trouble.allow(/status of 401/)
  await page.goto(`/sign-in?next=${encodeURIComponent('//elsewhere.example/')}`)
  await signIn(page, ADMIN.email, ADMIN.password)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  expect(new URL(page.url()).origin).toBe(house.plane.url)
})

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
