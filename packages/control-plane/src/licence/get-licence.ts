import { z } from 'zod'
import { action } from '../app/action.ts'
import { currentLicence } from './current-licence.ts'
import { LicenceStatus } from './schemas.ts'

export const getLicence = action({
  name: 'licence.get',
  summary: 'The licence of this installation, what of it is used, and what to look after',
  rest: { method: 'get', path: '/licence' },
  allow: 'organization:read',
  input: z.strictObject({}),
  output: LicenceStatus,
  run: async (ctx) => await currentLicence(ctx.app),
})
