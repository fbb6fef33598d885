import { z } from 'zod'
import { action } from '../api/action.ts'
import { transaction } from '../api/context.ts'
import { Id } from '../common/schemas.ts'
import { AppError } from '../lib/app-error.ts'
import { refuseSecrets } from './internal/refuse-secrets.ts'
import { SubmitWorkload } from './schemas.ts'
import { insertWorkload } from './submit-workload.ts'

export const submitBatch = action({
  name: 'workload.submit-batch',
  summary: 'Submit up to 500 workloads: all of them, or none',
  rest: { method: 'post', path: '/workload-batches', status: 201 },
  allow: 'workload:submit',
  input: z.strictObject({ workloads: z.array(SubmitWorkload).min(1).max(500) }),
  output: z.object({ ids: z.array(Id).describe('in the order given') }),
  run: async (ctx, { workloads }) => {
    for (const { spec } of workloads) refuseSecrets(spec.env, [...spec.command, ...spec.args])
    return await transaction(ctx, async (tx) => {
      const ids: string[] = []
      for (const [index, workload] of workloads.entries()) {
        try {
          ids.push(await insertWorkload(ctx, tx, workload))
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          const issues = error.issues.map(({ path, message }) => ({ path: `workloads.${index}.${path}`, message }))
          const hint = error.hint === null ? {} : { hint: error.hint }
          throw new AppError(error.code, `workloads.${index}: ${error.message}`, { ...hint, issues, cause: error })
        }
      }
      return { ids }
    })
  },
})
