import { IconBraces } from '@tabler/icons-react'
import { IconButton } from '../../components/button/icon-button.tsx'
import { download } from '../../lib/download.ts'

/** An answer of the API as it came, as a file. `name` is without the day and the ending. */
export function JsonButton({ name, data }: { name: string; data: unknown }) {
  const save = () =>
    download(
      `${name}-${new Date().toISOString().slice(0, 10)}.json`,
      `${JSON.stringify(data, null, 2)}\n`,
      'application/json',
    )
  return (
    <IconButton label="Download as JSON" disabled={data === undefined} onClick={save}>
      <IconBraces size={16} />
    </IconButton>
  )
}
