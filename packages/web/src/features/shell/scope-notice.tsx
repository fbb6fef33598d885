import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button/button.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { useScope, useSetScope } from '../../lib/scope.ts'
import { trpc } from '../../lib/trpc.ts'

/** Says so when the scope of the address is gone, or not for this reader. */
export function ScopeNotice() {
  const { department, project } = useScope()
  const setScope = useSetScope()
  const departments = useQuery(trpc.departments.list.queryOptions({}, { enabled: department !== undefined }))
  const projects = useQuery(trpc.projects.list.queryOptions({}, { enabled: project !== undefined }))
  const known = department === undefined ? projects.data : departments.data
  const name = department ?? project
  if (name === undefined || !known || known.items.some((one) => one.name === name)) return null
  return (
    <Notice
      tone="warn"
      title={`The ${department === undefined ? 'project' : 'department'} ${name} is not there, or you may not see it.`}
      action={
        <Button size="small" onClick={() => setScope(undefined)}>
          Show everything
        </Button>
      }
    />
  )
}
