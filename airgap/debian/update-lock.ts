import { writeFileSync } from 'node:fs'
import { LOCK_FILE } from './lock.ts'
import { newestLock } from './newest-lock.ts'

/** `pnpm airgap:lock`: pins the newest Debian packages of the release. Look at the difference, build, and run the tests before it is committed. */
writeFileSync(LOCK_FILE, `${JSON.stringify(newestLock(), undefined, 2)}\n`)
