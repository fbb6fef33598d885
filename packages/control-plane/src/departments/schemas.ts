import { z } from 'zod'
import { Id, Name, Ref, Time } from '../common/schemas.ts'

export const Department = z.object({ id: Id, name: z.string(), createdAt: Time })
export const CreateDepartment = z.strictObject({ name: Name })
export const DepartmentRef = z.strictObject({ department: Ref })
