import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { api } from '../../lib/trpc.ts'
import type { SetQuota } from './quota-request.ts'

/** Waits until somebody has stopped typing. */
const PAUSE_MS = 400

/** What the control plane says of a quota before it is set: that it does less than it seems to say, or why it would be refused. */
export function QuotaWarnings({ request }: { request: SetQuota }) {
  const text = JSON.stringify(request)
  const [asked, setAsked] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const tried = useQuery({
    queryKey: ['quota tried', asked],
    queryFn: () => api.quotas.set.mutate({ ...(JSON.parse(asked ?? '') as SetQuota), dryRun: true }),
    enabled: asked !== undefined,
    retry: false,
    gcTime: 0,
  })
  if (asked !== text) return null
  return (
    <>
      {tried.data?.warnings.map((warning) => (
        <Notice key={warning} tone="warn" title="It can be set, but:">
          {sentence(warning)}
        </Notice>
      ))}
      <ProblemNotice error={tried.error} />
    </>
  )
}
