import { useCallback, useEffect, useState } from 'react'
import { useStore } from '../../lib/store.ts'
import { LogReader, type LogRequest, type LogState } from './log-reader.ts'

/** The output of a run, for as long as somebody looks at it. Another request begins anew. */
export function useLog(request: LogRequest): LogState & { restart: () => void } {
  const key = JSON.stringify(request)
  const [reader, setReader] = useState(() => ({ key, log: new LogReader(request) }))
  // Another request is another log: the lines of the old one must not be seen under the new one.
  if (reader.key !== key) setReader({ key, log: new LogReader(request) })
  const { log } = reader
  useEffect(() => {
    log.start()
    return () => log.stop()
  }, [log])
  const restart = useCallback(() => {
    setReader({ key, log: new LogReader(JSON.parse(key) as LogRequest) })
  }, [key])
  return { ...useStore(log.state), restart }
}
