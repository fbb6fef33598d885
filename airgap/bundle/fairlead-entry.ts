import { removeRuntimeAtExit } from './remove-runtime.ts'

/** The `fairlead` of a bundle. */
removeRuntimeAtExit()
await import('../../packages/cli/src/main.ts')
