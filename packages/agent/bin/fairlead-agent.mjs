#!/usr/bin/env node
// Plain JavaScript on purpose: with its sources' stripped form kept on disk, the agent starts without loading the stripper, which
// would cost 25 MB for as long as it lives. A folder that cannot be written only makes it start as if this line were not here.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'))
await import('../src/main.ts')
