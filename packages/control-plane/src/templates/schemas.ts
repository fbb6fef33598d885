import { z } from 'zod'
import { TemplateName } from '../common/pod-schemas.ts'

export const Template = z.object({
  name: z.string(),
  kind: z.string(),
  about: z.string(),
  spec: z.record(z.string(), z.unknown()).describe('what a workload made from it begins with'),
  builtIn: z.boolean().describe('it comes with the product, and nobody here has changed it'),
})
export type Template = z.infer<typeof Template>

export const SetTemplate = z.strictObject({
  template: TemplateName,
  kind: z.string().max(32).default('job'),
  about: z.string().max(500).default(''),
  spec: z.record(z.string(), z.unknown()).describe('as in a workload, without a template of its own'),
})
export const TemplateRef = z.strictObject({ template: TemplateName })
