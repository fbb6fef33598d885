import type { Resource } from '../schema/resource.ts'
import { cluster } from './cluster.ts'
import { department } from './department.ts'
import { project } from './project.ts'
import { quota } from './quota.ts'

/** Every kind of object of this provider, by the name that configurations use. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
  fairlead_cluster: cluster,
  fairlead_department: department,
  fairlead_project: project,
  fairlead_quota: quota,
}
