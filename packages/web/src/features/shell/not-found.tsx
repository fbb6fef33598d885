import { IconSearch } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { Page } from '../../components/page/page.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { openPalette } from '../palette/open-palette.ts'
import classes from './not-found.module.css'

/** No page at this address. */
export function PageNotFound() {
  return <NotFound />
}

/** Nothing there: say so, and look for it among everything. */
export function NotFound({ what }: { what?: string }) {
  const [text, setText] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    openPalette(text.trim())
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
            aria-label="Part of a name"
            placeholder="Part of a name"
            leftSection={<IconSearch size={14} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit">Search</Button>
        </form>
        <div>
          <ButtonLink to="/">Overview</ButtonLink>
        </div>
      </div>
    </Page>
  )
}
