import { z } from 'zod'
import { Id, Ref, Time } from '../common/schemas.ts'

export const VIEW_PAGES = ['workloads', 'audit'] as const
export const VIEW_SCOPES = ['personal', 'project', 'organization'] as const

const ViewName = z.string().trim().min(1).max(60)
/** The state of a page. Small: it is what an address holds. */
const ViewSearch = z
  .record(z.string().max(40), z.unknown())
  .refine((search) => JSON.stringify(search).length <= 4000, 'at most 4000 characters')
  .describe('the fields of the address of the page, and of a list its columns: hidden, order, widths')

export const View = z.object({
  id: Id,
  page: z.enum(VIEW_PAGES),
  name: z.string(),
  scope: z.enum(VIEW_SCOPES).describe('who sees it: its owner, readers of the project, everybody'),
  project: z.object({ id: Id, name: z.string() }).nullable(),
  owner: z.object({ id: Id, name: z.string() }),
  search: z.record(z.string(), z.unknown()),
  canChange: z.boolean().describe('by the one who asks'),
  updatedAt: Time,
})
export type View = z.infer<typeof View>

export const ListViews = z.strictObject({ page: z.enum(VIEW_PAGES).optional() })
export const ViewId = z.strictObject({ viewId: Id })
export const CreateView = z.strictObject({
  page: z.enum(VIEW_PAGES).default('workloads'),
  name: ViewName,
  scope: z.enum(VIEW_SCOPES).default('personal'),
  project: Ref.optional().describe('whose readers see it; with `scope` project'),
  search: ViewSearch,
})
export const UpdateView = z.strictObject({
  viewId: Id,
  name: ViewName.optional(),
  scope: z.enum(VIEW_SCOPES).optional(),
  project: Ref.optional().describe('with `scope` project'),
  search: ViewSearch.optional(),
})
