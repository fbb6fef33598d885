import { schemaResolver, useForm } from '@mantine/form'
import * as z from 'zod/mini'
import '../../lib/zod-setup.ts'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Radio } from '../../components/radio/radio-list.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { readLabelChanges } from '../../lib/label-changes.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { LOG_POLICIES, type LogPolicy } from '../clusters/log-policies.ts'
import { createClusterCommands } from './create-cluster-commands.ts'
import classes from './enrol-page.module.css'

const NameForm = z.object({
  name: z
    .string()
    .check(
      z.minLength(1, 'Give it a name'),
      z.maxLength(63, 'At most 63 characters'),
      z.regex(
        /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
        'Lower-case letters, digits and dashes, starting and ending with a letter or digit',
      ),
    ),
  labels: z.string().check(
    z.superRefine((text, context) => {
      const { error, removed } = readLabelChanges(text)
      if (error ?? removed[0]) context.addIssue({ code: 'custom', message: error ?? 'Write key=value', input: text })
    }),
  ),
})

/** Where it begins: a name, and what of the output of work may leave the cluster. */
export function NameStep({ onCreated }: { onCreated: (created: Outputs['clusters']['create']) => void }) {
  const form = useForm<{ name: string; labels: string; logPolicy: LogPolicy }>({
    initialValues: { name: '', labels: '', logPolicy: 'stream' },
    validate: schemaResolver(NameForm, { sync: true }),
  })
  const labels = readLabelChanges(form.values.labels).set
  const create = useDeed(trpc.clusters.create.mutationOptions(), { reads: [trpc.clusters], after: onCreated })
  return (
    <form
      className={classes['box']}
      noValidate
      onSubmit={form.onSubmit(({ name, logPolicy }) => create.mutate({ name, logPolicy, labels }))}
    >
      <div className={classes['fields']}>
        <TextInput
          label="Name"
          description="Short and lasting: it stands in every list and every command."
          placeholder="oslo-h100"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Labels"
          description="For work that asks for clusters by label, and for reports. They can be changed later."
          placeholder="region=eu tier=gold"
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('labels')}
        />
        <Radio
          label="What of the output of work may leave the cluster"
          options={LOG_POLICIES}
          value={form.values.logPolicy}
          onChange={(logPolicy) => form.setFieldValue('logPolicy', logPolicy)}
        />
        <CommandBox
          title="The same by hand"
          commands={createClusterCommands(form.values.name, form.values.logPolicy, labels)}
        />
        <ProblemNotice error={create.error} />
        <div className={classes['row']}>
          <Button type="submit" variant="primary" isBusy={create.isPending}>
            Add cluster
          </Button>
        </div>
      </div>
    </form>
  )
}
