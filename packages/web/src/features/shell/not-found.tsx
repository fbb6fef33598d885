import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { Page } from '../../components/page/page.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import classes from './not-found.module.css'

/** No page at this address. */
export function PageNotFound() {
  return <NotFound />
}

/** Nothing there: say so, and look for it. */
export function NotFound({ what }: { what?: string }) {
  const [text, setText] = useState('')
  const navigate = useNavigate()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') void navigate({ to: '/workloads', search: { q: text.trim() } })
  }
  return (
    <Page title="Not found">
      <div className={classes['box']}>
        <p>
          {what ? sentence(what) : 'There is no page at this address.'} It may have been removed, or the link is old.
        </p>
        <form className={classes['form']} onSubmit={onSubmit}>
          <TextInput
            className={classes['input'] ?? ''}
            aria-label="Part of a workload’s name"
            placeholder="Part of a workload’s name"
            leftSection={<IconSearch size={14} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit">Find workload</Button>
        </form>
        <div>
          <ButtonLink to="/">Overview</ButtonLink>
        </div>
      </div>
    </Page>
  )
}
