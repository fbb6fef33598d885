import { afterAll } from 'vitest'
import { cleanUp } from './at-end.ts'

// Runs once for each file of tests, also where files share their modules.
afterAll(cleanUp)
