import { checkAudit } from '../cli/audit-trail.ts'
import { fail, pass, type Check } from './check.ts'

/** I4: whether every line of the trail of this installer follows the one before it. */
export function checkTrail(file: string): Check {
  const what = 'trail of this installer'
  const { lines, head, problem } = checkAudit(file)
  if (problem === undefined) return pass('I4', what, lines === 0 ? 'no line yet' : `${lines} lines, the last ${head}`)
  return fail(
    'I4',
    what,
    problem,
    `compare ${file} with your copy of it: somebody has changed it, or a full disk or a killed run has cut a line off; put it away when you know, and a new one begins`,
  )
}
