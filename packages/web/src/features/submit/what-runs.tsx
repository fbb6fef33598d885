import { TextInput } from '../../components/input/text-input.tsx'
import { Textarea } from '../../components/input/textarea.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { cx } from '../../lib/cx.ts'
import { isKind } from '../workloads/kinds.ts'
import { picked, type FormPartProps } from './form-parts.ts'
import { KindCards } from './kind-cards.tsx'
import { hasField } from './kind-fields.ts'
import { placeholders } from './placeholders.ts'
import classes from './submit-page.module.css'

/** What it is, whose it is, and what it runs. */
export function WhatRuns({ form, choices }: FormPartProps) {
  const { kind } = form.values
  const template = choices.templates.find(({ name }) => name === form.values.template)
  const hints = placeholders(template, undefined)
  const chooseTemplate = (name: string) => {
    const chosen = choices.templates.find((one) => one.name === name)
    form.setFieldValue('template', name)
    if (chosen && isKind(chosen.kind)) form.setFieldValue('kind', chosen.kind)
  }
  return (
    <Section title="What runs">
      <div className={classes['fields']}>
        <div className={classes['whole']}>
          <KindCards
            value={kind}
            onChange={(value) => form.setFieldValue('kind', value)}
            isFixed={template !== undefined}
          />
        </div>
        <Picker
          className={classes['half']}
          label="Project"
          placeholder="Choose a project"
          options={[...choices.projects]}
          {...picked(form, 'project')}
        />
        <TextInput
          className={classes['half'] ?? ''}
          label="Name"
          placeholder="made from the kind"
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <Picker
          className={classes['whole']}
          label="Template"
          placeholder="none"
          isClearable
          {...(template
            ? { description: `${template.about || template.name}. What is left empty comes from it.` }
            : {})}
          options={choices.templates.map(({ name, about }) => ({ value: name, label: name, note: about }))}
          {...picked(form, 'template')}
          onChange={chooseTemplate}
        />
        {hasField(kind, 'image') ? (
          <TextInput
            className={cx(classes['whole'], classes['mono'])}
            label="Image"
            placeholder={hints.image ?? 'registry.example.com/train:2.4'}
            description="For clusters that run containers."
            spellCheck={false}
            autoComplete="off"
            {...form.getInputProps('image')}
          />
        ) : null}
        {hasField(kind, 'command') ? (
          <Textarea
            className={cx(classes['whole'], classes['mono'])}
            label="Command"
            description="As in a shell, with quotes. It is not given to a shell: for pipes and variables, run sh -c '…'. Empty: what the image runs by itself."
            placeholder={hints.command ?? 'python train.py --epochs 10'}
            rows={2}
            spellCheck={false}
            {...form.getInputProps('command')}
          />
        ) : null}
      </div>
    </Section>
  )
}
