import { AppError } from '../../lib/app-error.ts'

/** Makes a refusal of one of many say which one. */
export async function naming<T>(index: number | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (index === undefined || !(error instanceof AppError)) throw error
    const issues = error.issues.map(({ path, message }) => ({ path: `workloads.${index}.${path}`, message }))
    const hint = error.hint === null ? {} : { hint: error.hint }
    throw new AppError(error.code, `workloads.${index}: ${error.message}`, { ...hint, issues, cause: error })
  }
}
