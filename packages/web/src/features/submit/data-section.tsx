import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { IconButton } from '../../components/button/icon-button.tsx'
import { Section } from '../../components/page/section.tsx'
import { errorText } from '../../components/picker/error-text.ts'
import { Picker } from '../../components/picker/picker.tsx'
import type { FormPartProps } from './form-parts.ts'
import { hasField } from './kind-fields.ts'
import { EMPTY_VOLUME, VOLUME_TYPES, VOLUME_WORDS } from './volume-rows.ts'
import classes from './submit-page.module.css'

/** What it reads and writes: connections of the project, volumes, and the secrets of its registry. */
export function DataSection({ form, choices }: FormPartProps) {
  const { kind, volumes, connections } = form.values
  if (!hasField(kind, 'volumes')) return null
  const names = choices.connections.map(({ name }) => name)
  return (
    <Section
      title="Data"
      actions={
        <>
          <Button
            size="small"
            icon={<IconPlus size={14} />}
            disabled={names.length === 0 && connections.length === 0}
            {...(names.length === 0 ? { 'data-tip': 'The project has no connection' } : {})}
            onClick={() => form.insertListItem('connections', { name: names[0] ?? '', path: '', isReadOnly: false })}
          >
            Connection
          </Button>
          <Button
            size="small"
            icon={<IconPlus size={14} />}
            onClick={() => form.insertListItem('volumes', EMPTY_VOLUME)}
          >
            Volume
          </Button>
        </>
      }
    >
      <div className={classes['rows']}>
        {connections.map((row, index) => (
          <Row
            // Rows have no other name than their place.
            // oxlint-disable-next-line react/no-array-index-key
            key={`connection ${index}`}
            what={`connection ${row.name}`}
            onRemove={() => form.removeListItem('connections', index)}
            error={errorText(form.errors[`connections.${index}`])}
          >
            <Picker
              label="Connection"
              options={names}
              value={row.name}
              onChange={(name) => form.setFieldValue(`connections.${index}.name`, name)}
            />
            <TextInput
              label="Mount path"
              placeholder="as the connection says"
              spellCheck={false}
              {...form.getInputProps(`connections.${index}.path`)}
            />
            <Flag
              label="Read-only"
              isOn={row.isReadOnly}
              onChange={(isOn) => form.setFieldValue(`connections.${index}.isReadOnly`, isOn)}
            />
          </Row>
        ))}
        {volumes.map((row, index) => {
          const words = VOLUME_WORDS[row.type]
          return (
            <Row
              // oxlint-disable-next-line react/no-array-index-key
              key={`volume ${index}`}
              what={`volume ${index + 1}`}
              onRemove={() => form.removeListItem('volumes', index)}
              error={errorText(form.errors[`volumes.${index}`])}
            >
              <Picker
                label="Volume"
                options={VOLUME_TYPES.map((value) => ({ value, label: VOLUME_WORDS[value].label }))}
                value={row.type}
                onChange={(type) => form.setFieldValue(`volumes.${index}.type`, type as never)}
              />
              <TextInput
                label={words.value}
                placeholder={words.placeholder}
                spellCheck={false}
                {...form.getInputProps(`volumes.${index}.value`)}
              />
              <TextInput
                label="Mount path"
                placeholder="/data"
                spellCheck={false}
                {...form.getInputProps(`volumes.${index}.path`)}
              />
              {row.type === 'own' || row.type === 'models' ? (
                <TextInput
                  label="Storage class"
                  placeholder="default"
                  spellCheck={false}
                  {...form.getInputProps(`volumes.${index}.storageClass`)}
                />
              ) : null}
              {words.flag === undefined ? null : (
                <Flag
                  label={words.flag}
                  isOn={row.isFlagged}
                  onChange={(isOn) => form.setFieldValue(`volumes.${index}.isFlagged`, isOn)}
                />
              )}
            </Row>
          )
        })}
        <TextInput
          label="Pull secrets"
          placeholder="none"
          description="Secrets of the project’s namespace, for the registry of the image; with commas between."
          spellCheck={false}
          {...form.getInputProps('pullSecrets')}
        />
      </div>
    </Section>
  )
}

function Row({
  what,
  error,
  onRemove,
  children,
}: {
  what: string
  error: string | undefined
  onRemove: () => void
  children: ReactNode
}) {
  return (
    <div role="group" aria-label={what}>
      <div className={classes['row']}>
        {children}
        <IconButton label={`Remove ${what}`} onClick={onRemove}>
          <IconTrash size={15} />
        </IconButton>
      </div>
      {error === undefined ? null : (
        <p className={classes['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

function Flag({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className={classes['flag']}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  )
}
