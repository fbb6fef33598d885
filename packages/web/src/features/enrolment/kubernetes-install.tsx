import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { trpc } from '../../lib/trpc.ts'
import { helmCommands, isLoopback } from './helm-commands.ts'
import classes from './enrol-page.module.css'

/** How an agent comes into a Kubernetes cluster: three commands, to be run where kubectl and helm reach it. */
export function KubernetesInstall() {
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const [url, setUrl] = useState(location.origin)
  const [chosen, setChosen] = useState<string[]>()
  const [areNew, setNew] = useState(true)
  const open = (projects.data?.items ?? []).filter(({ archivedAt }) => archivedAt === null)
  const all = [...new Set(open.map(({ namespace }) => namespace))].toSorted()
  const namespaces = chosen ?? all
  const isUrl = URL.canParse(url)
  return (
    <>
      <div className={classes['settings']}>
        <TextInput
          label="Address of the control plane"
          description="As pods of that cluster reach it."
          value={url}
          error={isUrl ? undefined : 'Such as https://fairlead.example.com'}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setUrl(event.currentTarget.value.trim())}
        />
        <div className={classes['namespaces']}>
          <span className={classes['label']}>Namespaces in which it may run work</span>
          <FilterPicker
            label={namespaces.length === 0 ? 'None' : 'Of projects'}
            options={all.map((name) => ({ value: name, label: name }))}
            value={namespaces}
            isMultiple
            onChange={(next) => setChosen(next.toSorted())}
          />
          <label className={classes['flag']}>
            <input type="checkbox" checked={areNew} onChange={(event) => setNew(event.currentTarget.checked)} />
            Make these namespaces
          </label>
        </div>
      </div>
      {isLoopback(url) ? (
        <Notice tone="warn" title="This address means the pod itself inside a cluster.">
          Name the control plane as its pods reach it.
        </Notice>
      ) : null}
      {projects.data && namespaces.length === 0 ? (
        <Notice tone="warn" title="It may run nothing until it is given namespaces.">
          Each project has one. More can be given later, with the same command as an upgrade.
        </Notice>
      ) : null}
      {helmCommands({ url: isUrl ? new URL(url).origin : url, namespaces, areNew }).map(({ title, text }) => (
        <CommandBox key={title} title={title} commands={[{ name: 'command', text }]} isWrapped />
      ))}
      <p className={classes['dim']}>
        The agent dials out to this address and needs no open port. It works in these namespaces and nowhere else; what
        else its owner allows stands in <code>values.yaml</code> of the chart.
      </p>
    </>
  )
}
