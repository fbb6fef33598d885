import type { UseFormReturnType } from '@mantine/form'
import { errorText } from '../../components/picker/error-text.ts'
import type { Outputs } from '../../lib/trpc.ts'
import type { Template } from './check-form.ts'
import type { SubmitForm } from './submit-form.ts'

export interface Choices {
  projects: readonly string[]
  pools: readonly string[]
  defaultPool: string | undefined
  /** Labels that tell where nodes stand, in any pool. */
  levels: readonly string[]
  clusters: readonly string[]
  templates: readonly Template[]
  sizes: Outputs['sizes']['list']['items']
  nodes: Outputs['nodes']['list']['items']
  /** Of the project that is chosen. */
  connections: Outputs['connections']['list']['items']
}

export interface FormPartProps {
  form: UseFormReturnType<SubmitForm>
  choices: Choices
}

type TextField = { [K in keyof SubmitForm]: SubmitForm[K] extends string ? K : never }[keyof SubmitForm]

/** A field of the form as a picker takes it. */
export function picked(form: UseFormReturnType<SubmitForm>, name: TextField) {
  return {
    value: form.values[name],
    onChange: (value: string) => form.setFieldValue(name, value as never),
    error: errorText(form.errors[name]),
  }
}
