import { identify, type ProcessIdentity } from './process-identity.ts'

/** The program that all test files of a run belong to: where each file has a process of its own, the one that started it. */
export function ringProcess(): ProcessIdentity {
  const isTestFile = process.env['VITEST_POOL_ID'] !== undefined && process.send !== undefined
  return identify(isTestFile ? process.ppid : process.pid)
}

/** A name for a cluster that no other run on this machine takes. */
export function ownName(purpose: string): string {
  return `${purpose}-${ringProcess().pid}`
}
