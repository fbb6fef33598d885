import { z } from 'zod'

/** A refusal. `fatal` precedes the close of the session. */
export const ErrorBody = z.object({
  code: z
    .enum(['unknown_type', 'invalid_body', 'stale_epoch', 'not_accepted', 'unsupported_version', 'limit', 'internal'])
    .catch('internal'),
  message: z.string().max(1024),
  fatal: z.boolean(),
})
export type ErrorBody = z.infer<typeof ErrorBody>
